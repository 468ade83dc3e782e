namespace NhatLe.Services;

/// <summary>What a position may do with dossiers.</summary>
public static class Permits
{
    public const string Accept = "services.accept";
    public const string Process = "services.process";
    public const string Approve = "services.approve";
    public const string Return = "services.return";
    public const string Read = "services.read";
}

/// <summary>What units owe on a dossier. One kind a step.</summary>
public static class Duties
{
    public const string Accept = "services.accept";
    public const string Process = "services.process";
    public const string Approve = "services.approve";
    public const string Return = "services.return";

    /// <summary>A person comes to the desk at an agreed time.</summary>
    public const string Receive = "services.receive";
}
