using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;

namespace NhatLe.Organization.On;

/// <summary>Who acts for somebody finds it on the bell, and so does the one they act for, whoever arranged it.</summary>
public sealed class TellWhoActs(Notices notices, IAccounts accounts) : IReaction<DelegationGiven>, IReaction<DelegationRevoked>
{
    const string Link = "/to-chuc/uy-quyen";

    public Task On(DelegationGiven happened, Entry entry, CancellationToken ct) => Tell(entry, happened.DelegationId, [happened.TakerId, happened.GiverId],
        "{0} làm thay {1}", "Từ {2} đến {3}. Lý do: {4}", [happened.Taker, happened.Giver, Said(happened.FromAt), Said(happened.UntilAt), happened.Reason], ct);

    public Task On(DelegationRevoked happened, Entry entry, CancellationToken ct) => Tell(entry, happened.DelegationId, [happened.TakerId, happened.GiverId],
        "{0} thôi làm thay {1}", "Ủy quyền đã được thu hồi.", [happened.Taker, happened.Giver], ct);

    static string Said(DateTimeOffset at) => LegalTime.ToLocal(at).ToString("HH:mm dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture);

    async Task Tell(Entry entry, Guid subject, Guid[] officers, string title, string body, IReadOnlyList<string> args, CancellationToken ct)
    {
        var known = await accounts.OfOfficers(officers, ct);
        await notices.Give([.. known.Values.Where(a => a != entry.AccountId)], subject, title, body, Link, args, ct);
    }
}
