using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace NhatLe.National.XRoad;

/// <summary>The one signature of a message (RFC 9421, ecdsa-p256-sha256): made by the key of the certificate of the connection, not older than five minutes.</summary>
static partial class Signature
{
    public const string Input = "signature-input", Header = "signature";

    static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public static (string Input, string Value) Make(ECDsa key, string keyId, DateTimeOffset now, Message message)
    {
        var parts = message.Signed();
        var parameters = $"({string.Join(' ', parts.Select(p => $"\"{p.Key}\""))});created={now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)};keyid=\"{keyId}\";alg=\"ecdsa-p256-sha256\"";
        var signature = key.SignData(Base(parts, parameters), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return ($"exchange={parameters}", $"exchange=:{Convert.ToBase64String(signature)}:");
    }

    /// <exception cref="ExchangeFault">It is not the signature of this message, by this key, of now.</exception>
    public static void Check(ECDsa key, string keyId, DateTimeOffset now, Message message)
    {
        if (message[Input] is not { } input || message[Header] is not { } header) throw ExchangeFault.InvalidSignature("The message is not signed.");
        if (message.Body.Length > 0 && message[Message.Digest] != message.DigestOfBody) throw ExchangeFault.InvalidSignature("The body is not that of the digest.");
        if (Inputs().Match(input) is not { Success: true } read || Values().Match(header) is not { Success: true } value || read.Groups["label"].Value != value.Groups["label"].Value) throw ExchangeFault.InvalidSignature("The signature cannot be read.");
        if (Text("keyid") != keyId) throw ExchangeFault.InvalidSignature("It is not by the key of the certificate.");
        if (Text("alg") is not (null or "ecdsa-p256-sha256")) throw ExchangeFault.InvalidSignature("Another algorithm than ecdsa-p256-sha256.");
        if (!long.TryParse(Text("created"), NumberStyles.None, CultureInfo.InvariantCulture, out var created) || (now - DateTimeOffset.FromUnixTimeSeconds(created)).Duration() > Fresh) throw ExchangeFault.InvalidSignature("It is not of now.");

        var covered = Names().Matches(read.Groups["names"].Value).Select(m => m.Groups["name"].Value).ToList();
        var there = message.Signed();
        if (!covered.Order(StringComparer.Ordinal).SequenceEqual(there.Select(p => p.Key).Order(StringComparer.Ordinal))) throw ExchangeFault.InvalidSignature("It does not cover the whole message, or more than that.");
        var parts = covered.Select(name => there.Single(p => p.Key == name));
        if (!key.VerifyData(Base(parts, read.Groups["parameters"].Value), Convert.FromBase64String(value.Groups["bytes"].Value), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)) throw ExchangeFault.InvalidSignature("It is not the signature of this message.");

        string? Text(string name) => Parameters().Matches(read.Groups["more"].Value).Where(m => m.Groups["name"].Value == name).Select(m => m.Groups["value"].Value.Trim('"')).FirstOrDefault();
    }

    static byte[] Base(IEnumerable<KeyValuePair<string, string>> parts, string parameters) =>
        Encoding.UTF8.GetBytes(string.Concat(parts.Select(p => $"\"{p.Key}\": {p.Value}\n")) + $"\"@signature-params\": {parameters}");

    [GeneratedRegex("^(?<label>[a-z][a-z0-9_-]*)=(?<parameters>\\((?<names>[^)]*)\\)(?<more>(;[a-z]+=(\"[^\"]*\"|\\d{1,11}))+))$", RegexOptions.ExplicitCapture)]
    private static partial Regex Inputs();

    [GeneratedRegex("^(?<label>[a-z][a-z0-9_-]*)=:(?<bytes>[A-Za-z0-9+/]{86}==):$", RegexOptions.ExplicitCapture)]
    private static partial Regex Values();

    [GeneratedRegex("\"(?<name>[@a-z0-9-]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Names();

    [GeneratedRegex(";(?<name>[a-z]+)=(?<value>\"[^\"]*\"|\\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Parameters();
}
