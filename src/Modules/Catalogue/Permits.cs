namespace NhatLe.Catalogue;

public static class Permits
{
    /// <summary>Draft, submit and import procedures; the catalogue is one for the province, so holding it anywhere will do.</summary>
    public const string Edit = "catalogue.edit";

    /// <summary>Approve what editors submit, and say on which day it is published.</summary>
    public const string Approve = "catalogue.approve";
}

public static class Duties
{
    public const string Approve = "catalogue.approve";

    /// <summary>Revise what was returned.</summary>
    public const string Revise = "catalogue.edit";
}
