using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Services;
using static NhatLe.Tests.Assignments.Given;

namespace NhatLe.Tests.Assignments;

/// <summary>Who gives to whom, who sees it, and what a task about a dossier lets the other unit see.</summary>
public sealed class ScopeTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData(Province, DongHoi)]
    [InlineData(Province, DepartmentOfJustice)]
    [InlineData(Province, "TTHCC")]
    [InlineData(District, TrongHoa)]
    [InlineData("chanh-van-phong", MinhHoa)]
    public async Task A_leader_gives_to_the_units_below(string login, string unit) =>
        Assert.Contains($"assignments.do {unit}", await app.DutyLines((await app.GivenTask(login, unit)).Code));

    [Theory]
    [InlineData(District, DongHoi, HttpStatusCode.UnprocessableEntity)]
    [InlineData(District, "44", HttpStatusCode.UnprocessableEntity)]
    [InlineData(District, DepartmentOfJustice, HttpStatusCode.UnprocessableEntity)]
    [InlineData(Commune, NguHoa, HttpStatusCode.UnprocessableEntity)]
    [InlineData(Commune, TrongHoa, HttpStatusCode.UnprocessableEntity)] // in the own unit a person is named
    [InlineData(Department, TrongHoa, HttpStatusCode.UnprocessableEntity)]
    [InlineData(Justice, TrongHoa, HttpStatusCode.Forbidden)]
    [InlineData("quan-tri", TrongHoa, HttpStatusCode.Forbidden)]
    [InlineData(Filing.Mother, TrongHoa, HttpStatusCode.Forbidden)]
    [InlineData("", TrongHoa, HttpStatusCode.Unauthorized)]
    public async Task And_to_no_others(string login, string unit, HttpStatusCode expected)
    {
        var before = await app.Tasks(db => db.Assignments.CountAsync());
        var person = login.Length == 0 ? app.Anybody() : await app.As(login);
        await (await person.PostJson("/api/assignments", new { id = app.NewId(), what = "Báo cáo", unit })).Refused(expected);
        Assert.Equal(before, await app.Tasks(db => db.Assignments.CountAsync()));
    }

    [Fact]
    public async Task In_the_own_unit_a_task_is_laid_on_one_person_and_only_they_answer()
    {
        var officer = await app.JusticeOfficer();
        var code = (await app.GivenTask(Commune, TrongHoa, more: new { officer })).Code;
        var duty = Assert.Single(await app.DutiesOf(code));
        Assert.Equal((officer, "assignments.own"), (duty.OfficerId!.Value, duty.Permit));
        Assert.Contains(code, await (await app.As(Justice)).Page("/viec"), StringComparison.Ordinal);
        Assert.DoesNotContain(code, await (await app.As(Clerk)).Page("/viec"), StringComparison.Ordinal);
        await (await (await app.As(Clerk)).PostJson($"/api/assignments/{code}/report", new { report = "Xong." })).Refused(HttpStatusCode.Forbidden);
        await (await (await app.As(Commune)).PostJson($"/api/assignments/{code}/report", new { report = "Xong." })).Refused(HttpStatusCode.Forbidden);
        await app.Do(Justice, code, "report", new { report = "Xong." });
        Assert.Equal(["assignments.confirm 18907", "assignments.do 18907 OnTime"], await app.DutyLines(code));
        await app.Do(Commune, code, "confirmation", new { rating = "Done" });
    }

    [Fact]
    public async Task Nobody_lays_a_task_on_themselves_or_on_a_person_of_another_unit()
    {
        var (me, other) = ((await app.OfficerNamed("Hồ Văn Ai")).Id, await app.JusticeOfficer());
        await (await (await app.As(Commune)).PostJson("/api/assignments", new { id = app.NewId(), what = "Báo cáo", unit = TrongHoa, officer = me })).Refused(HttpStatusCode.UnprocessableEntity);
        await (await (await app.As(District)).PostJson("/api/assignments", new { id = app.NewId(), what = "Báo cáo", unit = TrongHoa, officer = other })).Refused(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task It_is_seen_by_giver_main_and_joint_unit_and_the_leaders_above_and_by_nobody_else()
    {
        var code = (await app.GivenTask(more: new { jointUnits = new[] { DepartmentOfJustice } })).Code;
        foreach (var login in (string[])[Province, Commune, Justice, District, Department, "chuyen-vien.sotuphap", "chanh-van-phong"])
            Assert.Equal(HttpStatusCode.OK, (await (await app.As(login)).Get("/nhiem-vu/" + code)).StatusCode);
        foreach (var login in (string[])["can-bo.nguhoa", "chuyen-vien.minhhoa", "quan-tri"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(login)).Get("/nhiem-vu/" + code)).StatusCode);
            await (await (await app.As(login)).PostJson($"/api/assignments/{code}/report", new { report = "Xong." })).Refused(HttpStatusCode.NotFound);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Mother)).Get("/nhiem-vu/" + code)).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Anybody().Get("/nhiem-vu/" + code)).StatusCode);
        // Seeing is not doing.
        await (await (await app.As(District)).PostJson($"/api/assignments/{code}/confirmation", new { rating = "Good" })).Refused(HttpStatusCode.Forbidden);
        await (await (await app.As(Justice)).PostJson($"/api/assignments/{code}/report", new { report = "Xong." })).Refused(HttpStatusCode.Forbidden);
        await (await (await app.As(Commune)).PostJson($"/api/assignments/{code}/contribution", new { part = "Xong." })).Refused(HttpStatusCode.Forbidden);
        await (await (await app.As(Commune)).PostJson($"/api/assignments/{code}/withdrawal", new { reason = "Thôi" })).Refused(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_unit_a_task_about_a_dossier_is_given_to_may_read_it_until_the_task_ends()
    {
        var dossier = (await app.GivenFiled("Hồ Thị Việc")).Code; // of Trọng Hóa
        var director = await app.As(Department);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Get("/giai-quyet/" + dossier)).StatusCode);
        var about = new { aboutKind = "Dossier", aboutCode = dossier };
        var first = (await app.GivenTask(unit: DepartmentOfJustice, more: about)).Code;
        var second = (await app.GivenTask(unit: MinhHoa, more: new { about.aboutKind, about.aboutCode, jointUnits = new[] { DepartmentOfJustice } })).Code;
        Assert.Equal((dossier, "/giai-quyet/" + dossier), ((await app.Task(first)).AboutCode, (await app.Task(first)).AboutLink));
        Assert.Contains("Hồ Thị Việc", await director.Page("/giai-quyet/" + dossier), StringComparison.Ordinal);
        await (await director.PostJson($"/api/services/dossiers/{dossier}/acceptance", new { })).Refused(HttpStatusCode.Forbidden); // reading is not doing

        await app.Do(Province, first, "withdrawal", new { reason = "Xong" });
        Assert.Equal(HttpStatusCode.OK, (await director.Get("/giai-quyet/" + dossier)).StatusCode); // the other task goes on
        await app.Do(District, second, "report", new { report = "Xong." });
        await app.Do(Province, second, "confirmation", new { rating = "Done" });
        Assert.Equal(HttpStatusCode.NotFound, (await director.Get("/giai-quyet/" + dossier)).StatusCode);
    }

    [Fact]
    public async Task Nobody_gives_a_task_about_what_they_may_not_see()
    {
        var dossier = (await app.GivenFiled("Hồ Thị Kín")).Code;
        var body = new { id = app.NewId(), what = "Báo cáo", unit = DepartmentOfJustice, officer = (await app.OfficerNamed("Đoàn Hữu Thuận")).Id, aboutKind = "Dossier", aboutCode = dossier };
        await (await (await app.As(Department)).PostJson("/api/assignments", body)).Refused(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Department)).Get($"/nhiem-vu/giao?ve=Dossier&ma={dossier}&don-vi=SO-TP")).StatusCode);
        Assert.False(await app.Tasks(db => db.Assignments.AnyAsync(a => a.AboutCode == dossier)));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As(Department)).Get("/giai-quyet/" + dossier)).StatusCode);
    }

    [Fact]
    public async Task An_installation_of_an_earlier_release_gets_the_new_permits_at_its_next_start()
    {
        await using var own = await OwnApp.Begin();
        var positions = await own.Db(db => db.Positions.AsNoTracking().ToListAsync());
        var before = positions.ToDictionary(p => p.Id, p => p.Permits);
        foreach (var position in positions)
        {
            var older = string.Join(' ', position.Permits.Split(' ').Where(p => !p.StartsWith("assignments.", StringComparison.Ordinal)));
            await own.Db(db => db.Positions.Where(p => p.Id == position.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.Permits, older)));
        }
        await own.Db(db => db.Settings.Where(s => s.Name == "shipped").ExecuteDeleteAsync()); // what that release had brought
        await own.Restart();
        var after = await own.Db(db => db.Positions.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Permits));
        Assert.All(before, b => Assert.Equal(b.Value.Split(' ').Order(StringComparer.Ordinal), after[b.Key].Split(' ').Order(StringComparer.Ordinal)));
        Assert.Contains("assignments.do 18907", await own.DutyLines((await own.GivenTask()).Code));
    }
}
