using NhatLe.Platform.Data;

namespace NhatLe.Platform.Directory;

/// <summary>The whole directory as one journalled subject: its Version is the version of every snapshot.</summary>
public sealed class DirectoryState : Subject
{
    public static readonly Guid TheOne = StableId.Of("directory", "state");

    DirectoryState() { } // EF

    public static DirectoryState Create() => new() { Id = TheOne };
}

public static class UnitKind
{
    public const string Province = "province";
    public const string District = "district";
    public const string Commune = "commune";
    public const string Department = "department";
    public const string ServiceCentre = "service_centre";
    public const string OneStopDesk = "one_stop_desk";
}

/// <summary>A unit of the administration (đơn vị), valid between two days; the tree on which all permissions hang.</summary>
public sealed class Unit
{
    public Guid Id { get; init; }

    /// <summary>Stays with the unit through every change of its name.</summary>
    public string Code { get; init; } = "";

    // What follows is changed by law only: see DirectoryReform. What it was before stands in UnitVersion.
    public Guid? ParentId { get; set; }
    public string Kind { get; set; } = "";

    /// <summary>The Vietnamese kind: xa, phuong, thi_tran, huyen, …</summary>
    public string Type { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>"Xã Trọng Hóa".</summary>
    public string FullName { get; set; } = "";

    /// <summary>"Ủy ban nhân dân xã Trọng Hóa": who decides and signs.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The identification code within dossier codes: "H46.22.03".</summary>
    public string ShortCode { get; set; } = "";

    public DateOnly ValidFrom { get; init; }

    /// <summary>The last day; null while it lives. Its successors stand in <see cref="Succession"/>.</summary>
    public DateOnly? ValidTo { get; set; }

    public bool HasEnded => ValidTo is not null;
}

/// <summary>What a unit was until a change by law.</summary>
public sealed class UnitVersion
{
    public Guid UnitId { get; init; }
    public Guid? ParentId { get; init; }
    public string Kind { get; init; } = "";
    public string Type { get; init; } = "";
    public string Name { get; init; } = "";
    public string FullName { get; init; } = "";
    public string Authority { get; init; } = "";
    public string ShortCode { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public DateOnly ValidTo { get; init; }
}

/// <summary>A unit goes on with what another one left (đơn vị kế thừa).</summary>
public sealed class Succession
{
    public Guid FromId { get; init; }
    public Guid ToId { get; init; }
    public Guid ReformId { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly Day { get; init; }

    /// <summary>It got what was open; the others of a split only read the past.</summary>
    public bool Main { get; init; }
}

/// <summary>A person who works for the administration (cán bộ, công chức).</summary>
public sealed class Officer
{
    public Guid Id { get; init; }
    public string FullName { get; set; } = "";
    public string SortKey { get; set; } = "";
    public string Gender { get; init; } = "";
    public string Email { get; set; } = "";
    public bool Active { get; set; }
}

/// <summary>A post (chức vụ) an officer holds in a unit, with its permits.</summary>
public sealed class Position
{
    public Guid Id { get; init; }
    public Guid OfficerId { get; init; }

    /// <summary>The unit over which the permits hold: a clerk at a desk accepts for the authority the desk stands under.</summary>
    public Guid UnitId { get; init; }

    /// <summary>Where the person sits: the desk, or the unit itself.</summary>
    public Guid SeatUnitId { get; init; }

    /// <summary>Key of the template in data/positions.json.</summary>
    public string PositionKey { get; init; } = "";

    public string Title { get; set; } = "";

    /// <summary>Names separated by a space.</summary>
    public string Permits { get; set; } = "";

    /// <summary>The permits hold in the unit and everything below it.</summary>
    public bool Subtree { get; init; }

    public DateOnly ValidFrom { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? ValidTo { get; set; }

    public bool IsValidOn(DateOnly day) => ValidFrom <= day && (ValidTo is null || ValidTo >= day);
}

/// <summary>One officer acts for another, for some permits of one position, between two instants (ủy quyền).</summary>
public sealed class Delegation
{
    public Guid Id { get; init; }
    public Guid PositionId { get; init; }
    public Guid OfficerId { get; init; }
    public string Permits { get; init; } = "";
    public DateTimeOffset FromAt { get; init; }
    public DateTimeOffset UntilAt { get; init; }
    public string Reason { get; init; } = "";
    public DateTimeOffset? RevokedAt { get; set; }
}

/// <summary>An officer is away from one day to another (nghỉ phép): new work laid on them goes to the stand-in, or to the unit.</summary>
public sealed class Leave
{
    public Guid Id { get; init; }
    public Guid OfficerId { get; init; }
    public Guid? StandInId { get; init; }
    public DateOnly FromOn { get; init; }

    /// <summary>The last day away.</summary>
    public DateOnly UntilOn { get; init; }

    public string Reason { get; init; } = "";
    public DateTimeOffset? CancelledAt { get; set; }

    public bool IsOn(DateOnly day) => CancelledAt is null && FromOn <= day && day <= UntilOn;
}
