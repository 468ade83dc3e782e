namespace NhatLe.Identity;

/// <summary>What a position may do with accounts of citizens.</summary>
public static class Permits
{
    /// <summary>Opens accounts for who stands at the desk, and checks their number against their paper.</summary>
    public const string Assist = "identity.assist";

    /// <summary>Checks who acts for whom, and ends it.</summary>
    public const string CheckRepresentation = "identity.check-representation";
}

public static class Duties
{
    public const string CheckRepresentation = "identity.check-representation";
}
