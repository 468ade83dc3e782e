using NhatLe.Host.Simulation.Faults;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Host.Simulation;

/// <summary>
/// What the simulator asks of a demonstration: to move its clock, and how things stand. Only for its administrators, and not there
/// at all in production.
/// </summary>
static class DemonstrationRoutes
{
    public sealed record Moment(DateTimeOffset Now);
    public sealed record Move(DateTimeOffset To);
    public sealed record Begin(string Name);
    public sealed record Which(IReadOnlyList<Guid> Ids);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/demonstration").AddEndpointFilter(async (context, next) =>
        {
            var actor = context.HttpContext.RequestServices.GetRequiredService<Actor>();
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (!actor.CanAnywhere("directory.admin")) throw Refusal.Forbidden("demonstration.admin", "Chỉ quản trị viên điều khiển được bản trình diễn.");
            return await next(context);
        });
        group.MapGet("/clock", (LegalTime time) => new Moment(time.Now));
        group.MapPost("/clock", (Move move, LegalTime time) =>
        {
            try { time.MoveTo(move.To); }
            catch (ArgumentOutOfRangeException) { throw Refusal.Conflict("clock.backwards", "Giờ của bản trình diễn không lùi lại được."); }
            return new Moment(time.Now);
        });
        group.MapPost("/simulations", async (Begin begin, Standings standings, CancellationToken ct) => new Moment(await standings.Begun(begin.Name, ct)));
        group.MapPost("/standings", (Which which, Standings standings, CancellationToken ct) => standings.Of(which.Ids, ct));
        group.MapGet("/due", (string? code, Books books, CancellationToken ct) => books.Due(code, ct));
        group.MapPost("/questions", async (Books books, TimeProvider time, CancellationToken ct) =>
        {
            var now = time.GetUtcNow();
            await books.AskSoon(now, ct);
            return new Moment(now);
        });
        group.MapGet("/waiting", (Books books, CancellationToken ct) => books.Waiting(ct));
        group.MapGet("/books", (Books books, CancellationToken ct) => books.Read(ct));
        group.MapGet("/balance", (Standings standings, CancellationToken ct) => standings.Add(ct));
    }
}
