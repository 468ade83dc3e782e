using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.National;
using NhatLe.National.Control;

namespace NhatLe.Tests.National;

/// <summary>The stand-ins of the national systems as another system on another port, with the faults that tests tell them to have.</summary>
public sealed class NationalSide : IAsyncDisposable
{
    readonly WebApplication there;

    NationalSide(WebApplication there) => this.there = there;

    public Uri Address => new(there.Urls.First());

    /// <param name="options">Beyond the address and the faults.</param>
    public static async Task<NationalSide> Start(NationalOptions? options = null)
    {
        var app = NationalApp.Build((options ?? new()) with { Urls = "http://127.0.0.1:0", Control = true });
        await app.StartAsync();
        return new(app);
    }

    public T Get<T>() where T : notnull => there.Services.GetRequiredService<T>();

    public async Task Tell(Fault fault)
    {
        using var http = new HttpClient { BaseAddress = Address };
        (await http.PostAsJsonAsync("/control", fault)).EnsureSuccessStatusCode();
    }

    public async Task TakeBackFaults()
    {
        using var http = new HttpClient { BaseAddress = Address };
        (await http.DeleteAsync("/control")).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        await there.StopAsync();
        await there.DisposeAsync();
    }
}
