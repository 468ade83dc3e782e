using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Post;
using NhatLe.Contracts.Services;
using NhatLe.Platform.Directory;
using NhatLe.Post;
using NhatLe.Post.Desk;
using NhatLe.Post.Orders;
using NhatLe.Post.Settlement;

namespace NhatLe.Tests.Post;

/// <summary>Two results of dossiers in Trọng Hóa that go by post: one waits for the postman, one was handed over by a list; and a difference about money. No post is needed for it.</summary>
sealed record SentLetter(Guid Waiting, Guid HandedOver, Guid List, Guid Difference)
{
    static int made;

    public static async Task<SentLetter> Of(App app, string waits, string goes)
    {
        await using var scope = app.Services.As(Actor.System);
        var (db, book, dossiers) = (scope.ServiceProvider.GetRequiredService<PostDb>(), scope.ServiceProvider.GetRequiredService<OrderBook>(), scope.ServiceProvider.GetRequiredService<IDossiers>());
        var now = app.Time.Now;
        async Task<PostOrder> Accepted(string code)
        {
            var order = PostOrder.Ask((await dossiers.Find(code, default))! with { HasResult = true }, OrderKind.Return, 1, book.Seal(new("Hồ Thị Mai Liên", "0900000101", "18907", "Xã Trọng Hóa", "Bản Ka Định")), payAtDoor: false, "Hồ Thị Mai Liên", now, now);
            order.Accept($"RB{Interlocked.Increment(ref made):000000000}VN", 30_500, now);
            order.Told(Telling.Order, now);
            db.Orders.Add(order);
            db.Record(order, new PostAsked(order.Id, order.DossierId, code, "Return", PayAtDoor: false));
            return order;
        }
        var (waiting, handed) = (await Accepted(waits), await Accepted(goes));
        var list = HandOverList.Make(Guid.CreateVersion7(now), handed.UnitId, handed.DeskUnitId, "Cao Thu Giang", "Lê Văn Bưu", 1, now);
        db.Lists.Add(list);
        db.Record(list, new HandOverListed(list.Id, 1, list.Postman));
        handed.HandOver(list.Id, now, now);
        db.Record(handed, new PostHandedOver(handed.Id, goes, list.Id));
        var difference = SettlementDifference.Find(new(handed.UnitId, new(2024, 11, 15), SettlementKind.Amount, handed.Reference, handed.TrackingNumber!, goes, 10_000, 9_000), now);
        db.Differences.Add(difference);
        db.Record(difference, new SettlementDiffers(difference.Id, difference.Reference, "Amount", 10_000, 9_000));
        await db.SaveChangesAsync();
        return new(waiting.Id, handed.Id, list.Id, difference.Id);
    }

    /// <summary>What stands in a hole of an address of the post; null where it is none.</summary>
    public string? Find(string hole, string pattern) => (hole, pattern) switch
    {
        ("id", var p) when p.StartsWith("/quay/buu-chinh/bang-ke/", StringComparison.Ordinal) => List.ToString(),
        ("id", var p) when p.StartsWith("/quay/buu-chinh/", StringComparison.Ordinal) || p.Contains("/post/orders/", StringComparison.Ordinal) => Waiting.ToString(),
        ("id", var p) when p.Contains("/post/differences/", StringComparison.Ordinal) => Difference.ToString(),
        _ => null,
    };
}
