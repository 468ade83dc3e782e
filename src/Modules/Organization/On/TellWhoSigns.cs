using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;

namespace NhatLe.Organization.On;

/// <summary>Whose turn it is in a hand-over, or who waited for the other one, finds it on the bell.</summary>
public sealed class TellWhoSigns(Notices notices, IAccounts accounts) : IReaction<HandOverPrepared>, IReaction<HandOverGiven>, IReaction<HandOverReturned>, IReaction<HandOverTaken>, IReaction<HandOverCancelled>
{
    public Task On(HandOverPrepared happened, Entry entry, CancellationToken ct) =>
        Tell(entry, happened.HandOverId, [happened.FromId, happened.ToId], "Bàn giao: {0} giao cho {1}", "Căn cứ: {2}. Bên giao lập danh mục rồi ký trước.", [happened.From, happened.To, happened.Basis], ct);

    public Task On(HandOverGiven happened, Entry entry, CancellationToken ct) =>
        Tell(entry, happened.HandOverId, [happened.ToId, happened.FromId], "{0} đã ký bàn giao cho {1}", "Mời bên nhận kiểm đếm từng dòng, rồi ký nhận hoặc trả lại.", [happened.From, happened.To], ct);

    public Task On(HandOverReturned happened, Entry entry, CancellationToken ct) =>
        Tell(entry, happened.HandOverId, [happened.FromId], "{1} trả lại bàn giao của {0}", "Lý do: {2}. Bên giao sửa danh mục rồi ký lại.", [happened.From, happened.To, happened.Reason], ct);

    public Task On(HandOverTaken happened, Entry entry, CancellationToken ct) =>
        Tell(entry, happened.HandOverId, [happened.FromId, .. happened.ToId is { } to ? [to] : (Guid[])[]], "Đã bàn giao xong: {0} giao cho {1}", "{2} việc đã chuyển, hạn giữ nguyên.",
            [happened.From, happened.To ?? happened.Unit, happened.Duties.ToString(System.Globalization.CultureInfo.InvariantCulture)], ct);

    public Task On(HandOverCancelled happened, Entry entry, CancellationToken ct) =>
        Tell(entry, happened.HandOverId, [happened.FromId, happened.ToId], "Đã hủy bàn giao: {0} giao cho {1}", "Lý do: {2}. Việc và giấy tờ ở nguyên chỗ cũ.", [happened.From, happened.To, happened.Reason], ct);

    async Task Tell(Entry entry, Guid id, Guid[] officers, string title, string body, IReadOnlyList<string> args, CancellationToken ct)
    {
        var known = await accounts.OfOfficers(officers, ct);
        await notices.Give([.. known.Values.Where(a => a != entry.AccountId)], id, title, body, $"/to-chuc/ban-giao/{id}", args, ct);
    }
}
