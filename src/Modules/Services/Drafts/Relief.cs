using Microsoft.AspNetCore.Http;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Drafts;

/// <summary>
/// What the applicant says when filing: the law lets them pay less, and the paper that shows it (đề nghị miễn, giảm). Kept with the answers of the
/// draft, under keys that no form has; the desk decides with the charge, as on a claim that is made later.
/// </summary>
public sealed record Relief(FeeSubject Subject, string Paper)
{
    public const string SubjectField = "fee-relief", PaperField = "fee-relief-paper";

    const int LongestPaper = 300;

    /// <summary>What a page sent of it, among the answers.</summary>
    public static Dictionary<string, string> With(Dictionary<string, string> answers, IFormCollection sent)
    {
        foreach (var field in (string[])[SubjectField, PaperField])
            if (sent.TryGetValue(field, out var value)) answers[field] = value.ToString();
        return answers;
    }

    /// <summary>As a program says it.</summary>
    public static Dictionary<string, string> With(Dictionary<string, string> answers, FeeSubject? subject, string? paper)
    {
        if (subject is not null) (answers[SubjectField], answers[PaperField]) = (subject.Value.ToString(), paper ?? "");
        return answers;
    }

    /// <returns>Null: the whole fee is paid, or what was said is wrong and stands among the <paramref name="errors"/>.</returns>
    public static Relief? Read(IReadOnlyDictionary<string, string> answers, PublishedProcedure procedure, DateOnly day, List<FieldError> errors)
    {
        if (answers.GetValueOrDefault(SubjectField) is not { Length: > 0 } said) return null;
        if (FeeRules.Offered(procedure.FeeRules, day).Count == 0) return null; // said when the rules were others: nobody is asked for it any more
        var paper = Nfc.Clean(answers.GetValueOrDefault(PaperField) ?? "").Trim();
        if (!Enum.TryParse<FeeSubject>(said, out var subject) || !FeeRules.Offered(procedure.FeeRules, day).Contains(subject)) errors.Add(new(SubjectField, "Thủ tục này không giảm cho đối tượng đó. Hãy chọn trong danh sách."));
        else if (paper.Length == 0) errors.Add(new(PaperField, "Hãy ghi giấy tờ chứng minh: tên giấy, số, nơi cấp."));
        else if (paper.Length > LongestPaper) errors.Add(new(PaperField, "Nội dung dài quá 300 chữ. Hãy rút gọn."));
        else return new(subject, paper);
        return null;
    }
}
