using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.Representations;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Live;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Residents;

/// <summary>Who acts for somebody is told before it ends. The job runs by itself as well, with each legal day: what counts is what is stored.</summary>
public sealed class BeforeRepresentationsEndTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    async Task Run()
    {
        var runner = app.Services.GetRequiredService<JobRunner>();
        for (var i = 0; i < 2; i++) // twice is once
            await Facts.FactsApp.Until(async () => await runner.Run(runner.Find("identity.representations-ending")!, Firing.Asked, default) == JobRun.Done, "the job ran");
    }

    Task<List<Notice>> Told(Guid id) => app.Db(db => db.Notices.AsNoTracking().Where(n => n.SubjectId == id && n.Title.StartsWith("Sắp")).ToListAsync());

    async Task<(int Representative, int Child)> Told(Guid id, Guid? child) => (await Told(id)) is var told ? (told.Count(n => n.AccountId != child), told.Count(n => n.AccountId == child)) : default;

    [Fact]
    public async Task Thirty_and_seven_days_before_the_representative_is_told_once_each_and_a_child_that_comes_of_age_too()
    {
        var ((parent, _), (_, number)) = (await app.GivenResident(), await app.GivenResident());
        var child = Assert.Single(await app.AccountsOf(number)).Id;
        var coming = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), number, born: "2006-12-25"));
        var mandate = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2024-12-24"));
        var later = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2026-12-31"));
        var ended = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2024-12-24"));
        var waits = await app.GivenAsked(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2024-12-24"));
        Assert.Equal(HttpStatusCode.NoContent, (await parent.PostJson($"/api/identity/representations/{ended}/end", new { reason = "Thôi việc" })).StatusCode);

        app.Time.MoveTo(App.Day(2024, 11, 24, 23, 50));
        await Run();
        foreach (var id in (Guid[])[coming, mandate, later, ended, waits]) Assert.Empty(await Told(id));
        app.Time.MoveTo(App.Day(2024, 11, 25, 0, 5)); // thirty days before 25 December, when it holds no longer
        await Run();
        Assert.Equal((1, 1), await Told(coming, child));
        Assert.Equal((1, 0), await Told(mandate, child));
        app.Time.MoveTo(App.Day(2024, 12, 17, 9));
        await Run();
        Assert.Equal((1, 1), await Told(coming, child));
        var late = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2024-12-20"));
        app.Time.MoveTo(App.Day(2024, 12, 18, 9));
        await Run();
        Assert.Equal((2, 2), await Told(coming, child));
        Assert.Equal((2, 0), await Told(mandate, child));
        Assert.Equal((1, 0), await Told(late, child)); // it never had thirty days
        foreach (var id in (Guid[])[later, ended, waits]) Assert.Empty(await Told(id));

        var said = (await parent.Http.Open("/thong-bao")).Words();
        foreach (var words in (string[])["Sắp hết quyền đại diện cho Hồ Gia Hân", "đến hết ngày 24/12/2024", "Nếu được bổ nhiệm tiếp"]) Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.Contains("Từ ngày 25/12/2024, Hồ Gia Hân đủ tuổi thành niên", (await (await app.SignedIn(number)).Http.Open("/thong-bao")).Words(), StringComparison.Ordinal);
        var notice = (await Told(coming)).First(n => n.AccountId != child);
        Assert.Equal(HttpStatusCode.OK, (await parent.Get(notice.Link)).StatusCode);
        app.Time.MoveTo(App.Day(2024, 12, 25, 9));
        await Run();
        Assert.Equal((2, 2), await Told(coming, child));
    }
}

/// <summary>Ten years after it has ended a representation is deleted with its evidence; the journal stays.</summary>
public sealed class ForgottenRepresentationsTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    Task<int> Forget() => app.Services.GetRequiredService<ForgetRepresentations>().Run(default);

    Task<bool> IsThere(Guid id) => app.Accounts(db => db.Representations.AnyAsync(r => r.Id == id));

    [Fact]
    public async Task Ten_years_after_it_ended_it_is_gone_with_its_evidence_and_the_journal_says_so()
    {
        var (parent, _) = await app.GivenResident();
        var form = await parent.Http.Open("/dai-dien/moi?cho=doanh-nghiep");
        var asked = await parent.Http.Press(form.FormWith("Gửi xã xác nhận"), "Gửi xã xác nhận",
            ("Input.Name", "Công ty TNHH Sông Son"), ("Input.Number", app.TaxNumber()), ("Until.Day", "31"), ("Until.Month", "12"), ("Until.Year", "2025"), ("Input.Unit", "18907"), ("Paper", Pages.Pdf("dang-ky.pdf")));
        var ended = Guid.Parse(asked.Headers.Location!.ToString().Split('/', '?')[2]);
        var justice = await app.As(Filing.Justice);
        Assert.Equal(HttpStatusCode.NoContent, (await justice.PostJson($"/api/identity/representations/{ended}/approval", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await parent.PostJson($"/api/identity/representations/{ended}/end", new { reason = "Thôi làm giám đốc" })).StatusCode);
        var refused = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        Assert.Equal(HttpStatusCode.NoContent, (await justice.PostJson($"/api/identity/representations/{refused}/refusal", new { note = "Chưa rõ" })).StatusCode);
        var ranOut = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2024-11-30"));
        var holds = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2026-12-31"));
        var waits = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        var hash = (await app.Representation(ended)).FileHash!;
        var file = Path.Combine(app.Started.DataFolder, "files", hash[..2], hash[2..4], hash);
        Assert.True(File.Exists(file));
        await app.Settled();

        app.Clock.Advance(TimeSpan.FromDays(2)); // what was saved within the day is left to the sweep
        app.Time.MoveTo(App.Day(2034, 11, 17));
        Assert.Equal(0, await Forget());
        app.Time.MoveTo(App.Day(2034, 11, 30, 9)); // the last day of the mandate that ran out was 30 November 2024
        Assert.Equal(2, await Forget());
        Assert.Equal((false, false, true), (await IsThere(ended), await IsThere(refused), await IsThere(ranOut)));
        app.Time.MoveTo(App.Day(2034, 12, 2, 9));
        Assert.Equal(1, await Forget());
        Assert.Equal(0, await Forget());
        Assert.Equal((false, true, true), (await IsThere(ranOut), await IsThere(holds), await IsThere(waits)));
        Assert.False(File.Exists(file));
        Assert.Empty(await app.Duties(ended));
        Assert.NotEmpty(await app.Duties(waits));
        var journal = await app.Journal(ended);
        Assert.Equal("identity.representation-forgotten", journal[^1].Entry.Event);
        Assert.All(journal, l => Assert.True(l.Holds));
        Assert.Null((await app.Db(db => new NhatLe.Platform.Facts.JournalCheck(db).Run(progress: null, default))).First);
    }
}
