using System.Globalization;
using NhatLe.Identity.Accounts;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.Credentials;

/// <summary>
/// What a person may choose as password: long, not one that everybody tries first, and not made of what is known of them (NIST SP 800-63B
/// section 3.1.1.2). Nothing is asked of its letters: a sentence that is easy to keep in mind is good.
/// </summary>
public sealed class PasswordPolicy(CommonPasswords common, ColumnCipher cipher)
{
    public const int Shortest = 10, Longest = 200;

    /// <summary>So much must be left when what is common or known is taken away.</summary>
    const int Own = 6;

    static readonly string[] Rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"];

    /// <exception cref="Refusal">422 beside <paramref name="field"/>, with what to choose instead.</exception>
    public void Demand(Account account, string password, string field)
    {
        if (FaultOf(account, password) is { } fault) throw Refusal.Invalid(field, fault.Message, fault.Args);
    }

    /// <summary>What can be said before the person is known; <see cref="Demand"/> says it again.</summary>
    /// <exception cref="Refusal">422 beside <paramref name="field"/>.</exception>
    public void DemandOfAnybody(string password, string field)
    {
        if (FaultOfAnybody(password) is { } fault) throw Refusal.Invalid(field, fault.Message, fault.Args);
    }

    FieldError? FaultOf(Account account, string password) =>
        FaultOfAnybody(password) ?? (IsOf(account, Compact(password)) ? new("", "Mật khẩu này có tên, số hoặc ngày sinh của chính ông/bà. Hãy chọn một câu không nói về mình.") : null);

    FieldError? FaultOfAnybody(string password)
    {
        if (new StringInfo(password).LengthInTextElements < Shortest) return new("", "Mật khẩu cần ít nhất {0} ký tự. Một câu ngắn dễ nhớ là tốt nhất.", Shortest);
        if (password.Length > Longest) return new("", "Mật khẩu dài nhất {0} ký tự.", Longest);
        var compact = Compact(password);
        if (IsRepeated(compact) || IsRow(compact)) return new("", "Mật khẩu này chỉ lặp lại, hoặc là các phím liền nhau. Hãy chọn một câu dễ nhớ.");
        if (IsNumber(compact)) return new("", "Số điện thoại, số định danh và ngày tháng dễ bị đoán. Hãy thêm vài từ.");
        return IsCommon(compact) ? new("", "Mật khẩu này nhiều người dùng nên dễ bị đoán. Hãy chọn một câu của riêng mình.") : null;
    }

    /// <summary>Without case, marks, blanks and what people put between words.</summary>
    static string Compact(string password) => string.Concat(Fold.Key(password).Where(c => c is not (' ' or '-' or '.' or '_' or ',' or '/')));

    /// <summary>As a whole, or without the digits and signs that people put around a word.</summary>
    bool IsCommon(string compact)
    {
        var core = compact.Trim([.. compact.Where(c => !char.IsAsciiLetter(c)).Distinct()]);
        return common.Has(compact) || common.Has(Plain(compact)) || (core.Length >= 4 && compact.Length - core.Length <= Own && (common.Has(core) || common.Has(Plain(core))));
    }

    /// <summary>"m@tkh4u" is read as it is meant.</summary>
    static string Plain(string compact) => string.Concat(compact.Select(c => c switch { '@' or '4' => 'a', '0' => 'o', '1' or '!' => 'i', '3' => 'e', '5' or '$' => 's', '7' => 't', _ => c }));

    static bool IsRepeated(string compact) =>
        compact.Distinct().Count() <= 3 || Enumerable.Range(1, 5).Any(unit => compact.Length >= unit * 2 && Enumerable.Range(unit, compact.Length - unit).All(i => compact[i] == compact[i - unit]));

    /// <summary>What runs along the keyboard or the alphabet leaves too little.</summary>
    static bool IsRow(string compact)
    {
        var (running, run) = (0, 1);
        for (var i = 1; i <= compact.Length; i++)
        {
            if (i < compact.Length && AreNeighbours(compact[i - 1], compact[i])) { run++; continue; }
            if (run >= 3) running += run;
            run = 1;
        }
        return compact.Length - running < 4;
    }

    static bool AreNeighbours(char a, char b) => a == b || (a, b) is ('0', '1') or ('1', '0') || Array.Exists(Rows, row => StepIn(row, a, b) is 1 or -1);

    static int StepIn(string row, char a, char b) => row.Contains(a) && row.Contains(b) ? row.IndexOf(b, StringComparison.Ordinal) - row.IndexOf(a, StringComparison.Ordinal) : 0;

    static bool IsNumber(string compact) =>
        (compact.Length <= 12 && compact.All(char.IsAsciiDigit)) || PhoneNumber.Read(compact).Value is not null;

    /// <summary>Little is left of it without what is known of the person.</summary>
    bool IsOf(Account account, string compact)
    {
        var rest = compact;
        foreach (var known in KnownOf(account).Where(k => k.Length >= 4).Distinct().OrderByDescending(k => k.Length)) rest = rest.Replace(known, "", StringComparison.Ordinal);
        return rest.Length < compact.Length && rest.Length < Own;
    }

    IEnumerable<string> KnownOf(Account account)
    {
        yield return Compact(account.Login);
        foreach (var part in account.Login.Split('.', '@', '-', '_')) yield return Compact(part);
        var names = Fold.Key(account.FullName).Split(' ');
        yield return string.Concat(names);
        yield return string.Concat(names.TakeLast(2));
        yield return names[^1] + names[0];
        foreach (var name in names) yield return name;
        if (account.CitizenNumber is { } number) yield return cipher.Decrypt(number);
        if (account.Phone is { } phone && PhoneNumber.Read(cipher.Decrypt(phone)).Value is { } read)
        {
            yield return read.National;
            yield return read.National[1..];
        }
        if (account.Email is { } mail) yield return Compact(mail.Split('@')[0]);
        if (account.BornOn.Length >= 4) yield return account.BornOn[..4];
        if (!DateOnly.TryParseExact(account.BornOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var born)) yield break;
        foreach (var form in (string[])["ddMMyyyy", "ddMMyy", "yyyyMMdd", "dMyyyy", "ddMM"]) yield return born.ToString(form, CultureInfo.InvariantCulture);
    }
}
