using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;

namespace NhatLe.Post.Desk;

/// <summary>What a desk handed to a postman at once (bảng kê giao nhận), printed and signed by both.</summary>
public sealed class HandOverList : Subject, IUnitOwned
{
    HandOverList() { } // EF

    public Guid UnitId { get; private init; }
    public Guid DeskUnitId { get; private init; }
    public string OfficerName { get; private init; } = "";
    public string Postman { get; private init; } = "";
    public int Orders { get; private init; }
    public DateTimeOffset MadeAt { get; private init; }
    public DateOnly MadeOn { get; private init; }

    public static HandOverList Make(Guid id, Guid unitId, Guid deskUnitId, string officer, string postman, int orders, DateTimeOffset at) =>
        new() { Id = id, UnitId = unitId, DeskUnitId = deskUnitId, OfficerName = officer, Postman = postman, Orders = orders, MadeAt = at, MadeOn = LegalTime.DateOf(at) };
}
