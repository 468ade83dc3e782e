using NhatLe.Platform.Data;

namespace NhatLe.Catalogue.Procedures;

/// <summary>The catalogue as a whole, the subject of every import.</summary>
public sealed class CatalogueState : Subject
{
    public static readonly Guid TheOne = StableId.Of("catalogue", "state");

    CatalogueState() { } // EF

    public static CatalogueState Create() => new() { Id = TheOne };
}
