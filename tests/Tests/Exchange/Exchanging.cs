using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange;
using NhatLe.Exchange.Parcels;

namespace NhatLe.Tests.Exchange;

static class Exchanging
{
    /// <summary>Runs <paramref name="work"/> with the tables of the exchange.</summary>
    public static async Task<T> Read<T>(this App app, Func<ExchangeDb, Task<T>> work)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<ExchangeDb>());
    }

    /// <summary>Parcels that wait are due at once, as if the time between two attempts were over.</summary>
    public static Task<int> Hurry(this App app)
    {
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return app.Read(db => db.Parcels.Where(p => p.State == ParcelState.Waiting).ExecuteUpdateAsync(p => p.SetProperty(x => x.NextTryAt, now)));
    }
}
