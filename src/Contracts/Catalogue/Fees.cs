namespace NhatLe.Contracts.Catalogue;

/// <summary>Whom a fee rule is for (đối tượng miễn, giảm): people the law names, and those who file online.</summary>
public enum FeeSubject
{
    PoorHousehold = 1, NearPoorHousehold = 2, Merit = 3, EthnicMinorityInHardArea = 4, Child = 5, Elderly = 6, Disabled = 7, OnlineFiling = 8,
}

/// <summary>When a procedure takes its fee (thời điểm thu); the numbers are those of the ministry's portal.</summary>
public enum FeeMoment { Acceptance = 1, Supplement = 2, Return = 4 }

/// <summary>What one kind of payer pays instead of the whole fee (miễn, giảm phí), under which text, from when to when.</summary>
/// <param name="AmountVnd">Đồng, 0 is free; null where it is a share of the fee.</param>
/// <param name="Percent">Of the fee, 0 to 100; null where it is an amount. Exactly one of the two is given.</param>
/// <param name="LegalBasis">Number and issuer: "Nghị quyết 34/2023/NQ-HĐND tỉnh".</param>
/// <param name="ValidFrom">First day; null: it has always held.</param>
/// <param name="ValidUntil">Last day; null: until further notice.</param>
public sealed record FeeRule(FeeSubject Subject, long? AmountVnd, int? Percent, string LegalBasis, DateOnly? ValidFrom, DateOnly? ValidUntil)
{
    public bool HoldsOn(DateOnly day) => (ValidFrom is not { } from || from <= day) && (ValidUntil is not { } until || day <= until);

    /// <summary>In whole đồng; what does not divide is left to the payer.</summary>
    public long Of(long feeVnd) => AmountVnd ?? (long)((Int128)feeVnd * Percent!.Value / 100);
}

/// <summary>What is to be paid, and by which rule; no rule: the whole fee.</summary>
public sealed record FeeDue(long AmountVnd, FeeRule? Rule);

/// <summary>The one reckoning of fees by rule: pure, so that the desk, the payment and the public page never differ.</summary>
public static class FeeRules
{
    /// <summary>The lowest amount of the rules that hold on the day for one of the subjects; of equals the first. A rule never makes it dearer.</summary>
    public static FeeDue Due(long feeVnd, IEnumerable<FeeRule> rules, IReadOnlySet<FeeSubject> subjects, DateOnly day) =>
        rules.Where(r => subjects.Contains(r.Subject) && r.HoldsOn(day)).Select(r => new FeeDue(r.Of(feeVnd), r)).Where(d => d.AmountVnd < feeVnd).MinBy(d => d.AmountVnd)
        ?? new FeeDue(feeVnd, Rule: null);

    /// <summary>What a payer may say of themselves: the subjects that the rules know on the day, so that nobody is asked for what changes nothing. How it was filed is known.</summary>
    public static IReadOnlyList<FeeSubject> Offered(IEnumerable<FeeRule> rules, DateOnly day) => [.. rules.Where(r => r.HoldsOn(day) && r.Subject != FeeSubject.OnlineFiling).Select(r => r.Subject).Distinct().Order()];
}

/// <summary>How a payer is said to people; in Vietnamese, keys of the translations.</summary>
public static class FeeSubjects
{
    public static string Words(FeeSubject subject) => subject switch
    {
        FeeSubject.PoorHousehold => "Hộ nghèo", FeeSubject.NearPoorHousehold => "Hộ cận nghèo", FeeSubject.Merit => "Người có công với cách mạng",
        FeeSubject.EthnicMinorityInHardArea => "Đồng bào dân tộc thiểu số ở vùng đặc biệt khó khăn", FeeSubject.Child => "Trẻ em", FeeSubject.Elderly => "Người cao tuổi",
        FeeSubject.Disabled => "Người khuyết tật", FeeSubject.OnlineFiling => "Người nộp hồ sơ qua mạng",
        _ => throw new ArgumentOutOfRangeException(nameof(subject), subject, "No words for this subject."),
    };
}
