using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NhatLe.Platform.Text;

/// <summary>Something wrong or odd about a typed number.</summary>
/// <param name="Code">A stable name for the API, for example <c>citizen-number.length</c>.</param>
/// <param name="Message">The Vietnamese sentence, a key of <see cref="Texts"/>; {0}, {1} stand for <paramref name="Args"/>.</param>
/// <param name="Blocks">False for a warning: the person may be right and our rule wrong.</param>
public sealed record Finding(string Code, string Message, bool Blocks, params IReadOnlyList<object> Args)
{
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, Message, [.. Args]);
}

/// <summary>What became of a typed number: the value unless something blocks, and everything found on the way.</summary>
public sealed record Reading<T>(T? Value, IReadOnlyList<Finding> Findings) where T : class
{
    public bool Ok => Value is not null;
    public Finding? Refusal => Findings.FirstOrDefault(f => f.Blocks);

    internal static Reading<T> Of(T value, params IReadOnlyList<Finding> warnings) => new(value, warnings);
    internal static Reading<T> No(string code, string message, params IReadOnlyList<object> args) => new(null, [new(code, message, true, args)]);
}

public enum Sex { Male = 1, Female = 2 }

/// <summary>
/// The personal identification number (số định danh cá nhân, số căn cước): province or country of birth registration (3 digits),
/// century and sex (1), year of birth (2), random (6). It has no check digit, and after a correction of the register it may disagree
/// with sex or year of birth, so a mismatch warns and never blocks. Source: TT 07/2016/TT-BCA.
/// </summary>
public sealed record CitizenNumber
{
    CitizenNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>Code of the province of birth registration, 044 for Quảng Bình; of a country for a person registered abroad.</summary>
    public string Origin => Value[..3];

    public Sex Sex => (Value[3] - '0') % 2 == 0 ? Sex.Male : Sex.Female;

    /// <summary>0 and 1 stand for the 1900s, 2 and 3 for the 2000s, and so on.</summary>
    public int BirthYear => 1900 + (Value[3] - '0') / 2 * 100 + int.Parse(Value.AsSpan(4, 2), CultureInfo.InvariantCulture);

    public override string ToString() => Value;

    /// <summary>Reads a typed number; blanks, dots and dashes are forgiven.</summary>
    public static Reading<CitizenNumber> Read(string? typed)
    {
        var text = Digits.Compact(typed);
        if (text.Length == 0) return Reading<CitizenNumber>.No("citizen-number.empty", "Hãy nhập số định danh: 12 chữ số in trên thẻ căn cước.");
        if (!text.All(char.IsAsciiDigit)) return Reading<CitizenNumber>.No("citizen-number.letters", "Số định danh chỉ gồm chữ số, không có chữ cái.");
        return text.Length switch
        {
            12 => Reading<CitizenNumber>.Of(new(text)),
            9 => Reading<CitizenNumber>.No("citizen-number.old", "Số 9 chữ số là số chứng minh nhân dân cũ. Hãy nhập số định danh 12 chữ số."),
            < 12 => Reading<CitizenNumber>.No("citizen-number.length", "Số định danh có 12 chữ số. Ông/bà mới nhập {0} số.", text.Length),
            _ => Reading<CitizenNumber>.No("citizen-number.length", "Số định danh có 12 chữ số. Ông/bà đã nhập {0} số.", text.Length),
        };
    }

    /// <summary>Warnings where the number and what the person says disagree. Nothing here blocks.</summary>
    public IReadOnlyList<Finding> Compare(Sex? sex, int? birthYear)
    {
        var findings = new List<Finding>();
        if (sex is not null && sex != Sex)
            findings.Add(new("citizen-number.sex", "Số định danh này thường cấp cho giới tính khác. Hãy xem lại; nếu đúng, cứ tiếp tục.", false));
        if (birthYear is not null && birthYear != BirthYear)
            findings.Add(new("citizen-number.year", "Số định danh này thường cấp cho người sinh năm {0}. Hãy xem lại; nếu đúng, cứ tiếp tục.", false, BirthYear.ToString(CultureInfo.InvariantCulture)));
        return findings;
    }
}

/// <summary>
/// The tax code (mã số thuế): ten digits of which the last checks the others, and a branch 001–999 after a dash.
/// Source: TT 105/2020/TT-BTC, appendix.
/// </summary>
public sealed record TaxCode
{
    static readonly int[] Weights = [31, 29, 23, 19, 17, 13, 7, 5, 3];

    TaxCode(string number, string? branch) => (Number, Branch) = (number, branch);

    public string Number { get; }
    public string? Branch { get; }

    public override string ToString() => Branch is null ? Number : $"{Number}-{Branch}";

    /// <summary>Reads a typed code; the dash before the branch may be missing.</summary>
    public static Reading<TaxCode> Read(string? typed)
    {
        var text = Digits.Compact(typed);
        if (text.Length == 0) return Reading<TaxCode>.No("tax-code.empty", "Hãy nhập mã số thuế: 10 chữ số, hoặc 13 chữ số với chi nhánh.");
        if (!text.All(char.IsAsciiDigit)) return Reading<TaxCode>.No("tax-code.letters", "Mã số thuế chỉ gồm chữ số, không có chữ cái.");
        if (text.Length is not (10 or 13)) return Reading<TaxCode>.No("tax-code.length", "Mã số thuế có 10 hoặc 13 chữ số. Ông/bà đã nhập {0} số.", text.Length);
        var rest = Weights.Zip(text, (weight, digit) => weight * (digit - '0')).Sum() % 11;
        // A rest of 0 would need the digit 10: such a number is never issued.
        if (rest == 0 || text[9] - '0' != 10 - rest) return Reading<TaxCode>.No("tax-code.check", "Mã số thuế này có một số bị sai. Hãy so lại từng số với giấy đăng ký.");
        var branch = text.Length == 13 ? text[10..] : null;
        return branch == "000"
            ? Reading<TaxCode>.No("tax-code.branch", "Ba số cuối của mã chi nhánh là từ 001 đến 999.")
            : Reading<TaxCode>.Of(new(text[..10], branch));
    }
}

/// <summary>A telephone number in Vietnam. Stored as +84…; a prefix we do not know only warns, because the numbering plan changes.</summary>
public sealed partial record PhoneNumber
{
    static readonly FrozenSet<string> MobilePrefixes = ReadPrefixes();

    PhoneNumber(string national) => National = national;

    /// <summary>As dialled in the country, with the leading 0.</summary>
    public string National { get; }

    /// <summary>The international form, for storage and look-up.</summary>
    public string International => "+84" + National[1..];

    /// <summary>True when a text message can reach it.</summary>
    public bool IsMobile => National.Length == 10 && National[1] != '2';

    /// <summary>Groups of digits people can read aloud: 0912 345 678.</summary>
    public override string ToString() => National.Length == 10 ? $"{National[..4]} {National[4..7]} {National[7..]}" : $"{National[..4]} {National[4..]}";

    public static Reading<PhoneNumber> Read(string? typed)
    {
        var text = Digits.Compact(typed).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal);
        if (text.Length == 0) return Reading<PhoneNumber>.No("phone.empty", "Hãy nhập số điện thoại.");
        var national = CountryCode().Replace(text, "0");
        if (!national.All(char.IsAsciiDigit)) return Reading<PhoneNumber>.No("phone.letters", "Số điện thoại chỉ gồm chữ số, có thể bắt đầu bằng +84.");
        if (national[0] != '0') return Reading<PhoneNumber>.No("phone.start", "Số điện thoại bắt đầu bằng 0 hoặc +84.");
        var landline = national.StartsWith("02", StringComparison.Ordinal);
        var length = landline ? 11 : 10;
        if (national.Length != length) return Reading<PhoneNumber>.No("phone.length", "Số điện thoại có {0} chữ số. Ông/bà đã nhập {1} số.", length, national.Length);
        var phone = new PhoneNumber(national);
        return landline || MobilePrefixes.Contains(national[..3])
            ? Reading<PhoneNumber>.Of(phone)
            : Reading<PhoneNumber>.Of(phone, new Finding("phone.prefix", "Đầu số {0} chưa có trong danh sách. Hãy xem lại; nếu đúng, cứ tiếp tục.", false, national[..3]));
    }

    static FrozenSet<string> ReadPrefixes()
    {
        using var stream = typeof(PhoneNumber).Assembly.GetManifestResourceStream("phone-prefixes.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("mobile").EnumerateArray().Select(prefix => prefix.GetString()!).ToFrozenSet();
    }

    [GeneratedRegex(@"^(\+84|0084|84(?=\d{9}$))0?", RegexOptions.CultureInvariant)]
    private static partial Regex CountryCode();
}

static class Digits
{
    /// <summary>What was typed, without the blanks, dots and dashes people put in to read it.</summary>
    internal static string Compact(string? typed) =>
        string.Concat(Nfc.Clean(typed).Where(c => c is not (' ' or '.' or '-')));
}
