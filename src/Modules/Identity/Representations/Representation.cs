using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Data;

namespace NhatLe.Identity.Representations;

/// <summary>What the representative is to the represented.</summary>
public enum Relation { Father = 1, Mother = 2, Guardian = 3, LegalRepresentative = 4 }

public enum RepresentationState { Asked = 1, Approved = 2, Refused = 3, Ended = 4 }

/// <summary>
/// One citizen acts for a child or for an enterprise (đại diện theo pháp luật): asked for with evidence, checked by an official of the commune, until its
/// day or until it is ended. Whether it holds is reckoned anew with each question, by state and legal day; only this class changes its state.
/// Civil Code 2015: Article 136 (parents and guardians of minors), Article 137 (of legal persons), Article 140 (its end).
/// </summary>
public sealed class Representation : Subject, IUnitOwned
{
    Representation() { } // EF

    public RepresentedKind Kind { get; private init; }
    public Relation Relation { get; private init; }

    /// <summary>Who acts.</summary>
    public Guid AccountId { get; private init; }

    public string AccountName { get; private init; } = "";

    /// <summary>For whom.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Citizen number or tax code, encrypted.</summary>
    public byte[] Number { get; private init; } = [];

    public string NumberKey { get; private init; } = "";

    /// <summary>Of the child.</summary>
    public DateOnly? BornOn { get; private init; }

    /// <summary>The commune that checks it: of the child's residence, of the enterprise's seat.</summary>
    public Guid UnitId { get; private set; }

    /// <summary>Number, day and issuer of the paper that proves it.</summary>
    public string Evidence { get; private init; } = "";

    public string? FileHash { get; private init; }
    public string? FileName { get; private init; }
    public string? FileMediaType { get; private init; }
    public long FileSize { get; private init; }
    public RepresentationState State { get; private set; }
    public DateTimeOffset AskedAt { get; private init; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>The first day on which it no longer holds: the child's birthday of majority, or the day after the mandate.</summary>
    public DateOnly EndsOn { get; private init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why it was refused or ended.</summary>
    public string? Reason { get; private set; }

    public sealed record Asking(Guid Id, RepresentedKind Kind, Relation Relation, Guid AccountId, string AccountName, string Name, byte[] Number, string NumberKey, DateOnly? BornOn, Guid UnitId, string Evidence, EvidenceFile? File, DateOnly EndsOn, DateTimeOffset At);

    public static Representation Ask(Asking a) => new()
    {
        Id = a.Id, Kind = a.Kind, Relation = a.Relation, AccountId = a.AccountId, AccountName = a.AccountName, Name = a.Name, Number = a.Number, NumberKey = a.NumberKey, BornOn = a.BornOn,
        UnitId = a.UnitId, Evidence = a.Evidence, FileHash = a.File?.Hash, FileName = a.File?.Name, FileMediaType = a.File?.MediaType, FileSize = a.File?.Size ?? 0,
        EndsOn = a.EndsOn, AskedAt = a.At, State = RepresentationState.Asked,
    };

    public bool HoldsOn(DateOnly today) => State == RepresentationState.Approved && today < EndsOn;

    /// <exception cref="Refusal">409 decided before, or its day has come.</exception>
    public void Approve(DateOnly today, DateTimeOffset at)
    {
        Expect(RepresentationState.Asked);
        if (today >= EndsOn) throw Refusal.Conflict("representation.over", "Quyền đại diện này đã hết hạn nên không xác nhận được nữa. Hãy từ chối và ghi lý do.");
        (State, DecidedAt) = (RepresentationState.Approved, at);
    }

    /// <exception cref="Refusal">409 decided before.</exception>
    public void Refuse(string reason, DateTimeOffset at)
    {
        Expect(RepresentationState.Asked);
        (State, Reason, DecidedAt) = (RepresentationState.Refused, reason, at);
    }

    /// <returns>It was still waiting to be checked.</returns>
    /// <exception cref="Refusal">409 refused or ended before.</exception>
    public bool End(string reason, DateTimeOffset at)
    {
        var waited = State == RepresentationState.Asked;
        Expect(RepresentationState.Asked, RepresentationState.Approved);
        (State, Reason, EndedAt) = (RepresentationState.Ended, reason, at);
        return waited;
    }

    /// <summary>By a reform of units.</summary>
    public void MoveTo(Guid unitId) => UnitId = unitId;

    void Expect(params ReadOnlySpan<RepresentationState> states)
    {
        if (!states.Contains(State)) throw Refusal.Conflict("representation.state", "Yêu cầu này đang ở trạng thái “{0}” nên chưa làm được việc này.", Words(State));
    }

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(RepresentationState state) => state switch
    {
        RepresentationState.Asked => "Chờ xã xác nhận",
        RepresentationState.Approved => "Đã xác nhận",
        RepresentationState.Refused => "Không xác nhận",
        _ => "Đã chấm dứt",
    };

    /// <summary>What is shown on a day: what is past its day holds no longer.</summary>
    public string WordsOn(DateOnly today) => State == RepresentationState.Approved && today >= EndsOn ? "Đã hết hạn" : Words(State);

    public string ColourOn(DateOnly today) => State switch
    {
        RepresentationState.Asked => "warning",
        RepresentationState.Approved when today < EndsOn => "success",
        RepresentationState.Refused => "danger",
        _ => "neutral",
    };

    /// <inheritdoc cref="Words(RepresentationState)"/>
    public static string Words(Relation relation) => relation switch
    {
        Relation.Father => "Cha",
        Relation.Mother => "Mẹ",
        Relation.Guardian => "Người giám hộ",
        _ => "Người đại diện theo pháp luật",
    };
}

/// <summary>A file that proves it, as it lies in the store.</summary>
public sealed record EvidenceFile(string Hash, string Name, string MediaType, long Size);

/// <summary>What the law says of age. Data with the day it holds from, so that a change of law is one line more.</summary>
public static class RepresentationLaw
{
    /// <param name="Source">Where it is written.</param>
    public sealed record Age(DateOnly From, int Years, string Source);

    /// <summary>Who is of age (người thành niên) needs no parent or guardian any more.</summary>
    public static readonly IReadOnlyList<Age> Majority = [new(new(2017, 1, 1), 18, "Civil Code 2015 (91/2015/QH13), Articles 20 and 21 (1)")];

    /// <summary>
    /// An enterprise names the day its representative's mandate ends; no longer ahead than a term of office: then it is asked for again. Enterprise Law 2020
    /// (59/2020/QH14), Article 12, and Article 154 (2): a member of the board of a joint-stock company, five years. That it is five years for every form of company is our choice, and unverified.
    /// </summary>
    public const int LongestMandateYears = 5;

    /// <summary>The day a person comes of age: the first on which nobody acts for them as their parent. By the law of that day.</summary>
    public static DateOnly ComesOfAgeOn(DateOnly bornOn) => Majority.Reverse().Select(a => (Law: a, On: bornOn.AddYears(a.Years))).First(a => a.On >= a.Law.From || a.Law == Majority[0]).On;
}
