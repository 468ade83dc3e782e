namespace NhatLe.Catalogue;

public static class Permits
{
    /// <summary>Complete, correct and import procedures; the catalogue is one for the province, so holding it anywhere will do.</summary>
    public const string Edit = "catalogue.edit";
}
