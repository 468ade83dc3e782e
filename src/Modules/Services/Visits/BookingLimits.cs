using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Visits;

/// <summary>One address does not fill the desks of a district; officials, who book for people at the counter, are not limited.</summary>
public sealed class BookingLimits : IDisposable
{
    const int AnHour = 12;

    readonly PartitionedRateLimiter<string> byAddress = PartitionedRateLimiter.Create<string, string>(key =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new() { PermitLimit = AnHour, Window = TimeSpan.FromHours(1), QueueLimit = 0 }));

    /// <exception cref="Refusal">429</exception>
    public void Spend(HttpContext context, Actor actor)
    {
        if (actor.IsOfficer) return;
        using var lease = byAddress.AttemptAcquire(ClientAddress.Of(context.Connection.RemoteIpAddress));
        if (!lease.IsAcquired) throw Refusal.TooMany("Từ máy này đã đặt nhiều lịch hẹn. Xin chờ một giờ, hoặc gọi 1022.");
    }

    public void Dispose() => byAddress.Dispose();
}
