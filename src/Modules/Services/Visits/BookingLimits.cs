using Microsoft.AspNetCore.Http;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Visits;

/// <summary>One address does not fill the desks of a district; officials, who book for people at the counter, are not limited.</summary>
public sealed class BookingLimits : IDisposable
{
    readonly RequestLimit byAddress = new(12, TimeSpan.FromHours(1));

    /// <exception cref="Refusal">429</exception>
    public void Spend(HttpContext context, Actor actor)
    {
        if (actor.IsOfficer) return;
        byAddress.Spend(ClientAddress.Of(context.Connection.RemoteIpAddress), "Từ máy này đã đặt nhiều lịch hẹn. Xin chờ một giờ, hoặc gọi 1022.");
    }

    public void Dispose() => byAddress.Dispose();
}
