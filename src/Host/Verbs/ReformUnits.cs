using System.CommandLine;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using NhatLe.Organization;
using NhatLe.Organization.Reforms;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Host.Verbs;

/// <summary><c>nhatle reform</c>: rehearses a plan of data/reforms/, and executes it at once. Cut off, the same command goes on behind the last step.</summary>
static class ReformUnits
{
    public static Command Command()
    {
        var file = new Argument<string>("plan") { Description = "A file of data/reforms/, without .json." };
        var execute = new Option<bool>("--execute") { Description = "Executes it, with effect from today. Without it the plan is only rehearsed." };
        var first = new Option<bool>("--choose-first") { Description = "Where a person has to choose, the first choice is taken. For demonstrations and measurements." };
        var command = new Command("reform", "Rehearses a reform of units by law, and executes it. No server runs on the database meanwhile, or it executes it itself.") { file, execute, first }.WithCommon();
        command.SetAction((parsed, ct) => Run(CommonOptions.Settings(parsed), parsed.GetValue(file)!, parsed.GetValue(execute), parsed.GetValue(first), ct));
        return command;
    }

    static async Task<int> Run(Settings settings, string file, bool execute, bool first, CancellationToken ct)
    {
        if (!CommonOptions.AreSound(settings)) return 1;
        await using var app = NhatLeApp.Build(settings);
        await using var scope = app.Services.As(Actor.System);
        if (!await CommonOptions.IsReady(scope.ServiceProvider, ct)) return 1;
        try
        {
            return await Run(scope.ServiceProvider, file, execute, first, ct);
        }
        catch (Refusal refusal)
        {
            Console.Error.WriteLine("nhatle: " + refusal.Message);
            return 1;
        }
    }

    static async Task<int> Run(IServiceProvider services, string file, bool execute, bool first, CancellationToken ct)
    {
        var db = services.GetRequiredService<OrganizationDb>();
        var key = services.GetRequiredService<ReformFiles>().Read(file).Key;
        var id = await db.Reforms.AsNoTracking().Where(r => r.Key == key && (r.Status == ReformStatus.Draft || r.Status == ReformStatus.Scheduled || r.Status == ReformStatus.Running)).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(ct)
            ?? (await services.GetRequiredService<PlanReform.Handler>().Run(new() { Id = Guid.CreateVersion7(db.Now), File = file }, ct)).Id;
        var reader = services.GetRequiredService<ReadReform.Handler>();
        var answer = await reader.Run(id, ct);
        if (answer.Reform.Status == ReformStatus.Draft)
        {
            if (first && answer.Reading!.Questions.Where(q => q.Default is null && !answer.Reform.Given.ContainsKey(q.Key)).ToDictionary(q => q.Key, q => q.Choices[0].Value) is { Count: > 0 } chosen)
            {
                await services.GetRequiredService<AnswerReform.Handler>().Run(new() { Id = id, Answers = chosen }, ct);
                answer = await reader.Run(id, ct);
            }
            Tell(answer, await services.GetRequiredService<DirectoryCache>().Get(ct));
            if (!execute) return answer.Reading!.Problems.Count == 0 ? 0 : 1;
            await services.GetRequiredService<NhatLe.Platform.Jobs.JobRunner>().MakeRows(ct); // on a database that no server has run on yet
            await services.GetRequiredService<ScheduleReform.Handler>().Run(new() { Id = id, AtOnce = true }, ct);
        }
        else if (answer.Steps > 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"It was cut off after {answer.Steps} steps, and goes on."));
        await services.GetRequiredService<ExecuteReforms>().Run(ct);
        db.ChangeTracker.Clear();
        var reform = await db.Reforms.AsNoTracking().SingleAsync(r => r.Id == id, ct);
        if (reform.Outcome is not { } outcome)
        {
            Console.Error.WriteLine("nhatle: " + (reform.Held ?? "it is executed by a server that runs."));
            return 1;
        }
        foreach (var (who, moved) in outcome.Moved.OrderBy(m => m.Key, StringComparer.Ordinal)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {who,-20} {moved,8} moved"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{outcome.Units} units ended, {outcome.Communes} of them communes; {outcome.Lost} records lost; {outcome.Seconds} s."));
        return outcome.Lost == 0 ? 0 : 1;
    }

    static void Tell(ReadReform.Answer answer, DirectorySnapshot units)
    {
        foreach (var problem in answer.Reading!.Problems) Console.Error.WriteLine("nhatle: " + string.Format(CultureInfo.InvariantCulture, problem.Words, [.. problem.Args]));
        foreach (var question in answer.Reading.Open(answer.Reform.Given)) Console.WriteLine("  ? " + string.Format(CultureInfo.InvariantCulture, question.Words, [.. question.Args]));
        foreach (var part in answer.Parts)
        foreach (var lines in part.Lines.GroupBy(l => (l.Words, l.Moves)))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {part.Words}: {lines.Key.Words} {lines.Sum(l => l.Count)}{(lines.Key.Moves ? "" : " (stay)")}, {lines.Select(l => units.FindUnit(l.FromId)?.FullName).Distinct().Count()} units"));
    }
}
