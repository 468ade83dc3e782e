using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host.Seeding;
using NhatLe.Organization;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Organization;

/// <summary>A province with some hundred dossiers under way.</summary>
public sealed class ReformApp : App, IAsyncLifetime
{
    public const int Dossiers = 400;

    private protected override NhatLe.Host.Settings Adjust(NhatLe.Host.Settings settings) => settings with { Peopled = true };

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await using var scope = Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<BulkSeed>(scope.ServiceProvider).Run(Dossiers, _ => { }, default, openShare: 0.9);
    }

    public static async Task<ReformApp> Begin()
    {
        var app = new ReformApp();
        await ((IAsyncLifetime)app).InitializeAsync();
        return app;
    }
}

/// <summary>What must be the same before and after a reform, read past the application's rules.</summary>
sealed record Kept(Dictionary<Guid, string> Dossiers, Dictionary<Guid, string> Duties, Dictionary<Guid, Guid> Units)
{
    static readonly DossierStatus[] Ended = [DossierStatus.Returned, DossierStatus.Refused, DossierStatus.Stopped];

    public static async Task<Kept> Of(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var dossiers = await scope.ServiceProvider.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().ToListAsync();
        var duties = await scope.ServiceProvider.GetRequiredService<PlatformDb>().Duties.AsNoTracking().Where(d => d.EndedAt == null).ToListAsync();
        return new(dossiers.ToDictionary(d => d.Id, d => $"{d.Code} {d.Status} {d.Step} {d.DueAt:O} {d.Clock} {d.AcceptedAt:O} {d.AnswerDueAt:O} {d.FiledOn}"),
            duties.ToDictionary(d => d.Id, d => $"{d.SubjectId} {d.Kind} {d.Permit} {d.DueAt:O} {d.Paused} {d.OpenedAt:O}"), dossiers.ToDictionary(d => d.Id, d => d.UnitId));
    }

    /// <summary>Nothing is missing, nothing is doubled, clocks and dates are those of before, all that is open lies with living units, and the chains hold.</summary>
    public static async Task MustHold(IServiceProvider services, Kept before)
    {
        var after = await Of(services);
        Assert.Equal(before.Dossiers.OrderBy(d => d.Key), after.Dossiers.OrderBy(d => d.Key));
        Assert.Equal(before.Duties.OrderBy(d => d.Key), after.Duties.OrderBy(d => d.Key));

        await using var scope = services.CreateAsyncScope();
        var units = await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Confirm();
        var platform = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var open = await platform.Duties.AsNoTracking().Where(d => d.EndedAt == null).ToListAsync();
        Assert.All(open, d => Assert.False(units.Unit(d.UnitId).HasEnded, $"{d.Code} is owed by {units.Unit(d.UnitId).FullName}, which has ended."));
        var owed = open.ToLookup(d => d.SubjectId, d => d.UnitId);
        var dossiers = await scope.ServiceProvider.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().ToListAsync();
        foreach (var dossier in dossiers.Where(d => !Ended.Contains(d.Status)))
        {
            Assert.False(units.Unit(dossier.UnitId).HasEnded, $"{dossier.Code} lies with {units.Unit(dossier.UnitId).FullName}, which has ended.");
            Assert.All(owed[dossier.Id], unit => Assert.Equal(dossier.UnitId, unit));
            Assert.Equal(units.Now(before.Units[dossier.Id]).Id, dossier.UnitId);
            Assert.Equal(dossier.UnitId == before.Units[dossier.Id] ? null : before.Units[dossier.Id], dossier.FiledUnitId);
        }
        foreach (var dossier in dossiers.Where(d => Ended.Contains(d.Status))) Assert.Equal(before.Units[dossier.Id], dossier.UnitId);
        var found = await platform.SearchDocuments.AsNoTracking().ToDictionaryAsync(d => d.SubjectId, d => d.UnitId);
        Assert.All(dossiers, d => Assert.Equal(d.UnitId, found[d.Id]));
        var check = await scope.ServiceProvider.GetRequiredService<JournalCheck>().Run(progress: null, default);
        Assert.Null(check.First);
        var moved = await platform.Entries.AsNoTracking().Where(e => e.Event == "services.dossier-moved").GroupBy(e => e.SubjectId).Select(g => g.Count()).ToListAsync();
        Assert.All(moved, n => Assert.Equal(1, n));
        Assert.Equal(dossiers.Count(d => d.FiledUnitId is not null), moved.Count);
    }
}

static class Reforming
{
    public const string Administrator = "quan-tri";

    public sealed record Line(string Words, string From, string To, long Count, bool Moves);
    public sealed record Part(string Name, IReadOnlyList<Line> Lines);
    public sealed record Question(string Key, string? Default, IReadOnlyList<ChoiceOf> Choices);
    public sealed record ChoiceOf(string Value);
    public sealed record Problem(string Words);
    public sealed record View(Guid Id, string Name, DateOnly Day, ReformStatus Status, long Version, string? Held, IReadOnlyList<Problem>? Problems, IReadOnlyList<Question>? Questions, IReadOnlyList<Part> Parts, int Steps, ReformOutcome? Outcome);

    public static async Task<View> Planned(this App app, object command)
    {
        var made = await (await app.As(Administrator)).Post<PlanReform.Made>("/api/organization/reforms", command);
        return await app.Reform(made.Id);
    }

    public static Task<View> PlannedFrom(this App app, string file) => app.Planned(new { id = Guid.CreateVersion7(app.Time.Now), file });

    public static async Task<View> Reform(this App app, Guid id) => await (await app.As(Administrator)).Get<View>($"/api/organization/reforms/{id}");

    public static async Task Answer(this App app, View reform)
    {
        var chosen = reform.Questions!.Where(q => q.Default is null).ToDictionary(q => q.Key, q => q.Choices[0].Value);
        await (await app.As(Administrator)).Post<PlanReform.Made>($"/api/organization/reforms/{reform.Id}/answers", new { answers = chosen });
    }

    public static async Task Schedule(this App app, Guid id, bool atOnce) =>
        await (await app.As(Administrator)).Post<PlanReform.Made>($"/api/organization/reforms/{id}/schedule", new { atOnce });

    public static async Task<View> Done(this App app, Guid id)
    {
        for (var i = 0; i < 1200; i++)
        {
            if (await app.Reform(id) is { Status: ReformStatus.Done } done) return done;
            await Task.Delay(50);
        }
        throw new Xunit.Sdk.XunitException("It was not executed: " + (await app.Reform(id)).Held);
    }

    public static Task<T> Organization<T>(this App app, Func<OrganizationDb, Task<T>> work) => app.With(work);

    public static Guid Unit(string code) => StableId.Of("unit", code);
}
