using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Clock;

namespace NhatLe.Platform.Facts;

/// <summary>Who looked at one person's data, newest first. The caller has checked that it is this person who asks.</summary>
public sealed class AccessReader(PlatformDb db)
{
    public const int PageSize = 30;

    /// <param name="Next">Where the next page begins; null on the last.</param>
    public sealed record Page(IReadOnlyList<Access> Accesses, string? Next);

    /// <param name="keys">Keyed hashes of the person's number and phone: readings from before there was an account.</param>
    /// <param name="after">The <see cref="Page.Next"/> of the page before.</param>
    public async Task<Page> Of(Guid accountId, IReadOnlyCollection<string> keys, string? after, CancellationToken ct)
    {
        var rows = db.Accesses.AsNoTracking().Where(a => a.AboutAccountId == accountId || (a.AboutKey != "" && keys.Contains(a.AboutKey)));
        if (Read(after) is { } place)
        {
            var (at, skip) = place;
            var shown = await rows.Where(a => a.At == at).OrderByDescending(a => a.Id).Select(a => a.Id).Take(skip).ToListAsync(ct);
            rows = rows.Where(a => a.At < at || (a.At == at && !shown.Contains(a.Id)));
        }
        var found = await rows.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(PageSize + 1).ToListAsync(ct);
        if (found.Count <= PageSize) return new(found, Next: null);
        found.RemoveAt(PageSize);
        var last = found[^1].At;
        var already = Read(after) is { } before && before.At == last ? before.Skip : 0;
        return new(found, string.Create(CultureInfo.InvariantCulture, $"{last.ToUnixTimeMilliseconds()}-{already + found.Count(a => a.At == last)}"));
    }

    static (DateTimeOffset At, int Skip)? Read(string? place) =>
        place?.Split('-') is [var at, var skip] && long.TryParse(at, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and < 253402300799999
        && int.TryParse(skip, CultureInfo.InvariantCulture, out var count) && count is >= 0 and < 100_000
            ? (LegalTime.Cut(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)), count) : null;
}
