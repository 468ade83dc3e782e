using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Services.Dossiers;

/// <summary>The units that decide and whose dossiers somebody may read, for a page that asks for one of them.</summary>
public static class ReadableUnits
{
    /// <summary>In the order of their codes.</summary>
    public static List<Unit> Of(Actor actor, DirectorySnapshot units) =>
        [.. actor.UnitsWith(Permits.Read).Select(units.Unit).Where(u => u.Kind is UnitKind.Commune or UnitKind.District or UnitKind.Department).OrderBy(u => u.Code, StringComparer.Ordinal)];

    /// <exception cref="Refusal">404 for a unit out of scope.</exception>
    public static Unit Named(this IReadOnlyList<Unit> readable, string code) =>
        readable.FirstOrDefault(u => u.Code == code) ?? throw Refusal.Missing("unit", "Không thấy đơn vị này trong phạm vi của anh/chị.");
}
