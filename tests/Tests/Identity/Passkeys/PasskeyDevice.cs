using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace NhatLe.Tests.Identity.Passkeys;

/// <summary>What a device says that is not as it should be.</summary>
public sealed record Bent
{
    public string? Type { get; init; }
    public string? Challenge { get; init; }
    public string? Origin { get; init; }
    public bool CrossOrigin { get; init; }
    public string? RpId { get; init; }

    /// <summary>Flags that are missing.</summary>
    public byte Without { get; init; }

    /// <summary>Flags that should not be there.</summary>
    public byte With { get; init; }

    public uint? Counter { get; init; }

    /// <summary>Null in it: none is told.</summary>
    public (string? Told, bool Is) UserHandle { get; init; }

    /// <summary>Of a key other than the one that is told.</summary>
    public bool WrongSignature { get; init; }

    public string? CredentialId { get; init; }
}

/// <summary>
/// A device with keys (Web Authentication Level 3, section 6), in software: ES256, attestation "none", written from the specification and with
/// nothing of the application's.
/// </summary>
public sealed class PasskeyDevice(string origin) : IDisposable
{
    public const byte UserPresent = 0x01, UserVerified = 0x04, BackupEligible = 0x08, BackedUp = 0x10;
    const byte Attested = 0x40;

    readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    readonly ECDsa otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(32);
    public string CredentialId => Base64Url.EncodeToString(Id);

    /// <summary>Of the account the key was made for.</summary>
    public string UserHandle { get; private set; } = "";

    /// <summary>Goes on with each use.</summary>
    public uint Counter { get; set; }

    /// <summary>The key goes from device to device, and no counter is kept.</summary>
    public bool Synchronised { get; init; }

    /// <summary>navigator.credentials.create (section 5.4), and its result as JSON.</summary>
    public string Make(JsonElement options, Bent? bent = null)
    {
        bent ??= new();
        UserHandle = options.GetProperty("user").GetProperty("id").GetString()!;
        var client = Client(bent.Type ?? "webauthn.create", options, bent);
        byte[] data = [.. Data(options.GetProperty("rp").GetProperty("id").GetString()!, Attested, bent), .. new byte[16], .. Length(Id), .. Id, .. CoseKey()];
        byte[] attestation = [0xA3, .. Text("fmt"), .. Text("none"), .. Text("attStmt"), 0xA0, .. Text("authData"), 0x59, .. Length(data), .. data]; // RFC 8949
        return JsonSerializer.Serialize(new
        {
            id = bent.CredentialId ?? CredentialId, rawId = bent.CredentialId ?? CredentialId, type = "public-key", clientExtensionResults = new { },
            response = new { clientDataJSON = Base64Url.EncodeToString(client), attestationObject = Base64Url.EncodeToString(attestation), transports = (string[])["internal", "hybrid"] },
        });
    }

    /// <summary>navigator.credentials.get (section 5.5), and its result as JSON.</summary>
    public string Use(JsonElement options, Bent? bent = null)
    {
        bent ??= new();
        if (!Synchronised) Counter++;
        var client = Client(bent.Type ?? "webauthn.get", options, bent);
        var data = Data(options.GetProperty("rpId").GetString()!, 0, bent);
        var signature = (bent.WrongSignature ? otherKey : key).SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        Dictionary<string, string> response = new() { ["clientDataJSON"] = Base64Url.EncodeToString(client), ["authenticatorData"] = Base64Url.EncodeToString(data), ["signature"] = Base64Url.EncodeToString(signature) };
        if ((bent.UserHandle.Is ? bent.UserHandle.Told : UserHandle) is { } told) response["userHandle"] = told;
        return JsonSerializer.Serialize(new { id = bent.CredentialId ?? CredentialId, rawId = bent.CredentialId ?? CredentialId, type = "public-key", clientExtensionResults = new { }, response });
    }

    /// <summary>Section 5.8.1, "client data".</summary>
    byte[] Client(string type, JsonElement options, Bent bent) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        type, challenge = bent.Challenge ?? options.GetProperty("challenge").GetString(), origin = bent.Origin ?? origin, crossOrigin = bent.CrossOrigin,
    });

    /// <summary>Section 6.1, "authenticator data": for whom, flags, counter.</summary>
    byte[] Data(string rpId, byte more, Bent bent)
    {
        var flags = (byte)(((UserPresent | UserVerified | (Synchronised ? BackupEligible | BackedUp : 0) | more) & ~bent.Without) | bent.With);
        var counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, bent.Counter ?? Counter);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(bent.RpId ?? rpId)), flags, .. counter];
    }

    /// <summary>RFC 9053, section 7.1.1: kty EC2, alg ES256, crv P-256, x, y.</summary>
    byte[] CoseKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    static byte[] Length(byte[] of) => [(byte)(of.Length >> 8), (byte)of.Length];

    public void Dispose()
    {
        key.Dispose();
        otherKey.Dispose();
    }
}
