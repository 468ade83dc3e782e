using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Representations;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;

namespace NhatLe.Identity.On;

/// <summary>Who asked to act for somebody is told what became of it; when it begins and ends, the other side is told too.</summary>
public sealed class TellAboutRepresentation(IdentityDb db, Notices notices, OtherSide others, DirectoryCache directory) : IReaction<RepresentationApproved>, IReaction<RepresentationRefused>, IReaction<RepresentationEnded>
{
    public Task On(RepresentationApproved happened, Entry entry, CancellationToken ct) =>
        Tell(happened.RepresentationId, "Được đại diện cho {0}", "{1} đã xác nhận {2} đại diện cho {0} đến hết ngày {3}.", isForBoth: true, ct);

    public Task On(RepresentationRefused happened, Entry entry, CancellationToken ct) =>
        Tell(happened.RepresentationId, "Chưa được đại diện cho {0}", "{1} nêu lý do: {4}", isForBoth: false, ct);

    public Task On(RepresentationEnded happened, Entry entry, CancellationToken ct) =>
        Tell(happened.RepresentationId, "Đã chấm dứt đại diện cho {0}", "{2} không còn đại diện cho {0}. Lý do: {4}", isForBoth: true, ct);

    async Task Tell(Guid id, string title, string body, bool isForBoth, CancellationToken ct)
    {
        var r = await db.Representations.AsNoTracking().SingleAsync(x => x.Id == id, ct);
        var unit = (await directory.Get(ct)).Unit(r.UnitId).FullName;
        IReadOnlyList<Guid> people = isForBoth ? [r.AccountId, .. (await others.Of(r, ct)).Where(a => a != r.AccountId)] : [r.AccountId];
        await notices.Give(people, r.Id, title, body, $"{MyRepresentationsModel.Address}/{r.Id}",
            [r.Name, unit, r.AccountName, r.EndsOn.AddDays(-1).ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture), r.Reason ?? ""], ct);
    }
}
