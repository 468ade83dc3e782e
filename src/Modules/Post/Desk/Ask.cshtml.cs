using NhatLe.Contracts.Payments;
using NhatLe.Platform.Directory;
using NhatLe.Post.Orders;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Desk;

/// <summary>The desk asks the post for somebody who is there or on the phone, and sees all that went for the dossier.</summary>
public sealed class AskModel(OrderBook book, AskPost.Handler ask, CancelOrder.Handler cancel, ICharges charges, PostClient post, DirectoryCache directory) : AskPage(book, ask, cancel, charges, post, directory)
{
    protected override string Address => $"/quay/buu-chinh/gui/{Code}";

    public bool MayAsk => Actor.HoldsPost(Permits.Send, Dossier.UnitId);

    protected override async Task Load(CancellationToken ct)
    {
        Actor.MustBeReader(Permits.Send);
        await base.Load(ct);
    }

    protected override Task Prefill(CancellationToken ct)
    {
        Input.Name = Dossier.Applicant;
        return Task.CompletedTask;
    }
}
