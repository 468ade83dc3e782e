using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Post.Orders;

namespace NhatLe.Post.Desk;

/// <summary>The hand-over list, to print and to be signed by both.</summary>
public sealed class ListPaperModel(PostDb db, OrderBook book, DirectoryCache directory) : FormPage
{
    [FromRoute] public Guid Id { get; set; }

    public HandOverList List { get; private set; } = null!;
    public IReadOnlyList<(PostOrder Order, PostPerson? Person)> Rows { get; private set; } = [];
    public Unit Unit { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        Actor.MustBeReader();
        List = await db.Lists.AsNoTracking().Visible(db, Actor, Permits.Read).SingleOrDefaultAsync(l => l.Id == Id, ct) ?? throw Refusal.Missing("post-list", "Không thấy bảng kê này trong phạm vi của anh/chị.");
        var orders = await db.Orders.AsNoTracking().Where(o => o.ListId == Id).OrderBy(o => o.AskedAt).ThenBy(o => o.Id).ToListAsync(ct);
        foreach (var order in orders) book.Note(order, AccessKind.List, Permits.Read);
        Rows = [.. orders.Select(o => (o, book.PersonOf(o)))];
        Unit = (await directory.Get(ct)).On(List.UnitId, List.MadeOn);
    }
}
