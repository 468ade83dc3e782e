using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Tests.Catalogue;

public sealed class ImportTests(App app) : IClassFixture<App>
{
    Task<Procedure> Procedure(string code) => app.Catalogue(db => db.Procedures.SingleAsync(p => p.Code == code));

    [Fact]
    public async Task A_complete_line_is_published_and_can_be_filed_under_at_once()
    {
        var report = await app.Import(Given.Line("9.100001", "Cấp giấy đủ thông tin"));
        Assert.Equal((1, 1, 0), (report.Added, report.Published, report.Unfinished.Count));
        var current = await app.Current("9.100001");
        Assert.Equal(new TimeLimit(3, TimeLimitUnit.WorkingDays), current!.TimeLimit);
        Assert.Equal((ProcedureLevel.Commune, 0L, 1), (current.Level, current.FeeVnd, current.Number));
        Assert.Equal(["accept", "process", "approve", "return"], current.Flow.Steps.Select(s => s.Key));
        Assert.All(await app.Journal((await Procedure("9.100001")).Id), line => Assert.True(line.Holds));
    }

    [Fact]
    public async Task A_changed_line_makes_a_new_version_and_the_old_one_stays_readable()
    {
        await app.Import(Given.Line("9.100002"));
        var first = (await app.Current("9.100002"))!;
        var report = await app.Import(Given.Line("9.100002", channels: [Given.Channel("online", value: 5)]));
        Assert.Equal((0, 1, 0), (report.Added, report.Changed, report.Unchanged));
        var second = (await app.Current("9.100002"))!;
        Assert.Equal((2, 5), (second.Number, second.TimeLimit.Value));
        Assert.Equal(3, (await app.Version(first.VersionId)).TimeLimit.Value);
        Assert.Equal([VersionStatus.Retired, VersionStatus.Published],
            await app.Catalogue(db => db.Versions.Where(v => v.Id == first.VersionId || v.Id == second.VersionId).OrderBy(v => v.Number).Select(v => v.Status).ToListAsync()));
    }

    [Fact]
    public async Task A_change_that_is_not_complete_leaves_what_is_published()
    {
        await app.Import(Given.Line("9.100003"));
        await app.Import(Given.Line("9.100003", channels: [Given.Channel("online", value: 7, unit: "unspecified")]));
        Assert.Equal(3, (await app.Current("9.100003"))!.TimeLimit.Value);
        Assert.Equal([Need.TimeLimitUnit], (await Procedure("9.100003")).OpenNeeds);
    }

    [Fact]
    public async Task Bad_lines_are_refused_by_number_and_the_rest_is_imported()
    {
        var report = await app.Import(Given.Line("9.100010"), "{\"code\": oh", Given.Line("1193"), Given.Line("9.100011", name: "  "), Given.Line("9.100012"), Given.Line("9.100010"), "", Given.Line("9.100013"));
        Assert.Equal([2, 3, 4, 6, 7], report.Refused.Select(r => r.Line));
        Assert.Equal(["bad JSON", "bad code", "no name", "9.100010 is on line 1", "bad JSON"], report.Refused.Zip(["bad JSON", "bad code", "no name", "9.100010 is on line 1", "bad JSON"], (r, start) => r.Reason[..start.Length]));
        Assert.Equal((8, 3), (report.Lines, report.Added));
        Assert.NotNull(await app.Current("9.100012"));
    }

    [Theory]
    [InlineData("9.100020", Need.TimeLimitUnit)]
    [InlineData("9.100021", Need.TimeLimit)]
    [InlineData("9.100022", Need.SeveralTimeLimits)]
    [InlineData("9.100023", Need.Fee)]
    [InlineData("9.100024", Need.FeeHasNote)]
    [InlineData("9.100025", Need.SeveralFees)]
    [InlineData("9.100026", Need.Unit)]
    [InlineData("9.100027", Need.SeveralLevels)]
    [InlineData("9.100028", Need.Channel)]
    [InlineData("9.100029", Need.Papers)]
    [InlineData("9.100030", Need.Unverified)]
    public async Task What_the_source_does_not_say_is_not_guessed_at(string code, Need need)
    {
        var report = await app.Import(need switch
        {
            Need.TimeLimitUnit => Given.Line(code, channels: [Given.Channel("counter", unit: "unspecified")]),
            Need.TimeLimit => Given.Line(code, channels: [Given.Channel("counter", value: null)]),
            Need.SeveralTimeLimits => Given.Line(code, channels: [Given.Channel("counter", 3), Given.Channel("counter", 5)]),
            Need.Fee => Given.Line(code, channels: [Given.Channel("counter", fee: null)]),
            Need.FeeHasNote => Given.Line(code, channels: [Given.Channel("counter", note: true)]),
            Need.SeveralFees => Given.Line(code, channels: [Given.Channel("counter", fee: 0), Given.Channel("counter", fee: 50_000)]),
            Need.Unit => Given.Line(code, field: "Cấp, quản lý căn cước"),
            Need.SeveralLevels => Given.Line(code, levels: ["province", "commune"]),
            Need.Channel => Given.Line(code, channels: []),
            Need.Papers => Given.Line(code, documents: []),
            _ => Given.Line(code, confidence: "low"),
        });
        Assert.Equal([need], Assert.Single(report.Unfinished).Needs);
        Assert.Equal(0, report.Published);
        Assert.Null(await app.Current(code));
    }

    [Fact]
    public async Task Channels_keep_their_own_limits_and_the_clock_takes_that_of_online_filing()
    {
        await app.Import(Given.Line("9.100040", channels: [Given.Channel("counter", 5, fee: 50_000), Given.Channel("online", 24, "hour", fee: 25_000), Given.Channel("post", 1, "month", fee: 50_000)]));
        var current = (await app.Current("9.100040"))!;
        Assert.Equal((new TimeLimit(24, TimeLimitUnit.OfficeHours), 25_000L), (current.TimeLimit, current.FeeVnd));
        var content = (await app.Catalogue(db => db.Versions.SingleAsync(v => v.Id == current.VersionId))).Read();
        Assert.Equal([new(5, TimeLimitUnit.WorkingDays), new(24, TimeLimitUnit.OfficeHours), new TimeLimit(1, TimeLimitUnit.CalendarMonths)], content.Channels.Select(c => c.TimeLimit!.Value));
    }

    [Fact]
    public async Task A_procedure_of_the_province_is_decided_by_the_department_of_its_field()
    {
        await app.Import(Given.Line("9.100041", levels: ["ministry", "province"]));
        var current = (await app.Current("9.100041"))!;
        Assert.Equal((ProcedureLevel.Province, "SO-TP"), (current.Level, current.DecidingUnitCode));
    }

    [Fact]
    public async Task What_was_completed_by_hand_stays_and_is_counted()
    {
        var before = (await app.Current("1.001193"))!;
        var raw = Given.Line("1.001193", "Tên khác", channels: [Given.Channel("counter", 9)]);
        var report = await app.Import(raw);
        Assert.Equal((1, 0, 0), (report.KeptByHand, report.Changed, report.Added));
        Assert.Equal(before.VersionId, (await app.Current("1.001193"))!.VersionId);
        Assert.Equal(1, (await app.Import(raw)).KeptByHand);
        Assert.Empty((await Procedure("1.001193")).OpenNeeds);
    }

    [Fact]
    public async Task The_curated_procedures_are_published_from_the_start()
    {
        var birth = (await app.Current("1.001193"))!;
        Assert.Equal(("birth-registration", "Làm giấy khai sinh cho con", ProcedureLevel.Commune), (birth.FormKey, birth.EverydayName, birth.Level));
        Assert.True(birth.TimeLimit.IsSameDay);
        Assert.Contains(birth.Documents, d => d is { Key: "birth-certificate-hospital", Required: true });
        var curated = app.Services.GetRequiredService<CuratedFile>().Procedures.Select(p => p.Code).Order();
        Assert.Equal(curated, await app.Catalogue(db => db.Procedures.Where(p => p.Origin == Origin.Curated && p.PublishedVersionId != null).Select(p => p.Code).OrderBy(c => c).ToListAsync()));
        Assert.Null(await app.Current("1.003197")); // the police decide: nothing is filed here
    }

    [Fact]
    public async Task Only_an_editor_of_the_catalogue_imports()
    {
        var clerk = await As(Demo.Clerk);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => app.Import(Given.Line("9.100050"), clerk));
        Assert.Equal((403, "catalogue.not-editor"), (refusal.Status, refusal.Code));
        Assert.False(await app.Catalogue(db => db.Procedures.AnyAsync(p => p.Code == "9.100050")));
        Assert.Equal(1, (await app.Import(Given.Line("9.100050"), await As(Demo.Editor))).Added);
    }

    [Fact]
    public async Task An_import_is_in_the_journal_of_the_catalogue()
    {
        await app.Import(Given.Line("9.100060"));
        var lines = await app.Journal(StableId.Of("catalogue", "state"));
        Assert.Equal("catalogue.catalogue-imported", lines[^1].Entry.Event);
        Assert.All(lines, line => Assert.True(line.Holds));
        await app.Import(Given.Line("9.100060"));
        Assert.Equal(lines.Count, (await app.Journal(StableId.Of("catalogue", "state"))).Count);
    }

    async Task<Actor> As(string login)
    {
        var officer = Demo.OfficerOf(login);
        var directory = await app.Services.GetRequiredService<DirectoryCache>().Get();
        return directory.ActorFor(officer, officer, app.Time.Now, app.Time.Today);
    }
}
