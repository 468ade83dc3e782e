using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Post.PublicPost;

namespace NhatLe.Post.Orders;

/// <summary>The applicant's own page: ask the post, and follow what it carries.</summary>
public sealed class OwnModel(OrderBook book, AskPost.Handler ask, CancelOrder.Handler cancel, ICharges charges, PostClient post, DirectoryCache directory, IAccounts accounts) : AskPage(book, ask, cancel, charges, post, directory)
{
    protected override string Address => $"/ho-so/{Code}/buu-chinh";

    public bool IsPrefilled { get; private set; }

    protected override async Task Load(CancellationToken ct)
    {
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        if (!Actor.IsCitizen) throw Refusal.Missing("dossier", "Không thấy hồ sơ mã này. Kiểm tra mã, hoặc hỏi một cửa.");
        await base.Load(ct);
    }

    protected override async Task Prefill(CancellationToken ct)
    {
        if (await accounts.Citizen(Actor.AccountId, ct) is not { } me) return;
        (Input.Name, Input.Phone, Input.Unit, Input.Detail, IsPrefilled) = (me.FullName, me.Phone ?? "", me.UnitCode, Before(me.Address, Units.FindUnit(me.UnitCode)), true);
    }

    /// <summary>"Bản Ka Oóc" of "Bản Ka Oóc, xã Trọng Hóa, huyện Minh Hóa": the commune is chosen beside it.</summary>
    static string Before(string address, Unit? commune) =>
        commune is not null && address.IndexOf(", " + commune.FullName, StringComparison.OrdinalIgnoreCase) is > 0 and var at ? address[..at] : address;
}
