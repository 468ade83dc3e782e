using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Counters;

/// <summary>An officer who signed in with their password at a counter today chooses six digits to come back by, there and today (đặt mã PIN).</summary>
public static class SetPin
{
    public sealed record Command
    {
        [Required(ErrorMessage = "Hãy nhập 6 chữ số."), RegularExpression(@"\d{6}", ErrorMessage = "Mã PIN có 6 chữ số.")]
        public string Pin { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/counter-pin", async (Command command, Handler handler, HttpContext context, CancellationToken ct) =>
        {
            await handler.Run(command, Device.Of(context), ct);
            return TypedResults.NoContent();
        });

    public sealed class Handler(IdentityDb db, Actor actor, StepUp stepUp, SignedInAccount signedIn, CounterHere here, ColumnCipher cipher)
    {
        /// <exception cref="Refusal">401, 403: an officer who neither approves nor administers, signed in with their password today; 409 no counter; 422 digits that are easily guessed.</exception>
        public async Task Run(Command command, Device device, CancellationToken ct)
        {
            actor.MustBeOfficer();
            Check.Input(command);
            var counter = await here.Find(device, ct) ?? throw NoCounter();
            if (PinRule.IsWithheldFrom(actor)) throw PinRule.NotForLeaders();
            if (signedIn.Session is not { } session || session.Acr == PinRule.Acr || CounterHere.DayOf(session.CreatedAt) != here.Today)
                throw Refusal.Forbidden("pin.password-first", "Hãy đăng nhập bằng mật khẩu trên máy này hôm nay, rồi đặt mã PIN.");
            stepUp.Demand(); // else whoever passes an open session sets one of their own
            if (IsEasy(command.Pin)) throw Refusal.Invalid(nameof(Command.Pin), "Mã PIN này dễ đoán. Hãy tránh số lặp lại, số liền nhau và năm sinh.");
            var hash = CounterPin.HashOf(counter.Id, actor.AccountId, command.Pin, cipher);
            await db.Again(async () =>
            {
                var pin = await db.CounterPins.SingleOrDefaultAsync(p => p.CounterId == counter.Id && p.AccountId == actor.AccountId, ct);
                if (pin is null) db.CounterPins.Add(pin = new() { CounterId = counter.Id, AccountId = actor.AccountId });
                (pin.PinHash, pin.Day, pin.Failures) = (hash, here.Today, 0);
                db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new CounterPinSet(counter.Id, counter.Name));
                return await db.SaveChangesAsync(ct);
            });
        }

        /// <summary>Two or fewer digits that differ, a row up or down, three digits or two twice over, a date of this or the last century.</summary>
        static bool IsEasy(string pin) =>
            pin.Distinct().Count() <= 2 || pin[..3] == pin[3..] || (pin[..2] == pin[2..4] && pin[2..4] == pin[4..])
            || Enumerable.Range(1, 5).All(i => pin[i] - pin[i - 1] == 1) || Enumerable.Range(1, 5).All(i => pin[i] - pin[i - 1] == -1)
            || DateOnly.TryParseExact(pin, "ddMMyy", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _);
    }

    public static Refusal NoCounter() => Refusal.Conflict("counter.none", "Máy này chưa đăng ký làm máy quầy. Hãy đăng nhập bằng mật khẩu, hoặc nhờ người quản trị đơn vị đăng ký.");
}
