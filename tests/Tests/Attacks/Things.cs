using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Assignments.Tasks;
using NhatLe.Identity;
using NhatLe.Organization.Delegations;
using NhatLe.Platform.Data;
using NhatLe.Services;
using NhatLe.Services.Visits;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Payments;
using NhatLe.Tests.Post;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Attacks;

/// <summary>One of everything that belongs to a mother in Trọng Hóa and to the officers of that commune, with the ids an attacker would need.</summary>
sealed class Things
{
    public string Filed { get; private set; } = "";
    public string Accepted { get; private set; } = "";
    public string Supplement { get; private set; } = "";
    public string Returned { get; private set; } = "";
    public Guid Draft { get; private set; }
    public Guid DeskDraft { get; private set; }
    public PaidFee Fee { get; private set; } = null!;
    public SentLetter Letter { get; private set; } = null!;
    public string Visit { get; private set; } = "";
    public string TaskCode { get; private set; } = "";
    public Guid Post { get; private set; }
    public Guid Delegation { get; private set; }
    public Guid Leave { get; private set; }
    public Guid Reform { get; private set; }
    public Guid Notice { get; private set; }
    public Guid Paper { get; private set; }
    public Guid DraftFile { get; private set; }
    public Guid Message { get; } = Guid.CreateVersion7(App.Start);
    public const string SystemCode = "phan-mem-la";

    static int made;

    public static async Task<Things> Of(App app)
    {
        var things = new Things();
        var (mother, chair, clerk) = (await app.As(Filing.Mother), await app.As(Filing.Chair), await app.As(Filing.Clerk));
        (things.Filed, things.Accepted, things.Supplement) = ((await app.GivenFiled()).Code, (await app.GivenFiled()).Code, (await app.GivenFiled()).Code);
        await app.Act(Filing.Clerk, things.Accepted, "acceptance");
        await app.Act(Filing.Clerk, things.Supplement, "supplement-request", new { what = "Giấy chứng sinh" });
        things.Returned = await app.GivenReturned();
        things.Draft = await mother.Begin();
        await mother.UploadPapers(things.Draft);
        things.DeskDraft = app.NewGuid();
        await clerk.PostJson("/api/services/desk/drafts", new { id = things.DeskDraft, procedureCode = Filing.BirthRegistration, citizenNumber = "044196004217" });
        things.Visit = (await mother.Post<BookVisit.Ticket>("/api/services/visits", new { id = things.Draft, unitCode = "18907", at = App.Day(2024, 11, 20 + (Interlocked.Increment(ref made) % 2), 9, 30 * (made / 2 % 2)), person = "Hồ Thị Mai Liên", phone = "0900000101" })).Code;
        things.TaskCode = (await chair.Post<ActResultOfTask>("/api/assignments", new { id = app.NewGuid(), what = "Rà soát", unit = "18907", officer = FactsApp.Justice })).Code;
        things.Post = await app.Db(db => db.Positions.Where(p => p.OfficerId == FactsApp.Clerk && p.UnitId == FactsApp.TrongHoa).Select(p => p.Id).FirstAsync());
        things.Delegation = (await clerk.Post<GiveDelegation.Given>("/api/organization/delegations", new { id = app.NewGuid(), position = things.Post, officer = FactsApp.Justice, permits = new[] { "services.accept" }, until = app.Time.Now.AddDays(3), reason = "Đi họp" })).Id;
        things.Leave = app.NewGuid();
        await (await app.As(Filing.Justice)).PostJson("/api/organization/leaves", new { id = things.Leave, from = "2024-12-02", until = "2024-12-03", reason = "Việc nhà" });
        var admin = await app.As("quan-tri");
        await admin.PostJson("/api/organization/reforms", new { id = app.NewGuid(), file = "2024-12-01" }); // or it is there already
        things.Reform = (await admin.Get<List<Planned>>("/api/organization/reforms"))[0].Id;
        await admin.PostJson("/api/identity/clients", new { id = app.NewGuid(), clientId = SystemCode, name = "Phần mềm lạ", redirectUris = "https://rp.example.vn/cb", grants = new[] { "authorization_code" }, forCitizens = true, forOfficers = true });
        things.Fee = await PaidFee.Of(app);
        things.Letter = await SentLetter.Of(app, things.Accepted, things.Fee.Paid);
        await app.Settled();
        var person = await app.Account(Filing.Mother);
        things.Notice = await app.Db(db => db.Notices.Where(n => n.AccountId == person).Select(n => n.Id).FirstAsync());
        await using var scope = app.Services.CreateAsyncScope();
        var services = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        things.Paper = await services.Papers.Where(p => services.Dossiers.Any(d => d.Id == p.DossierId && d.Code == things.Filed)).Select(p => p.Id).FirstAsync();
        things.DraftFile = await services.DraftFiles.Where(f => f.DraftId == things.Draft).Select(f => f.Id).FirstAsync();
        return things;
    }

    sealed record ActResultOfTask(string Code);

    sealed record Planned(Guid Id);

    /// <summary>What stands in the holes of an address so that it names one of these.</summary>
    public Func<string, string?> IdFor(Door door) => hole => (hole, door.Pattern) switch
    {
        ("code", var p) when p.StartsWith("/quan-tri/he-thong", StringComparison.Ordinal) => SystemCode,
        ("clientId", _) => SystemCode,
        (_, var p) when Fee.Find(hole, p) is { } money => money,
        (_, var p) when Letter.Find(hole, p) is { } letter => letter,
        ("code", var p) when p.Contains("/thu-tuc", StringComparison.Ordinal) || p.Contains("/danh-muc", StringComparison.Ordinal) || p.StartsWith("/dich-vu-cong", StringComparison.Ordinal) || p.Contains("/procedures/", StringComparison.Ordinal) => Filing.BirthRegistration,
        ("code", var p) when p.StartsWith("/to-chuc", StringComparison.Ordinal) || p.StartsWith("/mot-cua", StringComparison.Ordinal) || p.Contains("/units/", StringComparison.Ordinal) => "18907",
        ("code", var p) when p.Contains("nhiem-vu", StringComparison.Ordinal) || p.Contains("/assignments/", StringComparison.Ordinal) => TaskCode,
        ("code", var p) when p.Contains("lich-hen", StringComparison.Ordinal) || p.Contains("/visits/", StringComparison.Ordinal) => Visit,
        ("code", var p) when p.EndsWith("/rating", StringComparison.Ordinal) => Returned,
        ("code", var p) when p.Contains("/giay/", StringComparison.Ordinal) => Supplement,
        ("code", var p) when p.StartsWith("/ho-so", StringComparison.Ordinal) || p.EndsWith("/processing", StringComparison.Ordinal) || p.EndsWith("/new-appointment", StringComparison.Ordinal) || p.EndsWith("/issued-papers", StringComparison.Ordinal) => Accepted,
        ("code", _) => Filed,
        ("id", var p) when p.StartsWith("/thong-bao", StringComparison.Ordinal) => Notice.ToString(),
        ("id", var p) when p.StartsWith("/quay", StringComparison.Ordinal) => DeskDraft.ToString(),
        ("id", var p) when p.StartsWith("/tep/nhap", StringComparison.Ordinal) => DraftFile.ToString(),
        ("id", var p) when p.StartsWith("/tep", StringComparison.Ordinal) => Paper.ToString(),
        ("id", var p) when p.Contains("/sap-xep", StringComparison.Ordinal) || p.Contains("/reforms", StringComparison.Ordinal) => Reform.ToString(),
        ("id", var p) when p.Contains("/can-bo/", StringComparison.Ordinal) || p.Contains("/officers/", StringComparison.Ordinal) => FactsApp.Clerk.ToString(),
        ("id", var p) when p.Contains("/quyen/", StringComparison.Ordinal) || p.Contains("/posts/", StringComparison.Ordinal) => Post.ToString(),
        ("id", var p) when p.Contains("/delegations/", StringComparison.Ordinal) => Delegation.ToString(),
        ("id", var p) when p.Contains("/leaves/", StringComparison.Ordinal) => Leave.ToString(),
        ("id", var p) when p.Contains("/messages/", StringComparison.Ordinal) => Message.ToString(),
        ("id", _) => Draft.ToString(),
        ("number", _) => "1",
        ("target", _) => Draft.ToString(),
        ("seq", _) => "2",
        ("key", _) => "identity",
        ("act", _) => "tiep-nhan",
        ("name", _) => "files.sweep",
        ("subject", _) => Draft.ToString(),
        _ => null,
    };

}

static class Reading
{
    public static Guid NewGuid(this App app) => Guid.CreateVersion7(app.Time.Now);

    public static async Task<Guid> Account(this App app, string login)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().Accounts.Where(a => a.Login == login).Select(a => a.Id).SingleAsync();
    }

    /// <summary>Every row of a table as text, or those in which a value stands; columns that move by themselves left out.</summary>
    public static async Task<SortedSet<string>> Rows(this App app, string table, string[]? without = null, Guid? with = null)
    {
        var database = app.Services.GetRequiredService<Database>();
        await using var connection = await database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM {table}";
        await using var rows = await command.ExecuteReaderAsync();
        SortedSet<string> read = new(StringComparer.Ordinal);
        while (await rows.ReadAsync())
        {
            var columns = Enumerable.Range(0, rows.FieldCount).Where(i => without?.Contains(rows.GetName(i)) != true).Select(i => (Name: rows.GetName(i), Text: rows.GetValue(i) switch { byte[] bytes => Convert.ToHexString(bytes), var value => Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "" })).ToList();
            if (with is { } id && !columns.Exists(c => c.Text.Equals(id.ToString(), StringComparison.OrdinalIgnoreCase) || c.Text.Equals(id.ToString("N"), StringComparison.OrdinalIgnoreCase) || c.Text.Equals(Convert.ToHexString(id.ToByteArray()), StringComparison.OrdinalIgnoreCase))) continue;
            read.Add(table + ": " + string.Join(" | ", columns.Select(c => $"{c.Name}={c.Text}")));
        }
        return read;
    }

    public static async Task<List<string>> Tables(this App app)
    {
        var database = app.Services.GetRequiredService<Database>();
        await using var connection = await database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = database.IsPostgres ? "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'" : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'";
        await using var names = await command.ExecuteReaderAsync();
        List<string> tables = [];
        while (await names.ReadAsync()) tables.Add(names.GetString(0));
        return tables;
    }
}
