using Microsoft.EntityFrameworkCore;
using NhatLe.Assignments.Tasks;
using NhatLe.Contracts.Assignments;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Platform.Text;

namespace NhatLe.Assignments.On;

/// <summary>Who has something to do next, or has waited for an answer, finds it on the bell.</summary>
public sealed class TellWhoseTurnItIs(AssignmentsDb db, Notices notices, IAccounts accounts, DirectoryCache directory, DateText dates, LegalTime time) :
    IReaction<AssignmentGiven>, IReaction<AssignmentReported>, IReaction<AssignmentConfirmed>, IReaction<AssignmentSentBack>, IReaction<AssignmentWithdrawn>,
    IReaction<ExtensionAsked>, IReaction<ExtensionGranted>, IReaction<ExtensionDeclined>
{
    public async Task On(AssignmentGiven happened, Entry entry, CancellationToken ct)
    {
        var assignment = await Find(happened.AssignmentId, ct);
        await Tell(assignment, await Doers(assignment, happened.JointUnitIds, ct), "{0} giao việc: {1}", "Báo cáo kết quả trước {2}.", Until(happened.DueAt), ct);
    }

    public Task On(AssignmentReported happened, Entry entry, CancellationToken ct) =>
        TellTheGiver(happened.AssignmentId, "{3} báo cáo kết quả: {1}", "Mời anh/chị xem và xác nhận, hoặc trả lại để làm tiếp.", "", ct);

    public Task On(AssignmentConfirmed happened, Entry entry, CancellationToken ct) =>
        TellTheDoers(happened.AssignmentId, "Đã xác nhận hoàn thành: {1}", "{0} đã xem báo cáo và xác nhận.", "", ct);

    public Task On(AssignmentSentBack happened, Entry entry, CancellationToken ct) =>
        TellTheDoers(happened.AssignmentId, "Phải làm tiếp: {1}", "{0} nêu lý do: {2}", happened.Reason, ct);

    public Task On(AssignmentWithdrawn happened, Entry entry, CancellationToken ct) =>
        TellTheDoers(happened.AssignmentId, "Đã thu hồi nhiệm vụ: {1}", "{0} nêu lý do: {2}", happened.Reason, ct);

    public Task On(ExtensionAsked happened, Entry entry, CancellationToken ct) =>
        TellTheGiver(happened.AssignmentId, "{3} xin gia hạn: {1}", "Lý do: {2}", happened.Reason, ct);

    public Task On(ExtensionGranted happened, Entry entry, CancellationToken ct) =>
        TellTheDoers(happened.AssignmentId, "Được gia hạn: {1}", "Hạn mới là {2}.", Until(happened.DueAt), ct);

    public Task On(ExtensionDeclined happened, Entry entry, CancellationToken ct) =>
        TellTheDoers(happened.AssignmentId, "Không được gia hạn: {1}", "{0} nêu lý do: {2}", happened.Reason, ct);

    async Task TellTheGiver(Guid id, string title, string body, string detail, CancellationToken ct)
    {
        var assignment = await Find(id, ct);
        var snapshot = await directory.Get(ct);
        IReadOnlyCollection<Guid> givers = snapshot.Gives(assignment, time.Today) ? [assignment.GivenBy] : [.. snapshot.Holders(assignment.GivenUnitId, Permits.Give, time.Today).Select(o => o.Id), assignment.GivenBy];
        await Tell(assignment, givers, title, body, detail, ct);
    }

    async Task TellTheDoers(Guid id, string title, string body, string detail, CancellationToken ct)
    {
        var assignment = await Find(id, ct);
        var joint = await db.JointUnits.AsNoTracking().Where(j => j.AssignmentId == id).Select(j => j.UnitId).ToListAsync(ct);
        await Tell(assignment, await Doers(assignment, joint, ct), title, body, detail, ct);
    }

    async Task Tell(Assignment assignment, IReadOnlyCollection<Guid> officers, string title, string body, string detail, CancellationToken ct) =>
        await notices.Give([.. (await accounts.OfOfficers(officers, ct)).Values], assignment.Id, title, body, $"/nhiem-vu/{assignment.Code}", [assignment.GivenTitle, assignment.Title, detail, assignment.OfficerName ?? assignment.UnitName], ct);

    Task<Assignment> Find(Guid id, CancellationToken ct) => db.Assignments.AsNoTracking().SingleAsync(a => a.Id == id, ct);

    /// <summary>The named officer, or all who take tasks for the main unit; and for the joint units.</summary>
    async Task<IReadOnlyCollection<Guid>> Doers(Assignment assignment, IReadOnlyList<Guid> joint, CancellationToken ct)
    {
        var snapshot = await directory.Get(ct);
        IEnumerable<Guid> Takers(Guid unit) => snapshot.Holders(unit, Permits.Do, time.Today).Select(o => o.Id);
        return [.. (assignment.OfficerId is { } one ? [one] : Takers(assignment.UnitId)).Concat(joint.SelectMany(Takers)).Distinct()];
    }

    /// <summary>"17:00 thứ Năm 21/11"</summary>
    string Until(DateTimeOffset due) => $"{DateText.Time(due)} {dates.Day(LegalTime.DateOf(due))}";
}
