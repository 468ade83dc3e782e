using System.Security.Cryptography;

namespace NhatLe.Platform.Facts;

/// <summary>What an official opened.</summary>
public enum AccessKind { Record = 1, Declaration = 2, Slip = 3, Paper = 4, Result = 5, Search = 6, Visit = 7, Tracking = 8, Journal = 9, IssuedPaper = 20, Register = 21, List = 22, Population = 24 }

/// <summary>One reading of a person's data by an official (nhật ký truy cập, NĐ 13/2023), with everything as of then.</summary>
public sealed class Access
{
    public Guid Id { get; init; }

    /// <summary>Legal time.</summary>
    public DateTimeOffset At { get; init; }

    public Guid AccountId { get; init; }
    public Guid? OfficerId { get; init; }
    public string Name { get; init; } = "";

    /// <summary>The post it was opened under.</summary>
    public string Title { get; init; } = "";

    public Guid? UnitId { get; init; }
    public string UnitName { get; init; } = "";

    /// <summary>The delegating officer, where opened by delegation.</summary>
    public string OnBehalfOf { get; init; } = "";

    public Guid? AboutAccountId { get; init; }

    /// <summary>Keyed hash of the person's number (or phone, where only that is known); empty where there is an account.</summary>
    public string AboutKey { get; init; } = "";

    public string SubjectKind { get; init; } = "";
    public Guid? SubjectId { get; init; }
    public string Code { get; init; } = "";
    public AccessKind Kind { get; init; }

    /// <summary>Why: the permit of the step it was opened for, or the one it may be seen under. In words: <see cref="AccessPurpose"/>.</summary>
    public string Purpose { get; init; } = "";

    /// <summary>The same for identical readings: who, whom about, what, why.</summary>
    public string Same { get; init; } = "";

    public byte[] ComputeHash() => SHA256.HashData(new CanonicalBytes()
        .Add("nhatle-access/1").Add(Id).Add(At).Add(AccountId).Add(OfficerId).Add(Name).Add(Title).Add(UnitId).Add(UnitName).Add(OnBehalfOf)
        .Add(AboutAccountId).Add(AboutKey).Add(SubjectKind).Add(SubjectId).Add(Code).Add((long)Kind).Add(Purpose).Add(Same).ToArray());

    /// <summary>In Vietnamese; the key of its translation.</summary>
    public static string Words(AccessKind kind) => kind switch
    {
        AccessKind.Record => "Mở hồ sơ",
        AccessKind.Declaration => "Xem tờ khai",
        AccessKind.Slip => "Xem giấy hẹn",
        AccessKind.Paper => "Mở giấy tờ đã nộp",
        AccessKind.Result => "Mở tệp kết quả",
        AccessKind.Search => "Tìm bằng số định danh hoặc điện thoại",
        AccessKind.Visit => "Xem lịch hẹn có số điện thoại",
        AccessKind.Tracking => "Mở trang tra cứu",
        AccessKind.IssuedPaper => "Xem giấy tờ đã phát hành",
        AccessKind.Register => "Xem sổ theo dõi hồ sơ",
        AccessKind.Population => "Xem dữ liệu dân cư quốc gia",
        AccessKind.List => "Xem danh sách hồ sơ của đơn vị",
        _ => "Tải nhật ký hồ sơ",
    };
}

/// <summary>Whose data it is: the account, or where there is none the keyed hash of the citizen number.</summary>
public sealed record DataSubject(Guid? AccountId, string Key);

/// <summary>What was read of whom, and under which permit. The unit is the one whose record it is.</summary>
public sealed record Reading(AccessKind Kind, string Purpose, Guid? UnitId, DataSubject About, string SubjectKind, Guid? SubjectId, string Code);

/// <summary>Why somebody with this permit opens a person's data, in plain Vietnamese; the key of its translation. Registered by the module of the permit.</summary>
public sealed record AccessPurpose(string Permit, string Words);

/// <summary>Where a record is that somebody looked at, written with {0} for its code: the person's own, and one without their account.</summary>
public sealed record AccessPlace(string SubjectKind, string Own, string Other);

/// <summary>A module says whose data its records hold, for readings that meet them from outside: the search.</summary>
public interface IDataSubjects
{
    string SubjectKind { get; }

    Task<IReadOnlyDictionary<Guid, DataSubject>> Of(IReadOnlyCollection<Guid> subjectIds, CancellationToken ct);
}
