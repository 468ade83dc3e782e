using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Assignments;
using NhatLe.Assignments.Tasks;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Assignments;

/// <summary>Leaders and those they give tasks to: the starting point of the tests here.</summary>
static class Given
{
    public const string Province = "chu-tich.tinh", District = "chu-tich.minhhoa", Commune = "chu-tich.tronghoa", Justice = "tu-phap.tronghoa", Department = "giam-doc.sotuphap", Clerk = "mot-cua.tronghoa";
    public const string TrongHoa = "18907", NguHoa = "18979", MinhHoa = "452", DongHoi = "450", DepartmentOfJustice = "SO-TP";

    public static Guid NewId(this App app) => Guid.CreateVersion7(app.Time.Now);

    /// <summary>The province's chair gives a task to Trọng Hóa, or whatever <paramref name="more"/> says.</summary>
    public static async Task<ActResult> GivenTask(this App app, string login = Province, string unit = TrongHoa, string what = "Giải quyết ngay, báo cáo kết quả", object? more = null)
    {
        Dictionary<string, object?> body = new() { ["id"] = app.NewId(), ["what"] = what, ["unit"] = unit };
        foreach (var property in more?.GetType().GetProperties() ?? []) body[property.Name] = property.GetValue(more);
        return await (await app.As(login)).Post<ActResult>("/api/assignments", body);
    }

    public static async Task<ActResult> Do(this App app, string login, string code, string act, object? body = null) =>
        await (await app.As(login)).Post<ActResult>($"/api/assignments/{code}/{act}", body ?? new { });

    public static Task<T> Tasks<T>(this App app, Func<AssignmentsDb, Task<T>> work) => app.With(work);

    public static Task<Assignment> Task(this App app, string code) => app.Tasks(db => db.Assignments.AsNoTracking().SingleAsync(a => a.Code == code));

    public static async Task<List<Duty>> DutiesOf(this App app, string code)
    {
        var id = (await app.Task(code)).Id;
        return await app.Db(db => db.Duties.AsNoTracking().Where(d => d.SubjectId == id).OrderBy(d => d.OpenedAt).ThenBy(d => d.Id).ToListAsync());
    }

    /// <summary>Kind, unit and outcome of every duty of a task, by name.</summary>
    public static async Task<List<string>> DutyLines(this App app, string code)
    {
        var snapshot = await app.Services.GetRequiredService<DirectoryCache>().Get(default);
        return [.. (await app.DutiesOf(code)).Select(d => $"{d.Kind} {snapshot.Unit(d.UnitId).Code} {d.Outcome}".TrimEnd()).Order(StringComparer.Ordinal)];
    }

    public static async Task<Officer> OfficerNamed(this App app, string name) => await app.Db(db => db.Officers.AsNoTracking().SingleAsync(o => o.FullName == name));

    /// <summary>The officer behind the commune's justice account.</summary>
    public static async Task<Guid> JusticeOfficer(this App app)
    {
        var accounts = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "demo-accounts.json"));
        using var json = System.Text.Json.JsonDocument.Parse(accounts);
        var id = json.RootElement.GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("login").GetString() == Justice).GetProperty("officer_id").GetGuid();
        return await app.Db(db => db.Officers.Where(o => o.Id == id).Select(o => o.Id).SingleAsync());
    }

    /// <summary>The three facts of a task as one text: what a refused act must leave as it was.</summary>
    public static async Task<string> FactsOf(this App app, string code)
    {
        var a = await app.Task(code);
        var duties = (await app.DutiesOf(code)).Select(d => $"{d.Kind} {d.UnitId} {d.DueAt:O} {d.EndedAt:O} {d.Outcome}");
        return string.Join('\n', [$"{a.Version} {Convert.ToHexString(a.Head)} {a.Status} {a.DueAt:O} {a.Clock} {a.AskedUntil}", $"{(await app.Journal(a.Id)).Count} entries", .. duties]);
    }
}
