using System.Security.Cryptography;
using System.Text;
using NhatLe.Exchange.Signatures;
using NhatLe.Exchange.XRoad;

namespace NhatLe.Tests.Exchange;

/// <summary>The words of the protocol by themselves: identifiers, hashes, signatures.</summary>
public sealed class ProtocolTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("VN/GOV/H46/NHATLE", "VN", "NHATLE")]
    [InlineData("VN/GOV/H46", "VN", null)]
    [InlineData("VN/GOV/H46/M%E1%BB%99t%20c%E1%BB%ADa", "VN", "Một cửa")]
    public void An_identifier_is_read_part_by_part(string text, string instance, string? subsystem)
    {
        Assert.True(ClientId.TryParse(text, out var id));
        Assert.Equal((instance, subsystem, text), (id.Instance, id.Subsystem, id.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("VN/GOV")]
    [InlineData("VN//H46/NHATLE")]
    [InlineData("VN/GOV/H46/NHATLE/procedures")]
    [InlineData("VN/GOV/../NHATLE")]
    [InlineData("VN/GOV/H46/a%2Fb")]
    [InlineData("VN/GOV/H46/a%00b")]
    [InlineData("VN/GOV/H46/a;b")]
    public void What_is_no_identifier_is_not_taken(string text) => Assert.False(ClientId.TryParse(text, out _));

    /// <summary>Reckoned by Python's hashlib from the text of PR-REST 4.3.</summary>
    [Fact]
    public void The_request_hash_is_that_of_the_specification()
    {
        Dictionary<string, string> headers = new() { ["X-Road-Id"] = "m-1", ["x-road-client"] = "VN/GOV/BTP/HOTICH", ["Accept"] = " application/json ", ["Content-Type"] = "application/json", ["User-Agent"] = "not this", ["X-Road-Request-Hash"] = "nor this" };
        var message = XRoadMessage.Request("POST", "/r1/VN/GOV/H46/NHATLE/procedures?a=1", headers, Encoding.UTF8.GetBytes("{}"));
        Assert.Equal("POST\r\n/r1/VN/GOV/H46/NHATLE/procedures?a=1\r\naccept:application/json\r\ncontent-type:application/json\r\nx-road-client:VN/GOV/BTP/HOTICH\r\nx-road-id:m-1\r\n", message.Head);
        Assert.Equal("lfD5Gr1PJJvqivD9yMeFZDbKSVnhKJcgLdONafSw0b0DAOVKrLUnbaEvfJYaI9yBl+delIy90x66NxeX3oYF1A==", Convert.ToBase64String(message.Hash()));
        Assert.Equal("xUPRXruD9BxglzV3phpyyDm3rvY9Kjbd0rDcZirmk1N/QOh/SeMDBVY4TW8NqA+0nEcBupDso4PCoHM2ZLJPoA==", Convert.ToBase64String((message with { Body = default }).Hash()));
    }

    [Fact]
    public void A_signature_holds_for_this_message_this_key_and_now()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        List<Component> parts = [new("@method", "GET"), new("@path", "/r1"), new("x-road-id", "m-1")];
        var signed = HttpSignature.Sign(key, "k", Now, parts);
        string? Known(string name) => parts.Where(p => p.Name == name).Select(p => p.Value).FirstOrDefault();
        void Check(SignatureHeaders? headers = null, ECDsa? with = null, string keyId = "k", string[]? demanded = null, Func<string, string?>? known = null, DateTimeOffset? now = null) =>
            HttpSignature.Verify(headers ?? signed, with ?? key, keyId, demanded ?? ["@method", "x-road-id"], known ?? Known, now ?? Now);

        Check();
        Check(now: Now + HttpSignature.Fresh);
        Assert.Throws<WrongSignature>(() => Check(now: Now + HttpSignature.Fresh + TimeSpan.FromSeconds(1)));
        Assert.Throws<WrongSignature>(() => Check(now: Now - HttpSignature.Fresh - TimeSpan.FromSeconds(1)));
        Assert.Throws<WrongSignature>(() => Check(with: other));
        Assert.Throws<WrongSignature>(() => Check(keyId: "another"));
        Assert.Throws<WrongSignature>(() => Check(demanded: ["content-digest"]));
        Assert.Throws<WrongSignature>(() => Check(known: n => n == "x-road-id" ? "m-2" : Known(n)));
        Assert.Throws<WrongSignature>(() => Check(known: n => n == "x-road-id" ? null : Known(n)));
        Assert.Throws<WrongSignature>(() => Check(headers: signed with { Input = signed.Input.Replace("ecdsa-p256-sha256", "hmac-sha256", StringComparison.Ordinal) }));
        Assert.Throws<WrongSignature>(() => Check(headers: signed with { Input = signed.Input.Replace("\"@path\"", "\"@method\"", StringComparison.Ordinal) }));
        Assert.Throws<WrongSignature>(() => Check(headers: signed with { Input = "", }));
        Assert.Throws<WrongSignature>(() => Check(headers: signed with { Signature = "exchange=:AAAA:" }));
    }

    /// <summary>Nothing that somebody sends ends in anything but a refusal.</summary>
    [Fact]
    public void Whatever_is_sent_as_a_signature_is_refused_and_no_more()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = HttpSignature.Sign(key, "k", Now, [new("@method", "GET")]);
        var dice = new Random(3);
        for (var n = 0; n < 2000; n++)
        {
            var (input, signature) = (signed.Input.ToCharArray(), signed.Signature.ToCharArray());
            var field = dice.Next(2) == 0 ? input : signature;
            field[dice.Next(field.Length)] = (char)dice.Next(32, 127);
            if ((new string(input), new string(signature)) == (signed.Input, signed.Signature)) continue;
            try { HttpSignature.Verify(new(new(input), new(signature)), key, "k", ["@method"], _ => "GET", Now); Assert.Fail($"{new string(input)} {new string(signature)}"); }
            catch (WrongSignature) { /* as it must be */ }
        }
    }
}
