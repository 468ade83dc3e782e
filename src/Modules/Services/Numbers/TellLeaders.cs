using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>
/// At seven on a working day each leader is told what waits for them, with the sheet of the morning to read or print. A day's notice
/// has a fixed id, so a round that was cut off goes on without telling anybody twice.
/// </summary>
public sealed class TellLeaders(IServiceScopeFactory scopes, DirectoryCache directory, OfficeCalendar calendar, LegalTime time) : IScheduledJob
{
    static readonly TimeOnly from = new(7, 0), until = new(8, 0);

    /// <returns>How many leaders it told.</returns>
    public async Task<int> Run(CancellationToken ct)
    {
        var (now, today) = (LegalTime.ToLocal(time.Now), time.Today);
        if (!calendar.IsWorkingDay(today) || TimeOnly.FromTimeSpan(now.TimeOfDay) is var clock && (clock < from || clock >= until)) return 0;
        var snapshot = await directory.Get(ct);
        var told = 0;
        List<Exception> failed = [];
        foreach (var leader in await Leaders(snapshot, today, ct))
        {
            try { if (await Tell(leader, snapshot, today, ct)) told++; }
            catch (Exception e) when (!ct.IsCancellationRequested) { failed.Add(e); } // the others are told all the same
        }
        return failed.Count == 0 ? told : throw new AggregateException($"{failed.Count} leaders were not told.", failed);
    }

    async Task<IReadOnlyList<Actor>> Leaders(DirectorySnapshot snapshot, DateOnly today, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var leading = snapshot.Officers.Where(o => o.Active && snapshot.ActorFor(Guid.Empty, o.Id, time.Now, today).CanAnywhere(ReadNumbers.Permit)).Select(o => o.Id).ToList();
        var accounts = await scope.ServiceProvider.GetRequiredService<IAccounts>().OfOfficers(leading, ct);
        return [.. leading.Where(accounts.ContainsKey).Select(o => snapshot.ActorFor(accounts[o], o, time.Now, today))];
    }

    async Task<bool> Tell(Actor leader, DirectorySnapshot snapshot, DateOnly today, CancellationToken ct)
    {
        await using var scope = scopes.As(leader);
        var id = StableId.Of("morning", string.Create(CultureInfo.InvariantCulture, $"{leader.AccountId:N} {today:yyyy-MM-dd}"));
        if (await scope.ServiceProvider.GetRequiredService<PlatformDb>().Notices.AnyAsync(n => n.Id == id, ct)) return false;
        var duties = scope.ServiceProvider.GetRequiredService<DutyList>();
        var decide = await duties.Count(DutySource.Mine, DutyGroup.All, Duties.Approve, ct);
        var late = await duties.Count(DutySource.Units, DutyGroup.Late, kind: null, ct);
        var unit = ReadNumbers.Highest(leader, snapshot);
        await scope.ServiceProvider.GetRequiredService<Notices>().Give(leader.AccountId, unit.Id, "Buổi sáng: {0} việc cần quyết, {1} việc trễ", "Một trang về {2}: việc cần quyết, việc trễ và ai đang giữ, các tỷ lệ của tháng.",
            "/buoi-sang/ban-in", [decide.ToString(CultureInfo.InvariantCulture), late.ToString(CultureInfo.InvariantCulture), unit.FullName], ct, id: id);
        return true;
    }
}
