using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NhatLe.Platform.Text;

/// <summary>
/// The code of an administrative procedure (mã thủ tục): 1.001193 in the national catalogue, 1.001193.H46 as published by a province.
/// The longer form of the national portal, 1.001193.000.00.00.H46, is read too.
/// </summary>
public sealed partial record ProcedureCode
{
    ProcedureCode(string national, string? province) => (National, Province) = (national, province);

    public string National { get; }

    /// <summary>H46 for Quảng Bình; null when the code was given without one.</summary>
    public string? Province { get; }

    public override string ToString() => Province is null ? National : $"{National}.{Province}";

    public static bool TryParse(string? text, [NotNullWhen(true)] out ProcedureCode? code)
    {
        var match = Pattern().Match(Nfc.Clean(text).ToUpperInvariant());
        code = match.Success ? new(match.Groups["national"].Value, match.Groups["province"] is { Success: true } p ? p.Value : null) : null;
        return code is not null;
    }

    [GeneratedRegex(@"^(?<national>[0-9]\.[0-9]{6})(\.(000\.00\.00\.)?(?<province>H[0-9]{2}))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}

/// <summary>
/// The code of a dossier (mã hồ sơ): identification code of the unit, day of acceptance, number of the day in the unit, for example
/// H46.22.03-241118-0007. The older order of the unit code (000.00.03.H46) is read too. Source: TT 01/2018/TT-VPCP.
/// </summary>
public sealed partial record DossierCode
{
    DossierCode(string unit, DateOnly day, int number) => (Unit, Day, Number) = (unit, day, number);

    public string Unit { get; }
    public DateOnly Day { get; }
    public int Number { get; }

    public override string ToString() => Format(Unit, Day, Number);

    /// <summary>At least four digits for the number of the day; a busy unit gets more, never a repeat.</summary>
    /// <exception cref="ArgumentException">The unit has no identification code of this form, or the number is not positive.</exception>
    public static string Format(string unitShortCode, DateOnly day, int number)
    {
        if (!UnitPattern().IsMatch(unitShortCode)) throw new ArgumentException($"'{unitShortCode}' is not an identification code of a unit.", nameof(unitShortCode));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        return string.Create(CultureInfo.InvariantCulture, $"{unitShortCode}-{day:yyMMdd}-{number:0000}");
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out DossierCode? code)
    {
        code = null;
        var match = Pattern().Match(Nfc.Clean(text).ToUpperInvariant());
        if (!match.Success || match.Groups["unit"].Length > 35) return false;
        // The year is of this century: the calendar's own guess would send 50 to 1950.
        if (!DateOnly.TryParseExact("20" + match.Groups["day"].Value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return false;
        var number = int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture);
        if (number == 0) return false;
        code = new(match.Groups["unit"].Value, day, number);
        return true;
    }

    [GeneratedRegex(@"^(?<unit>H[0-9]{2}(\.[A-Z0-9]{2,3})*|([A-Z0-9]{2,3}\.)+H[0-9]{2})-(?<day>[0-9]{6})-(?<number>[0-9]{4,9})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"^(H[0-9]{2}(\.[A-Z0-9]{2,3})*|([A-Z0-9]{2,3}\.)+H[0-9]{2})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex UnitPattern();
}
