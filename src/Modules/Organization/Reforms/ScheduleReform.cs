using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Organization.Reforms;

/// <summary>A rehearsed plan is to be executed: at the midnight that begins its day, or at once. The job does it.</summary>
public static class ScheduleReform
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>Now, with effect from today.</summary>
        public bool AtOnce { get; set; }

        /// <summary>The version that was rehearsed; an older one means somebody changed it since.</summary>
        public long? Version { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/reforms/{id:guid}/schedule", async (Guid id, Command command, Handler handler, CancellationToken ct) => await handler.Run(command with { Id = id }, ct));

    public sealed class Handler(OrganizationDb db, ReformActs acts, Rehearsal rehearsal, JobList jobs, StepUp stepUp, LegalTime time)
    {
        /// <exception cref="Refusal">409: the plan does not fit the tree, a question is open, or its day is over.</exception>
        public async Task<PlanReform.Made> Run(Command command, CancellationToken ct)
        {
            var reform = await acts.Own(command.Id, ct);
            stepUp.Demand();
            if (command.Version is { } seen && seen != reform.Version) throw await db.Changed(reform, ct);
            var reading = await rehearsal.Read(reform, ct);
            if (reading.Problems is [var problem, ..]) throw Refusal.Conflict("reform.problem", problem.Words, [.. problem.Args]);
            if (reading.Open(reform.Given).FirstOrDefault() is { } open) throw Refusal.Conflict("reform.question", open.Words, [.. open.Args]);
            if (!command.AtOnce && reform.Day <= time.Today) throw Refusal.Conflict("reform.day", "Ngày {0:dd/MM/yyyy} không còn ở phía trước. Đổi ngày, hoặc thi hành ngay.", reform.Day);
            reform.Schedule(command.AtOnce, time.Today, acts.By, time.Now);
            db.Record(reform, new ReformScheduled(reform.Id, reform.Day, command.AtOnce), note: null, acts.Post);
            await db.SaveChangesAsync(ct);
            if (command.AtOnce) await jobs.Ask(ExecuteReforms.Name, ct);
            return new(reform.Id, reform.Name, reform.Day, reform.Status);
        }
    }
}

/// <summary>A plan that has not begun is given up.</summary>
public static class CancelReform
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy ghi lý do hủy."), StringLength(500, ErrorMessage = "Lý do dài quá 500 chữ. Hãy rút gọn.")]
        public string Reason { get; set; } = "";
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/reforms/{id:guid}/cancellation", async (Guid id, Command command, Handler handler, CancellationToken ct) => await handler.Run(command with { Id = id }, ct));

    public sealed class Handler(OrganizationDb db, ReformActs acts, LegalTime time)
    {
        public async Task<PlanReform.Made> Run(Command command, CancellationToken ct)
        {
            Check.Input(command);
            var reform = await acts.Own(command.Id, ct);
            reform.Cancel(time.Now);
            db.Record(reform, new ReformCancelled(reform.Id, command.Reason), command.Reason, acts.Post);
            await db.SaveChangesAsync(ct);
            return new(reform.Id, reform.Name, reform.Day, reform.Status);
        }
    }
}
