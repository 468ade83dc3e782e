using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Services.Visits;

/// <summary>The end of a visit: received or absent, as the desk says; or cancelled by who booked it.</summary>
public static class EndVisit
{
    public sealed record Command
    {
        public string Code { get; set; } = "";

        /// <summary>Of the ticket, for who has no account.</summary>
        public string? Token { get; set; }
    }

    public sealed record Ended(string Code, VisitStatus Status);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/services/visits/{code}/cancellation", (string code, Command command, Handler handler, CancellationToken ct) => handler.Cancel(command with { Code = code }, ct));
        routes.MapPost("/api/services/visits/{code}/reception", (string code, Handler handler, CancellationToken ct) => handler.Receive(code, ct));
        routes.MapPost("/api/services/visits/{code}/absence", (string code, Handler handler, CancellationToken ct) => handler.Miss(code, ct));
    }

    public sealed class Handler(ServicesDb db, Actor actor, ColumnCipher cipher, LegalTime time)
    {
        public async Task<Ended> Cancel(Command command, CancellationToken ct)
        {
            var visit = await Find(command.Code, command.Token, ct);
            visit.Cancel(time.Now);
            db.Record(visit, new VisitCancelled(visit.Id, visit.Code));
            db.Release(visit, Duties.Receive);
            return await Save(visit, ct);
        }

        public async Task<Ended> Receive(string code, CancellationToken ct)
        {
            var visit = await AtTheDesk(code, ct);
            visit.Receive(time.Today);
            db.Record(visit, new VisitReceived(visit.Id, visit.Code), post: actor.PostFor(Permits.Accept, visit.UnitId));
            db.Discharge(visit, Duties.Receive);
            return await Save(visit, ct);
        }

        public async Task<Ended> Miss(string code, CancellationToken ct)
        {
            var visit = await AtTheDesk(code, ct);
            visit.Miss(time.Now);
            db.Record(visit, new VisitMissed(visit.Id, visit.Code), post: actor.PostFor(Permits.Accept, visit.UnitId));
            db.Release(visit, Duties.Receive);
            return await Save(visit, ct);
        }

        /// <summary>A visit for who booked it: by account, or by the ticket's token.</summary>
        /// <exception cref="Refusal">404: another's is as unknown as none.</exception>
        public async Task<Visit> Find(string code, string? token, CancellationToken ct)
        {
            var visit = await db.Visits.SingleOrDefaultAsync(v => v.Code == code, ct);
            var mine = visit is not null && ((actor.IsCitizen && visit.AccountId == actor.AccountId) || cipher.TokenFits(BookVisit.TokenPurpose, visit.Id, token) || actor.HoldsPost(Permits.Accept, visit.UnitId));
            return mine ? visit! : throw Refusal.Missing("visit", "Không thấy lịch hẹn này. Hãy mở lại từ phiếu hẹn, hoặc gọi 1022.");
        }

        async Task<Visit> AtTheDesk(string code, CancellationToken ct)
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            var visit = await db.Visits.SingleOrDefaultAsync(v => v.Code == code, ct);
            return visit is not null && actor.HoldsPost(Permits.Accept, visit.UnitId) ? visit : throw Refusal.Missing("visit", "Không có lịch hẹn này tại quầy của anh/chị.");
        }

        async Task<Ended> Save(Visit visit, CancellationToken ct)
        {
            await db.SaveChangesAsync(ct);
            return new(visit.Code, visit.Status);
        }
    }
}
