using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Payments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Payments.Counter;

/// <summary>A cashier begins, with so much in the drawer (mở ca thu). One open shift a person.</summary>
public static class OpenShift
{
    public sealed record Command
    {
        /// <summary>Made by the client: a repeat gets the first answer.</summary>
        public Guid Id { get; set; }

        public long OpeningVnd { get; set; }
    }

    public sealed record Opened(Guid Id, long OpeningVnd);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/api/payments/shifts", (Command command, Handler handler, CancellationToken ct) => handler.Run(command, ct));

    public sealed class Handler(PaymentsDb db, Shifts shifts, DirectoryCache directory, Actor actor, LegalTime time)
    {
        public async Task<Opened> Run(Command command, CancellationToken ct)
        {
            actor.MustBeOfficer();
            if (actor.PostWith(Permits.Collect) is not { } post) throw Demands.NotYours();
            if (command.Id == Guid.Empty) throw Refusal.Invalid("Id", "Yêu cầu thiếu mã của lần nộp (id).");
            if (command.OpeningVnd is < 0 or > Shift.MostOpening) throw Refusal.Invalid("OpeningVnd", "Tiền đầu ca từ 0 đến 100.000.000 đồng.");
            if (await shifts.Open(ct) is { } open)
                return open.Id == command.Id ? new(open.Id, open.OpeningVnd) : throw Refusal.Conflict("shift.open", "Anh/chị đang có ca thu mở từ {0:HH:mm dd/MM}. Hãy chốt ca đó trước.", LegalTime.ToLocal(open.OpenedAt));
            var desk = (await directory.Get(ct)).DeskOf(post.UnitId)?.Id ?? post.UnitId;
            var shift = Shift.Open(command.Id, post.UnitId, desk, actor.OfficerId!.Value, actor.Name, command.OpeningVnd, time.Now);
            db.Shifts.Add(shift);
            db.Record(shift, new ShiftOpened(shift.Id, shift.OpeningVnd), note: null, post);
            await db.SaveChangesAsync(ct);
            return new(shift.Id, shift.OpeningVnd);
        }
    }
}
