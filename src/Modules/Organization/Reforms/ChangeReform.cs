using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Contracts.Organization;
using NhatLe.Platform;
using NhatLe.Platform.Directory.Reform;

namespace NhatLe.Organization.Reforms;

/// <summary>A draft gets another day, or a change more or less.</summary>
public static class ChangeReform
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>The version the person saw: the number of a change is another one's after somebody else dropped one.</summary>
        public long? Version { get; set; }

        public DateOnly? Day { get; set; }

        /// <summary>A change more, at the end.</summary>
        public UnitChange? Add { get; set; }

        /// <summary>The number of the change that is dropped, from 1.</summary>
        public int? Drop { get; set; }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/reforms/{id:guid}/changes", async (Guid id, Command command, Handler handler, CancellationToken ct) => await handler.Run(command with { Id = id }, ct));

    public sealed class Handler(OrganizationDb db, ReformActs acts)
    {
        public async Task<PlanReform.Made> Run(Command command, CancellationToken ct)
        {
            var reform = await acts.Own(command.Id, ct);
            if (command.Version is { } seen && seen != reform.Version) throw await db.Changed(reform, ct);
            var plan = reform.ThePlan;
            if (command.Day is { } day)
                plan = day.Year is < 2000 or > 2099 ? throw Refusal.Invalid(nameof(Command.Day), "Hãy ghi ngày thi hành.") : plan with { Day = day };
            if (command.Drop is { } number)
                plan = number < 1 || number > plan.Changes.Count ? throw Refusal.Conflict("reform.changed", "Thay đổi này không còn trong phương án. Tải lại trang.") : plan with { Changes = [.. plan.Changes.Where((_, n) => n != number - 1)] };
            if (command.Add is { } change)
            {
                plan = plan with { Changes = [.. plan.Changes, change] };
                ReformActs.MustBeWhole(plan);
                await acts.Demand(plan, ct);
            }
            reform.Change(plan);
            db.Record(reform, new ReformChanged(reform.Id, reform.Day, plan.Changes.Count), note: null, acts.Post);
            await db.SaveChangesAsync(ct);
            return new(reform.Id, reform.Name, reform.Day, reform.Status);
        }
    }
}

/// <summary>What a person chose where the plan leaves it open.</summary>
public static class AnswerReform
{
    public sealed record Command
    {
        public Guid Id { get; set; }

        /// <summary>By the key of the question; what is not a question of the plan is left out.</summary>
        public Dictionary<string, string> Answers { get; set; } = [];
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/organization/reforms/{id:guid}/answers", async (Guid id, Command command, Handler handler, CancellationToken ct) => await handler.Run(command with { Id = id }, ct));

    public sealed class Handler(OrganizationDb db, ReformActs acts, Rehearsal rehearsal)
    {
        public async Task<PlanReform.Made> Run(Command command, CancellationToken ct)
        {
            var reform = await acts.Own(command.Id, ct);
            if (command.Answers is null) throw Refusal.Invalid(nameof(Command.Answers), "Hãy chọn trong danh sách.");
            var asked = (await rehearsal.Read(reform, ct)).Questions.ToDictionary(q => q.Key);
            foreach (var (key, value) in command.Answers)
                if (asked.TryGetValue(key, out var question) && question.Choices.All(c => c.Value != value)) throw Refusal.Invalid(key, "Hãy chọn trong danh sách.");
            var given = reform.Given.Concat(command.Answers.Where(a => asked.ContainsKey(a.Key))).GroupBy(a => a.Key).ToDictionary(g => g.Key, g => g.Last().Value);
            var changed = given.Count(a => reform.Given.GetValueOrDefault(a.Key) != a.Value);
            if (changed > 0)
            {
                reform.Answer(given);
                db.Record(reform, new ReformAnswered(reform.Id, changed), note: null, acts.Post);
                await db.SaveChangesAsync(ct);
            }
            return new(reform.Id, reform.Name, reform.Day, reform.Status);
        }
    }
}
