using NhatLe.Contracts.Assignments;

namespace NhatLe.Assignments;

/// <summary>What a position may do with tasks.</summary>
public static class Permits
{
    /// <summary>Give tasks to the units in scope, and to the officers of the own unit; confirm what they report.</summary>
    public const string Give = GiveAssignmentLink.Permit;

    /// <summary>Take a task for the whole unit.</summary>
    public const string Do = "assignments.do";

    /// <summary>Take a task that is laid on the person.</summary>
    public const string Own = "assignments.own";

    public const string Read = "assignments.read";
}

/// <summary>What units owe on a task.</summary>
public static class Duties
{
    public const string Do = "assignments.do";
    public const string Join = "assignments.join";
    public const string Confirm = "assignments.confirm";
    public const string Extend = "assignments.extend";
}
