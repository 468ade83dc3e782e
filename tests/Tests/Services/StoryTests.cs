using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>The whole way of a birth registration, and what every step leaves behind.</summary>
public sealed class StoryTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_birth_registration_goes_from_the_mother_to_the_rated_result_and_every_act_leaves_its_three_facts()
    {
        var receipt = await app.GivenFiled();
        Assert.Equal("Xã Trọng Hóa", receipt.AnsweredBy);
        var dossier = await Find(receipt.Code);
        var duty = Assert.Single(await Duties(dossier.Id));
        Assert.Equal(("services.accept", receipt.AnswerDueAt), (duty.Kind, duty.DueAt!.Value));

        var accepted = await app.Act(Filing.Clerk, receipt.Code, "acceptance");
        Assert.Equal((DossierStatus.Accepted, App.Day(2024, 11, 18, 17, 0)), (accepted.Status, accepted.DueAt)); // same day, before 15:00
        var processed = await app.Process(receipt.Code);
        Assert.Equal((DossierStatus.InProcess, "approve"), (processed.Status, processed.Step));
        Assert.Equal(DossierStatus.Finished, (await app.Act(Filing.Chair, receipt.Code, "approval")).Status);
        Assert.Equal(DossierStatus.Returned, (await app.Act(Filing.Clerk, receipt.Code, "return")).Status);
        await app.Act(Filing.Mother, receipt.Code, "rating", new { stars = 5, comment = "Nhanh, cảm ơn các anh chị." });

        var journal = await app.Journal(dossier.Id);
        Assert.All(journal, line => Assert.True(line.Holds));
        Assert.Equal(
            ["services.dossier-filed", "services.dossier-accepted", "services.dossier-forwarded", "services.dossier-approved", "services.result-returned", "services.dossier-rated"],
            journal.Select(l => l.Entry.Event));
        var duties = await Duties(dossier.Id);
        Assert.Equal(["services.accept", "services.process", "services.approve", "services.return"], duties.Select(d => d.Kind));
        Assert.All(duties, d => Assert.Equal(DutyOutcome.OnTime, d.Outcome));

        await app.Settled();
        var mother = dossier.ApplicantAccountId;
        var notices = await app.Db(db => db.Notices.Where(n => n.AccountId == mother && n.SubjectId == dossier.Id).OrderBy(n => n.At).ToListAsync());
        Assert.Equal(["Đã nộp: {0}", "Đã tiếp nhận: {0}", "Đã có kết quả: {0}", "Đã trả kết quả: {0}"], notices.Select(n => n.Title));
    }

    [Fact]
    public async Task An_accept_duty_met_after_its_8_office_hours_is_late()
    {
        await using var other = await OwnApp.Begin();
        var receipt = await other.GivenFiled();
        other.Time.MoveTo(receipt.AnswerDueAt.AddMinutes(1));
        await other.Act(Filing.Clerk, receipt.Code, "acceptance");
        Assert.Equal(DutyOutcome.Late, await other.Db(db => db.Duties.Where(d => d.Code == receipt.Code && d.Kind == "services.accept").Select(d => d.Outcome).SingleAsync()));
    }

    async Task<Dossier> Find(string code)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().SingleAsync(d => d.Code == code);
    }

    Task<List<Duty>> Duties(Guid subject) => app.Db(db => db.Duties.Where(d => d.SubjectId == subject).OrderBy(d => d.OpenedAt).ThenBy(d => d.Id).ToListAsync());
}

/// <summary>An application for one test that moves its clock.</summary>
sealed class OwnApp : App, IAsyncDisposable
{
    public static async Task<OwnApp> Begin()
    {
        var app = new OwnApp();
        await app.InitializeAsync();
        return app;
    }

    async ValueTask IAsyncDisposable.DisposeAsync() => await DisposeAsync();
}
