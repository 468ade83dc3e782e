using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;

namespace NhatLe.Tests.Facts;

/// <summary>The application with one module more: matters, whose duties the real officers of Trọng Hóa and Ngư Hóa owe.</summary>
public sealed class FactsApp : App
{
    public const string Accept = "services.accept", Process = "services.process";

    public static readonly Guid TrongHoa = StableId.Of("unit", "18907"), MinhHoa = StableId.Of("unit", "452");

    /// <summary>The one-stop clerk and the justice official of Trọng Hóa, a specialist of Minh Hóa district.</summary>
    public static readonly Guid Clerk = Guid.Parse("6fddfeda-ad3d-5675-9fd3-79ded2adc29a"), Justice = Guid.Parse("fa08b0ff-76bb-5853-b7cb-109e8e8ae30d"), Specialist = Guid.Parse("ae17c191-b144-5d99-b45d-17869648b85d");

    public const string ClerkLogin = "mot-cua.tronghoa", JusticeLogin = "tu-phap.tronghoa", SpecialistLogin = "chuyen-vien.minhhoa", AdministratorLogin = "quan-tri", CitizenLogin = "mai.lien";

    protected override void Replace(IServiceCollection services)
    {
        services.AddSingleton(new SchemaSource("matters", typeof(Matter).Assembly));
        services.AddModuleDb<MatterDb>();
        services.AddSingleton<Faults>();
        services.AddReaction<MatterMoved, FollowMatter>();
    }

    public Faults Faults => Services.GetRequiredService<Faults>();
    public LiveHub Live => Services.GetRequiredService<LiveHub>();

    public async Task<Actor> Officer(Guid officerId) =>
        (await Services.GetRequiredService<DirectoryCache>().Get()).ActorFor(officerId, officerId, Time.Now, Time.Today);

    /// <summary>One act of an officer, in a scope of its own as a request has.</summary>
    public async Task<T> Act<T>(Guid officerId, Func<MatterDb, Task<T>> act)
    {
        await using var scope = Services.As(await Officer(officerId));
        return await act(scope.ServiceProvider.GetRequiredService<MatterDb>());
    }

    public Task Act(Guid officerId, Func<MatterDb, Task> act) => Act<object?>(officerId, async db => { await act(db); return null; });

    /// <summary>An open matter, on which Trọng Hóa owes something by <paramref name="dueAt"/>.</summary>
    public Task<Matter> GivenMatter(string title, DateTimeOffset? dueAt, string kind = "test.process", string permit = Process, Guid? unitId = null, Guid? officerId = null, bool answersCitizen = false, Guid? owner = null) =>
        Act(Clerk, async db =>
        {
            var unit = unitId ?? TrongHoa;
            var matter = Matter.Open(db.Now, owner ?? unit, title);
            db.Matters.Add(matter);
            db.Record(matter, new MatterOpened(title));
            db.Owe(matter, kind, unit, permit, dueAt, new DutyCard(title, "Hồ Thị Mai Liên", "T-" + title, "/thu/" + matter.Id, answersCitizen), officerId);
            await db.SaveChangesAsync();
            return matter;
        });

    /// <summary>Moves the matter once more, with whatever else belongs to the act.</summary>
    public Task Move(Guid matterId, Action<MatterDb, Matter>? more = null, Guid? by = null) => Act(by ?? Justice, async db =>
    {
        var matter = await db.Matters.SingleAsync(m => m.Id == matterId);
        db.Record(matter, new MatterMoved("bước sau"));
        more?.Invoke(db, matter);
        await db.SaveChangesAsync();
    });

    public Task<List<Duty>> Duties(Guid matterId) => Db(db => db.Duties.AsNoTracking().Where(d => d.SubjectId == matterId).OrderBy(d => d.OpenedAt).ToListAsync());

    public async Task<Duty> OnlyDuty(Guid matterId) => Assert.Single(await Duties(matterId));

    /// <summary>Waits at most ten seconds for something that happens by itself.</summary>
    public static async Task Until(Func<Task<bool>> happened, string what)
    {
        for (var i = 0; i < 400; i++)
        {
            if (await happened()) return;
            await Task.Delay(25);
        }
        Assert.Fail("It did not happen: " + what);
    }
}
