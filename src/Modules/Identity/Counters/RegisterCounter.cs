using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Credentials;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Counters;

/// <summary>The administrator of a unit, signed in at the computer itself, makes it a counter of theirs (đăng ký máy quầy).</summary>
public static class RegisterCounter
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat makes no second one.</summary>
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy chọn đơn vị của quầy.")]
        public string Unit { get; set; } = "";

        [Required(ErrorMessage = "Hãy đặt tên cho máy, như Quầy 2."), StringLength(60, ErrorMessage = "Tên máy dài nhất 60 ký tự.")]
        public string Name { get; set; } = "";
    }

    public sealed record Registered(Guid Id, string Name);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/identity/counters", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var (counter, token) = await handler.Run(command, ct);
            CounterCookie.Write(context, token);
            return TypedResults.Created("/api/identity/counters/" + counter.Id, counter);
        });
        routes.MapDelete("/api/identity/counters/{id:guid}", async (Guid id, EndCounter.Handler handler, CancellationToken ct) =>
        {
            await handler.Run(id, ct);
            return TypedResults.NoContent();
        });
    }

    public sealed class Handler(IdentityDb db, Actor actor, DirectoryCache directory, TimeProvider time)
    {
        /// <returns>The token goes into the cookie of this browser, and nowhere else.</returns>
        /// <exception cref="Refusal">401, 403, 404: an administrator, for a unit of their subtree; 409 sent before; 422 no name.</exception>
        public async Task<(Registered Counter, string Token)> Run(Command command, CancellationToken ct)
        {
            actor.MustAdminister(AccountScope.Permit);
            Check.Input(command);
            if (command.Id == Guid.Empty) throw Refusal.Invalid(nameof(Command.Id), "Thiếu mã của lần gửi. Hãy tải lại trang.");
            var unit = (await directory.Get(ct)).FindUnit(command.Unit) is { HasEnded: false } known && actor.Can(AccountScope.Permit, known.Id) ? known : throw Refusal.Missing("unit", "Không thấy đơn vị này trong phạm vi quản trị của anh/chị.");
            if (await db.Counters.AnyAsync(c => c.Id == command.Id, ct)) throw Refusal.Conflict("counter.sent", "Máy này vừa được đăng ký. Hãy tải lại trang.");
            var token = Session.NewToken();
            var counter = Counter.Register(command.Id, token, unit.Id, command.Name.Trim(), LegalTime.Cut(time.GetUtcNow()));
            db.Counters.Add(counter);
            db.Record(counter, new CounterRegistered(counter.Id, unit.Id, counter.Name), post: actor.PostFor(AccountScope.Permit, unit.Id));
            await db.SaveChangesAsync(ct);
            return (new(counter.Id, counter.Name), token);
        }
    }
}

/// <summary>The computer is no counter any more (thôi dùng): its PINs are good no longer.</summary>
public static class EndCounter
{
    public sealed class Handler(IdentityDb db, Actor actor, TimeProvider time)
    {
        /// <exception cref="Refusal">401, 403, 404.</exception>
        public async Task Run(Guid id, CancellationToken ct)
        {
            actor.MustAdminister(AccountScope.Permit);
            var counter = await db.Counters.SingleOrDefaultAsync(c => c.Id == id && c.EndedAt == null, ct);
            if (counter is null || !actor.Can(AccountScope.Permit, counter.UnitId)) throw Refusal.Missing("counter", "Không thấy máy quầy này trong phạm vi quản trị của anh/chị.");
            await db.CounterPins.Where(p => p.CounterId == id).ExecuteDeleteAsync(ct);
            counter.End(LegalTime.Cut(time.GetUtcNow()));
            db.Record(counter, new CounterEnded(counter.Id, counter.Name), post: actor.PostFor(AccountScope.Permit, counter.UnitId));
            await db.SaveChangesAsync(ct);
        }
    }
}

/// <summary>The counters of the units somebody administers.</summary>
public static class ListCounters
{
    public sealed record Line(Guid Id, string Name, string UnitName, DateTimeOffset Since, bool IsHere);

    public sealed record View(IReadOnlyList<Line> Counters, IReadOnlyList<Unit> Units, Counter? Here);

    public sealed class Handler(IdentityDb db, Actor actor, DirectoryCache directory, CounterHere here)
    {
        /// <exception cref="Refusal">401, 403.</exception>
        public async Task<View> Run(Device device, CancellationToken ct)
        {
            actor.MustAdminister(AccountScope.Permit);
            var (units, reach) = (await directory.Get(ct), actor.UnitsWith(AccountScope.Permit));
            var counters = await db.Counters.AsNoTracking().Where(c => c.EndedAt == null && reach.Contains(c.UnitId)).OrderBy(c => c.RegisteredAt).ToListAsync(ct);
            var machine = await here.Find(device, ct);
            return new([.. counters.Select(c => new Line(c.Id, c.Name, units.Unit(c.UnitId).FullName, c.RegisteredAt, c.Id == machine?.Id))],
                [.. reach.Select(units.FindUnit).OfType<Unit>().Where(u => !u.HasEnded).OrderBy(u => u.Code, StringComparer.Ordinal)], machine);
        }
    }
}
