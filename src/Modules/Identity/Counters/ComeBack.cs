using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Counters;

/// <summary>An officer comes back at a counter by PIN (đổi người nhanh): on this computer, on this day, five tries. Whoever was there before is out.</summary>
public static class ComeBack
{
    public sealed record Command
    {
        public Guid Account { get; set; }

        [Required(ErrorMessage = "Hãy nhập 6 chữ số."), RegularExpression(@"\d{6}", ErrorMessage = "Mã PIN có 6 chữ số.")]
        public string Pin { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/sessions/pin", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            var begun = await handler.Run(command, Device.Of(context), ct);
            SessionCookie.Write(context, begun.Token, begun.Span);
            return TypedResults.Created("/api/identity/sessions/current", new SignIn.Answer(begun.Actor.Kind, begun.Actor.Name, begun.ExpiresAt));
        });

    public sealed class Handler(IdentityDb db, ActorHolder holder, OpenSessions sessions, NewSession newSession, CounterHere here, ColumnCipher cipher)
    {
        /// <exception cref="Refusal">403 a leader or administrator; 409 no counter; 422 wrong PIN, or none that is good here today.</exception>
        public async Task<SignIn.Begun> Run(Command command, Device device, CancellationToken ct)
        {
            Check.Input(command);
            var (counter, today) = (await here.Find(device, ct) ?? throw SetPin.NoCounter(), here.Today);
            var mine = db.CounterPins.Where(p => p.CounterId == counter.Id && p.AccountId == command.Account && p.Day == today);

            var (pin, left) = await Take(mine, ct);
            if (!Same(pin.PinHash, CounterPin.HashOf(counter.Id, command.Account, command.Pin, cipher)))
            {
                if (left > 0) throw Refusal.Invalid(nameof(Command.Pin), "Mã PIN chưa đúng. Còn {0} lần thử, rồi phải đăng nhập bằng mật khẩu.", left);
                await db.Journal(command.Account, new CounterPinFailed(counter.Id, counter.Name), ct);
                throw NotToday();
            }
            var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == command.Account, ct);
            var actor = await sessions.ActorOf(account, ct);
            if (!actor.IsSignedIn || account.MustChangePassword) throw NotToday();
            if (PinRule.IsWithheldFrom(actor)) throw PinRule.NotForLeaders();
            holder.Current = actor;
            var begun = await db.Again(async () =>
            {
                var person = await db.Accounts.SingleAsync(a => a.Id == account.Id, ct);
                db.Record(person, new CounterPinUsed(counter.Id, counter.Name));
                return await newSession.Begin(person, actor, PinRule.Acr, device, ct);
            });
            await mine.ExecuteUpdateAsync(p => p.SetProperty(x => x.Failures, 0), ct);
            return begun;
        }

        /// <summary>A try is taken before the digits are looked at, each number once, so that tries made at once all count.</summary>
        /// <returns>And how many are left after it.</returns>
        static async Task<(CounterPin Pin, int Left)> Take(IQueryable<CounterPin> mine, CancellationToken ct)
        {
            while (await mine.AsNoTracking().SingleOrDefaultAsync(ct) is { Failures: < CounterPin.MostFailures } pin)
                if (await mine.Where(p => p.Failures == pin.Failures).ExecuteUpdateAsync(p => p.SetProperty(x => x.Failures, x => x.Failures + 1), ct) == 1)
                    return (pin, CounterPin.MostFailures - pin.Failures - 1);
            throw NotToday();
        }

        static bool Same(string a, string b) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(a), Encoding.ASCII.GetBytes(b));

        static Refusal NotToday() => Refusal.Invalid(nameof(Command.Pin), "Mã PIN này hôm nay không dùng được ở máy này. Hãy đăng nhập bằng mật khẩu.");
    }
}

/// <summary>Who may come back at this counter today: their names are shown to whoever stands there.</summary>
public static class PeopleHere
{
    public sealed record Person(Guid AccountId, string Name, string Login);

    public sealed record View(string? Counter, IReadOnlyList<Person> People);

    public sealed class Handler(IdentityDb db, CounterHere here)
    {
        public async Task<View> Run(Device device, CancellationToken ct)
        {
            if (await here.Find(device, ct) is not { } counter) return new(null, []);
            var today = here.Today;
            var people = await (
                from pin in db.CounterPins.AsNoTracking()
                join account in db.Accounts.AsNoTracking() on pin.AccountId equals account.Id
                where pin.CounterId == counter.Id && pin.Day == today && pin.Failures < CounterPin.MostFailures && account.Active
                orderby account.FullName
                select new Person(account.Id, account.FullName, account.Login)).ToListAsync(ct);
            return new(counter.Name, people);
        }
    }
}
