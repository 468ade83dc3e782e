namespace NhatLe.Catalogue.Procedures;

/// <summary>
/// Why a version cannot be published as it is: something the source does not say, or says in more than one way. It is never
/// guessed at; an editor completes it.
/// </summary>
public enum Need
{
    /// <summary>"3", but not 3 of what.</summary>
    TimeLimitUnit = 1,
    TimeLimit = 2,

    /// <summary>One channel has several, by cases the source does not tell apart.</summary>
    SeveralTimeLimits = 3,
    Fee = 4,

    /// <summary>An amount that holds in some cases only.</summary>
    FeeHasNote = 5,
    SeveralFees = 6,

    /// <summary>No department, district or commune of the province is competent by the field.</summary>
    Unit = 7,
    SeveralLevels = 8,
    Channel = 9,
    Papers = 10,

    /// <summary>The source itself is not sure of it.</summary>
    Unverified = 11,

    /// <summary>Completed by hand; since then the source says something else. What is published stays.</summary>
    SourceChanged = 12,
}

public static class Needs
{
    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(Need need) => need switch
    {
        Need.TimeLimitUnit => "Thời hạn chưa rõ đơn vị tính",
        Need.TimeLimit => "Chưa có thời hạn",
        Need.SeveralTimeLimits => "Nhiều thời hạn cho một cách nộp",
        Need.Fee => "Chưa rõ phí, lệ phí",
        Need.FeeHasNote => "Phí tùy trường hợp",
        Need.SeveralFees => "Nhiều mức phí cho một cách nộp",
        Need.Unit => "Chưa rõ cơ quan giải quyết",
        Need.SeveralLevels => "Nhiều cấp giải quyết",
        Need.Channel => "Chưa rõ nộp bằng cách nào",
        Need.Papers => "Chưa có thành phần hồ sơ",
        Need.Unverified => "Số liệu nguồn chưa đối chiếu",
        Need.SourceChanged => "Nguồn đã đổi sau khi hoàn thiện",
        _ => throw new ArgumentOutOfRangeException(nameof(need), need, "Unknown."),
    };

    /// <summary>In English, for the report on the command line.</summary>
    public static string Brief(Need need) => need switch
    {
        Need.TimeLimitUnit => "time limit without a unit",
        Need.TimeLimit => "no time limit",
        Need.SeveralTimeLimits => "several time limits on one channel",
        Need.Fee => "no fee known",
        Need.FeeHasNote => "fee depends on a note",
        Need.SeveralFees => "several fees on one channel",
        Need.Unit => "no competent unit",
        Need.SeveralLevels => "several levels",
        Need.Channel => "no channel",
        Need.Papers => "no papers",
        Need.Unverified => "source unverified",
        Need.SourceChanged => "source changed since it was completed by hand",
        _ => throw new ArgumentOutOfRangeException(nameof(need), need, "Unknown."),
    };
}
