namespace NhatLe.Contracts.Assignments;

/// <summary>Where a task is given from a row of another module (giao việc), and who may.</summary>
public static class GiveAssignmentLink
{
    public const string Permit = "assignments.give";

    /// <summary>To a unit: the form knows for whom.</summary>
    public static string To(string unitCode) => "~/nhiem-vu/giao?don-vi=" + Uri.EscapeDataString(unitCode);

    /// <summary>About a record, to the unit that holds it.</summary>
    /// <param name="kind">The name of the record's subjects in the journal and the search.</param>
    public static string About(string kind, string code, string unitCode) =>
        $"~/nhiem-vu/giao?ve={Uri.EscapeDataString(kind)}&ma={Uri.EscapeDataString(code)}&don-vi={Uri.EscapeDataString(unitCode)}";
}
