using System.Globalization;
using System.Text.RegularExpressions;
using NhatLe.Platform.Data;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Papers;

/// <summary>
/// What the QR code of a paper says after /xac-minh/: which paper of which dossier, and a keyed hash that only this installation can
/// make. So nobody can invent one, and none has to be stored.
/// </summary>
public sealed partial class VerificationCodes(ColumnCipher cipher)
{
    /// <summary>"H46.22.03-241118-0007.1-2.3f09c1d2…": form 1, printed of entry 2.</summary>
    public string Of(Dossier dossier, OfficialForm form, long seq) => string.Create(CultureInfo.InvariantCulture, $"{dossier.Code}.{(int)form}-{seq}.{cipher.Token(Purpose(form, seq), dossier.Id)}");

    public bool Fits(Dossier dossier, OfPaper code) => cipher.TokenFits(Purpose(code.Form, code.Seq), dossier.Id, code.Mac);

    static string Purpose(OfficialForm form, long seq) => string.Create(CultureInfo.InvariantCulture, $"paper:{(int)form}:{seq}");

    /// <summary>A register is no act: its code itself says what was printed, and the hash that it was printed here.</summary>
    public string Of(Guid deskId, OfRegister register) => string.Create(CultureInfo.InvariantCulture,
        $"so.{register.Desk}.{register.From:yyMMdd}-{register.To:yyMMdd}-{register.Count}-{register.At.ToUnixTimeSeconds()}.{cipher.Token(Purpose(register), deskId)}");

    public bool Fits(Guid deskId, OfRegister code) => cipher.TokenFits(Purpose(code), deskId, code.Mac);

    static string Purpose(OfRegister r) => string.Create(CultureInfo.InvariantCulture, $"register:{r.From:yyMMdd}:{r.To:yyMMdd}:{r.Count}:{r.At.ToUnixTimeSeconds()}");

    public sealed record OfPaper(string Code, OfficialForm Form, long Seq, string Mac);

    /// <param name="Desk">Code of the desk.</param>
    public sealed record OfRegister(string Desk, DateOnly From, DateOnly To, int Count, DateTimeOffset At, string Mac = "");

    public static OfPaper? ReadPaper(string text) => PaperPattern().Match(text) is { Success: true } m
        ? new(m.Groups["code"].Value, (OfficialForm)int.Parse(m.Groups["form"].Value, CultureInfo.InvariantCulture), long.Parse(m.Groups["seq"].Value, CultureInfo.InvariantCulture), m.Groups["mac"].Value) : null;

    public static OfRegister? ReadRegister(string text) =>
        RegisterPattern().Match(text) is { Success: true } m
        && DateOnly.TryParseExact("20" + m.Groups["from"].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
        && DateOnly.TryParseExact("20" + m.Groups["to"].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            ? new(m.Groups["desk"].Value, from, to, int.Parse(m.Groups["count"].Value, CultureInfo.InvariantCulture), DateTimeOffset.FromUnixTimeSeconds(long.Parse(m.Groups["at"].Value, CultureInfo.InvariantCulture)), m.Groups["mac"].Value) : null;

    [GeneratedRegex(@"^(?<code>[A-Z0-9.-]{1,60})\.(?<form>[1-5])-(?<seq>[0-9]{1,9})\.(?<mac>[0-9a-f]{20})$")]
    private static partial Regex PaperPattern();

    [GeneratedRegex(@"^so\.(?<desk>[A-Za-z0-9._-]{1,40})\.(?<from>[0-9]{6})-(?<to>[0-9]{6})-(?<count>[0-9]{1,9})-(?<at>[0-9]{1,11})\.(?<mac>[0-9a-f]{20})$")]
    private static partial Regex RegisterPattern();
}
