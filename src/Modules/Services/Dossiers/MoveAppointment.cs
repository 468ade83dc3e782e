using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// The time limit cannot be kept: the unit apologises and gives a new appointment, once, before the due instant (phiếu xin lỗi và hẹn lại,
/// mẫu 04). Later than a day before the due day it still may, and the dossier counts as late. Done by who processes or approves in the unit.
/// </summary>
public static class MoveAppointment
{
    public sealed record Command : Act
    {
        [Required(ErrorMessage = "Hãy ghi lý do trễ hẹn. Người dân đọc đúng câu này."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string? Reason { get; set; }

        [Required(ErrorMessage = "Hãy chọn ngày và giờ hẹn lại.")]
        public DateTimeOffset? DueAt { get; set; }
    }

    /// <summary>What stands against it now, in words; and whether it would be in time.</summary>
    /// <param name="Refusal">Null when it may be done.</param>
    public sealed record Standing(Refusal? Refusal, bool InTime);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/services/dossiers/{code}/new-appointment", (string code, Command command, Handler handler, CancellationToken ct) =>
            handler.Run(command with { Code = code }, ct));

    public sealed class Handler(ServicesDb db, DossierActs acts, Actor actor, LegalClock clock, LawProfiles profiles, OfficeCalendar calendar, LegalTime time)
    {
        public async Task<ActResult> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var dossier = await acts.Visible(command.Code, ct);
            if (command.Version is { } seen && seen != dossier.Version) throw await db.Changed(dossier, ct);
            if (PostOf(dossier) is null) throw DossierActs.NotYours();
            var standing = Look(dossier);
            if (standing.Refusal is { } refusal) throw refusal;
            await Move(dossier, command.Reason!, command.DueAt!.Value, standing.InTime, ct);
            await db.SaveChangesAsync(ct);
            return ActResult.Of(dossier);
        }

        /// <summary>The post of the processing or approving official in the deciding unit; null for everybody else.</summary>
        public Post? PostOf(Dossier dossier) =>
            ((string[])[Permits.Process, Permits.Approve]).Where(permit => actor.HoldsPost(permit, dossier.UnitId)).Select(permit => actor.PostFor(permit, dossier.UnitId)).FirstOrDefault();

        public Standing Look(Dossier dossier)
        {
            Standing No(string code, string words) => new(Refusal.Conflict(code, words), InTime: false);
            if (dossier.ClockState is not { } state || dossier.CurrentStep?.Kind is not (StepKind.Process or StepKind.Approve))
                return No("dossier.no-appointment", "Hồ sơ không còn chờ giải quyết nên không hẹn lại.");
            if (state.IsPaused) return No("dossier.paused", "Đồng hồ đang dừng chờ bổ sung nên chưa cần hẹn lại.");
            if (state.Extensions >= profiles.Named(state.Profile).MaxNewAppointments) return No("dossier.moved", "Hồ sơ đã hẹn lại một lần. Luật không cho hẹn lại lần nữa.");
            if (time.Now >= dossier.DueAt) return No("dossier.overdue", "Đã quá hạn trả nên không hẹn lại được. Hãy giải quyết và xin lỗi trực tiếp.");
            return new(null, time.Now <= clock.ApologyBy(state));
        }

        async Task Move(Dossier dossier, string reason, DateTimeOffset dueAt, bool inTime, CancellationToken ct)
        {
            var (before, kind) = (dossier.DueAt!.Value, dossier.CurrentStep!.Kind);
            if (dueAt <= before) throw Refusal.Invalid(nameof(Command.DueAt), "Hẹn lại phải sau hạn cũ, {0:HH:mm dd/MM/yyyy}.", LegalTime.ToLocal(before));
            if (dueAt > before.AddYears(1)) throw Refusal.Invalid(nameof(Command.DueAt), "Hẹn lại quá xa. Hãy chọn ngày trong vòng một năm.");
            var day = LegalTime.DateOf(dueAt);
            if (!calendar.IsWorkingDay(day)) throw Refusal.Invalid(nameof(Command.DueAt), "Ngày {0:dd/MM/yyyy} cơ quan nghỉ. Hãy chọn ngày làm việc.", day);
            if (!calendar.IsOpen(dueAt) && dueAt != calendar.Closing(day)) throw Refusal.Invalid(nameof(Command.DueAt), "Giờ hẹn phải trong giờ làm việc.");
            var moved = clock.Extend(dossier.ClockState!, dueAt);
            var deadline = clock.Evaluate(moved);
            dossier.MoveAppointment(moved, deadline, inTime);
            await acts.Tell(dossier, new AppointmentMoved(dossier.Id, dossier.Code, reason, before, deadline.DueAt!.Value, inTime), reason, PostOf(dossier), ct);
            db.Reschedule(dossier, Words.DutyOf(kind), deadline);
        }
    }
}
