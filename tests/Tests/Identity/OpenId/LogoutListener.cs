using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace NhatLe.Tests.Identity.OpenId;

/// <summary>Where a system listens for logout tokens; it may be down, or refuse.</summary>
sealed class LogoutListener : IDisposable
{
    readonly WebApplication site;

    public LogoutListener()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        site = builder.Build();
        site.MapPost("/backchannel", async (HttpContext context) =>
        {
            var form = await context.Request.ReadFormAsync();
            Heard.Enqueue(form["logout_token"].ToString());
            context.Response.StatusCode = Status;
        });
        site.Start();
    }

    public string Url => site.Urls.First() + "/backchannel";

    public ConcurrentQueue<string> Heard { get; } = new();

    public int Status { get; set; } = StatusCodes.Status200OK;

    public async Task<string> Hear(int number)
    {
        for (var i = 0; i < 200 && Heard.Count < number; i++) await Task.Delay(50);
        Assert.True(Heard.Count >= number, $"Heard {Heard.Count} of {number}.");
        return Heard.ElementAt(number - 1);
    }

    public void Dispose() => ((IDisposable)site).Dispose();
}
