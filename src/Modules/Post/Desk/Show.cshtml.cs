using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;
using NhatLe.Post.Orders;

namespace NhatLe.Post.Desk;

/// <summary>One order at the desk: where it is, and what is to be done about it.</summary>
public sealed class ShowModel(PostDb db, OrderBook book, CancelOrder.Handler cancel, KeepAtDesk.Handler keep) : FormPage
{
    [FromRoute] public Guid Id { get; set; }
    [BindProperty] public string? Agreed { get; set; }
    [BindProperty] public string? Reason { get; set; }

    public PostOrder Order { get; private set; } = null!;
    public PostPerson? Person { get; private set; }
    public bool MayAct => Actor.HoldsPost(Permits.Send, Order.UnitId);

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeReader();
        db.ChangeTracker.Clear();
        Order = await book.Visible(Id, Permits.Read, ct);
        Person = book.PersonOf(Order);
    }

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostCancel(CancellationToken ct) => Act(async () =>
    {
        await cancel.Run(new() { Id = Id, Reason = Reason ?? "" }, ct);
        return See($"/quay/buu-chinh/{Id}");
    }, ct);

    public Task<IActionResult> OnPostKeep(CancellationToken ct) => Act(async () =>
    {
        await keep.Run(new() { Id = Id, Agreed = Agreed ?? "" }, ct);
        return See($"/quay/buu-chinh/{Id}");
    }, ct);
}
