using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Desk;

/// <summary>The post at the desk: what to hand over today, what is on the way, what came back or never went, and the lists of the day.</summary>
public sealed class ListModel(PostDb db, OrderBook book, HandOver.Handler handOver, PostClient post, LegalTime time) : FormPage
{
    const int Most = 200;

    /// <summary>di: on the way; ve: to be decided; else to be handed over.</summary>
    [FromQuery(Name = "muc")] public string? Tab { get; set; }

    /// <summary>A tracking number, or the code of a dossier.</summary>
    [FromQuery(Name = "tim")] public string? Typed { get; set; }

    [BindProperty] public List<Guid> Orders { get; set; } = [];
    [BindProperty] public string? Postman { get; set; }
    [BindProperty] public Guid ListId { get; set; }

    public sealed record Row(PostOrder Order, PostPerson? Person);

    public IReadOnlyList<Row> Rows { get; private set; } = [];
    public IReadOnlyList<HandOverList> Lists { get; private set; } = [];
    public int ToHandOver { get; private set; }
    public int UnderWay { get; private set; }
    public int ToDecide { get; private set; }
    public bool IsSetUp => post.IsSetUp;
    public bool MayHandOver => Actor.CanAnywhere(Permits.Send);

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeReader();
        var mine = db.Orders.AsNoTracking().Visible(db, Actor, Permits.Read).Where(o => o.EndedAt == null);
        var handing = mine.Where(o => o.Kind == OrderKind.Return && o.State == OrderState.Accepted && o.Telling != Telling.Cancel);
        var deciding = mine.Where(o => o.State == OrderState.Refused || o.State == OrderState.Failed || o.State == OrderState.ComingBack || o.State == OrderState.CameBack);
        var going = mine.Where(o => o.State == OrderState.PickedUp || o.State == OrderState.InTransit || o.State == OrderState.Ordered || o.State == OrderState.Waiting || (o.State == OrderState.Accepted && (o.Kind == OrderKind.PickUp || o.Telling == Telling.Cancel)));
        (ToHandOver, UnderWay, ToDecide) = (await handing.CountAsync(ct), await going.CountAsync(ct), await deciding.CountAsync(ct));
        var shown = Tab switch { "di" => going, "ve" => deciding, _ => await OfOneList(handing, ct) };
        Rows = [.. (await shown.OrderBy(o => o.AskedAt).ThenBy(o => o.Id).Take(Tab is null ? HandOver.Most : Most).ToListAsync(ct)).Select(o => new Row(o, book.PersonOf(o)))];
        foreach (var row in Rows) book.Note(row.Order, AccessKind.List, Permits.Read);
        if (Tab is null)
        {
            var today = time.Today;
            Lists = await db.Lists.AsNoTracking().Visible(db, Actor, Permits.Read).Where(l => l.MadeOn == today).OrderByDescending(l => l.MadeAt).Take(20).ToListAsync(ct);
            if (ListId == Guid.Empty) ListId = Guid.CreateVersion7(time.Now);
        }
    }

    /// <summary>A list is of one unit: of those whose letters the actor may hand over, the one that waits longest. Who only looks sees all.</summary>
    async Task<IQueryable<PostOrder>> OfOneList(IQueryable<PostOrder> handing, CancellationToken ct)
    {
        var units = (await handing.Select(o => o.UnitId).Distinct().ToListAsync(ct)).FindAll(u => Actor.HoldsPost(Permits.Send, u));
        if (units.Count == 0) return handing;
        var first = await handing.Where(o => units.Contains(o.UnitId)).OrderBy(o => o.AskedAt).ThenBy(o => o.Id).Select(o => o.UnitId).FirstOrDefaultAsync(ct);
        return handing.Where(o => o.UnitId == first);
    }

    public Task<IActionResult> OnGet(CancellationToken ct) => Act(async () =>
    {
        Actor.MustBeReader();
        if (Typed?.Trim() is { Length: > 0 } typed) return See(await Find(typed.ToUpperInvariant(), ct));
        await Load(ct);
        return Page();
    }, ct);

    async Task<string> Find(string typed, CancellationToken ct)
    {
        var found = await db.Orders.AsNoTracking().Visible(db, Actor, Permits.Read).Where(o => o.TrackingNumber == typed || o.Reference == typed || o.DossierCode == typed).OrderByDescending(o => o.AskedAt).Select(o => new { o.Id, o.DossierCode, o.UnitId }).Take(2).ToListAsync(ct);
        if (found.Count == 1 || (found.Count > 1 && !Actor.Can(Permits.Send, found[0].UnitId))) return $"/quay/buu-chinh/{found[0].Id}";
        if (found.Count > 1) return $"/quay/buu-chinh/gui/{found[0].DossierCode}";
        try { return $"/quay/buu-chinh/gui/{(await book.Dossier(typed, Permits.Send, ct)).Code}"; }
        catch (Refusal) { throw Refusal.Invalid("tim", "Không có bưu gửi hay hồ sơ nào mang mã này trong phạm vi của anh/chị."); }
    }

    public Task<IActionResult> OnPostHandOver(CancellationToken ct) => Act(async () =>
    {
        var list = await handOver.Run(new() { Id = ListId, Orders = Orders, Postman = Postman ?? "" }, ct);
        return See($"/quay/buu-chinh/bang-ke/{list.Id}");
    }, ct);
}
