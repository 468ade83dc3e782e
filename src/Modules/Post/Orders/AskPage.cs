using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Payments;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Orders;

/// <summary>What the page of the applicant and that of the desk have in common: the orders of one dossier, and the form for a new one.</summary>
public abstract class AskPage(OrderBook book, AskPost.Handler ask, CancelOrder.Handler cancel, ICharges charges, PostClient post, DirectoryCache directory) : FormPage
{
    [FromRoute] public string Code { get; set; } = "";

    /// <summary>Bound from the form: an order of either kind.</summary>
    [BindProperty] public AskPost.Command Input { get; set; } = new();

    public DossierCard Dossier { get; private set; } = null!;
    public IReadOnlyList<PostOrder> Orders { get; private set; } = [];
    public DirectorySnapshot Units { get; private set; } = null!;

    /// <summary>What could be paid at the door, đồng; before it is laid down the whole fee, and that at most.</summary>
    public long DueVnd { get; private set; }

    public bool IsLaidDown { get; private set; }

    public bool IsSetUp => post.IsSetUp;

    /// <summary>What may be asked for now.</summary>
    public IReadOnlyList<OrderKind> Offered { get; private set; } = [];

    public PostPerson? PersonOf(PostOrder order) => book.PersonOf(order);

    protected abstract string Address { get; }

    /// <summary>What stands in the form before anything is typed, where nothing was sent before.</summary>
    protected abstract Task Prefill(CancellationToken ct);

    /// <summary>The last one, where it is still known: sent anew, or fetched from the same house.</summary>
    bool PrefillFromLast()
    {
        if (Orders.Select(o => (Order: o, Person: PersonOf(o))).FirstOrDefault(l => l.Person is not null) is not ({ } order, { } person)) return false;
        (Input.Name, Input.Phone, Input.Unit, Input.Detail, Input.PayAtDoor) = (person.Name, person.Phone, person.UnitCode, person.Detail, order.PayAtDoor);
        return true;
    }

    protected override async Task Load(CancellationToken ct)
    {
        Dossier = await book.Dossier(Code, Permits.Send, ct);
        Orders = await book.Of(Dossier.Id, ct);
        Units = await directory.Get(ct);
        var charge = await charges.Of(Dossier.Id, ct);
        (DueVnd, IsLaidDown) = (charge is null ? Dossier.FullFeeVnd : charge.RemainingVnd, charge is not null);
        Offered = [.. new[] { OrderKind.Return, OrderKind.PickUp }.Where(k => post.IsSetUp && !Dossier.HasEnded && !(k == OrderKind.PickUp && Dossier.HasResult) && !Orders.Any(o => o.Kind == k && o.EndedAt is null && !o.MayBeSentAnew))];
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        if (Offered.Count > 0)
        {
            Input.Kind = Offered[0];
            if (!PrefillFromLast()) await Prefill(ct);
        }
    }

    public Task<IActionResult> OnPostAsk(CancellationToken ct) => Act(async () =>
    {
        await ask.Run(Input with { Code = Code }, ct);
        return See(Address);
    }, ct);

    public Task<IActionResult> OnPostCancel(Guid order, CancellationToken ct) => Act(async () =>
    {
        ModelState.Clear(); // of the other form
        await cancel.Run(new() { Id = order }, ct);
        return See(Address);
    }, ct);
}
