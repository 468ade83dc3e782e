using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Exchange;
using NhatLe.Exchange.Parcels;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Tests.Exchange;

static class Exchanging
{
    /// <summary>Runs <paramref name="work"/> with the tables of the exchange.</summary>
    public static Task<T> Read<T>(this App app, Func<ExchangeDb, Task<T>> work) => app.With(work);

    /// <summary>Parcels that wait are due at once, as if the time between two attempts were over.</summary>
    public static Task<int> Hurry(this App app)
    {
        var now = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        return app.Read(db => db.Parcels.Where(p => p.State == ParcelState.Waiting).ExecuteUpdateAsync(p => p.SetProperty(x => x.NextTryAt, now)));
    }

    /// <summary>That one unit goes into another, for those who take part in a reform.</summary>
    public static ReformOrder Merging(this App app, Unit from, Unit to) => new()
    {
        ReformId = Guid.CreateVersion7(app.Time.Now), Name = "Sáp nhập", Day = new(2024, 12, 1), Created = [], Changed = [], Posts = [],
        Ended = [new(from.Id, from.Code, from.FullName, to.Id, to.Code, to.FullName, Main: true)],
    };
}
