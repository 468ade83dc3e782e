using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NhatLe.Exchange.Signatures;

/// <summary>One component of a message that is signed (RFC 9421 section 2): "@method" and its value, "x-road-id" and its value.</summary>
public readonly record struct Component(string Name, string Value);

/// <summary>The two headers of a signed message.</summary>
public sealed record SignatureHeaders(string Input, string Signature)
{
    /// <returns>Null where the message is not signed.</returns>
    public static SignatureHeaders? In(IReadOnlyDictionary<string, string> headers) =>
        headers.TryGetValue(HttpSignature.InputHeader, out var input) && headers.TryGetValue(HttpSignature.Header, out var signature) ? new(input, signature) : null;
}

/// <summary>A signature that is not one, or not of this message.</summary>
public sealed class WrongSignature(string why) : Exception(why);

/// <summary>
/// HTTP Message Signatures (RFC 9421), as much of it as the exchange needs: one signature, by ecdsa-p256-sha256
/// (section 3.3.4), over components without parameters. No library for it is to be had.
/// </summary>
public static partial class HttpSignature
{
    public const string InputHeader = "Signature-Input", Header = "Signature", Label = "exchange";

    const string Algorithm = "ecdsa-p256-sha256";

    /// <summary>So far clocks of two agencies may differ, and a message may have been on its way.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    /// <param name="keyId">By which the other side finds the key.</param>
    public static SignatureHeaders Sign(ECDsa key, string keyId, DateTimeOffset created, IReadOnlyList<Component> components)
    {
        var parameters = string.Create(CultureInfo.InvariantCulture, $"({string.Join(' ', components.Select(c => $"\"{c.Name}\""))});created={created.ToUnixTimeSeconds()};keyid=\"{keyId}\";alg=\"{Algorithm}\"");
        var signature = key.SignData(Encoding.UTF8.GetBytes(Base(components, parameters)), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return new($"{Label}={parameters}", $"{Label}=:{Convert.ToBase64String(signature)}:");
    }

    /// <summary>Section 2.5.</summary>
    static string Base(IEnumerable<Component> components, string parameters)
    {
        var text = new StringBuilder(512);
        foreach (var (name, value) in components) text.Append('"').Append(name).Append("\": ").Append(value).Append('\n');
        return text.Append("\"@signature-params\": ").Append(parameters).ToString();
    }

    /// <summary>All these components are covered, and no others.</summary>
    /// <inheritdoc cref="Verify(SignatureHeaders, ECDsa, string, IEnumerable{string}, Func{string, string?}, DateTimeOffset?)"/>
    public static void Verify(SignatureHeaders headers, ECDsa key, string keyId, IEnumerable<Component> components, DateTimeOffset? now)
    {
        var known = components.ToDictionary(c => c.Name, c => c.Value, StringComparer.Ordinal);
        Verify(headers, key, keyId, known.Keys, known.GetValueOrDefault, now);
    }

    /// <summary>Section 3.2: everything demanded is covered, by this key, just now.</summary>
    /// <param name="demanded">In any order; the signature may cover more only if it is among <paramref name="known"/>.</param>
    /// <param name="known">Looks up the value of a component of the message; null where it has none.</param>
    /// <param name="now">Null: when it was made does not matter, as for a message in the log.</param>
    /// <exception cref="WrongSignature">It says why.</exception>
    public static void Verify(SignatureHeaders headers, ECDsa key, string keyId, IEnumerable<string> demanded, Func<string, string?> known, DateTimeOffset? now)
    {
        if (Input().Match(headers.Input) is not { Success: true } input) throw new WrongSignature("Signature-Input cannot be read.");
        if (Value().Match(headers.Signature) is not { Success: true } value || value.Groups["label"].Value != input.Groups["label"].Value) throw new WrongSignature("Signature cannot be read.");
        var parameters = Parameter().Matches(input.Groups["more"].Value).ToLookup(p => p.Groups["name"].Value, p => p.Groups["value"].Value.Trim('"'), StringComparer.Ordinal);
        if (parameters["keyid"].FirstOrDefault() != keyId) throw new WrongSignature("It was not made with the key of the certificate.");
        if (parameters["alg"].FirstOrDefault() is { } alg && alg != Algorithm) throw new WrongSignature($"{alg} is not taken here, {Algorithm} is.");
        if (now is { } at) CheckTime(parameters, at);
        var covered = Name().Matches(input.Groups["names"].Value).Select(m => m.Groups[1].Value).ToList();
        if (covered.Distinct(StringComparer.Ordinal).Count() != covered.Count) throw new WrongSignature("A component is signed twice.");
        if (demanded.Except(covered, StringComparer.Ordinal).FirstOrDefault() is { } missing) throw new WrongSignature($"{missing} is not signed.");
        var components = covered.ConvertAll(name => new Component(name, known(name) ?? throw new WrongSignature($"{name} is signed, and not in the message.")));
        Span<byte> signature = stackalloc byte[64];
        if (!Convert.TryFromBase64String(value.Groups["bytes"].Value, signature, out var length) || length != signature.Length || Convert.ToBase64String(signature) != value.Groups["bytes"].Value
            || !key.VerifyData(Encoding.UTF8.GetBytes(Base(components, input.Groups["parameters"].Value)), signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))
            throw new WrongSignature("It is not the signature of this message.");
    }

    /// <summary>Sections 2.3 and 3.2.1: made just now, and not run out.</summary>
    static void CheckTime(ILookup<string, string> parameters, DateTimeOffset now)
    {
        if (At("created") is not { } created || (now - created).Duration() > Fresh) throw new WrongSignature("It was not made just now: the clocks differ, or it is an old message.");
        if (At("expires") is { } expires && expires < now) throw new WrongSignature("It has run out.");
        DateTimeOffset? At(string name) => parameters[name].FirstOrDefault() is { } seconds && long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var since) && since < 1L << 34 ? DateTimeOffset.FromUnixTimeSeconds(since) : null;
    }

    /// <summary>By which key it says it was made; null where it cannot be read.</summary>
    public static string? KeyIdOf(SignatureHeaders headers) =>
        Input().Match(headers.Input) is { Success: true } input ? Parameter().Matches(input.Groups["more"].Value).Where(p => p.Groups["name"].Value == "keyid").Select(p => p.Groups["value"].Value.Trim('"')).FirstOrDefault() : null;

    [GeneratedRegex("""^(?<label>[a-z*][a-z0-9_.*-]*)=(?<parameters>\((?<names>"[@a-z0-9-]+"( "[@a-z0-9-]+")*)\)(?<more>(;[a-z]+=("[ !#-\[\]-~]*"|\d{1,12}))+))$""", RegexOptions.ExplicitCapture)]
    private static partial Regex Input();

    [GeneratedRegex("^(?<label>[a-z*][a-z0-9_.*-]*)=:(?<bytes>[A-Za-z0-9+/]{86}==):$", RegexOptions.ExplicitCapture)]
    private static partial Regex Value();

    [GeneratedRegex(""";(?<name>[a-z]+)=(?<value>"[^"]*"|\d+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameter();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex Name();
}

/// <summary>Digest Fields (RFC 9530): the hash of the body as a header, so that a signature over headers covers the body.</summary>
public static class ContentDigest
{
    public const string Header = "Content-Digest";

    public static string Of(ReadOnlySpan<byte> body) => $"sha-512=:{Convert.ToBase64String(SHA512.HashData(body))}:";
}
