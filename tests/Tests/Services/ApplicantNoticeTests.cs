using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Live;
using NhatLe.Services.On;

namespace NhatLe.Tests.Services;

/// <summary>The applicant knows of a step exactly when it is done: the notice is a row of the act.</summary>
public sealed class ApplicantNoticeTests(App app) : IClassFixture<App>
{
    Task<List<Notice>> Notices(Guid dossier) => app.Db(db => db.Notices.AsNoTracking().Where(n => n.SubjectId == dossier).OrderBy(n => n.At).ThenBy(n => n.Id).ToListAsync());

    [Fact]
    public async Task Who_has_the_answer_to_an_act_finds_its_notice_and_nothing_waits_in_the_outbox()
    {
        var code = (await app.GivenFiled()).Code;
        var dossier = await app.Dossier(code);
        Assert.Equal("Đã nộp: {0}", Assert.Single(await Notices(dossier.Id)).Title);
        await app.Act(Filing.Clerk, code, "acceptance");
        Assert.Equal(["Đã nộp: {0}", "Đã tiếp nhận: {0}"], (await Notices(dossier.Id)).Select(n => n.Title));
        Assert.All(await Notices(dossier.Id), n => Assert.Equal(dossier.ApplicantAccountId, n.AccountId));
        Assert.Empty(await app.Db(db => db.Outbox.Where(o => o.SubjectId == dossier.Id && o.Reaction == typeof(TellTheApplicant).FullName).ToListAsync()));
    }

    [Fact]
    public async Task An_act_that_was_refused_tells_nobody()
    {
        var code = (await app.GivenFiled()).Code;
        var dossier = await app.Dossier(code);
        var clerk = await app.As(Filing.Clerk);
        await (await clerk.PostJson($"/api/services/dossiers/{code}/acceptance", new { version = 99 })).Refused(HttpStatusCode.Conflict);
        await (await clerk.PostJson($"/api/services/dossiers/{code}/refusal", new { reason = "" })).Refused(HttpStatusCode.UnprocessableEntity);
        Assert.Single(await Notices(dossier.Id));
    }

    [Fact]
    public async Task The_dates_in_it_are_Vietnamese_whatever_page_the_official_worked_on()
    {
        var (vietnamese, english) = ((await app.GivenFiled()).Code, (await app.GivenFiled()).Code);
        var clerk = await app.As(Filing.Clerk);
        foreach (var (code, prefix) in new[] { (vietnamese, ""), (english, "/en") })
            Assert.True((await clerk.PostJson($"{prefix}/api/services/dossiers/{code}/acceptance", new { })).IsSuccessStatusCode);
        var notices = (await Notices((await app.Dossier(vietnamese)).Id), await Notices((await app.Dossier(english)).Id));
        Assert.Contains("thứ ", notices.Item1[1].Args, StringComparison.Ordinal);
        Assert.Equal(notices.Item1[1].Args, notices.Item2[1].Args);
    }

    [Fact]
    public async Task What_an_earlier_release_left_in_the_outbox_is_told_once()
    {
        var code = (await app.GivenFiled()).Code;
        var dossier = await app.Dossier(code);
        var filed = (await app.Journal(dossier.Id))[0].Entry;
        await app.Db(async db => await db.Notices.Where(n => n.SubjectId == dossier.Id).ExecuteDeleteAsync());
        await app.Db(db =>
        {
            db.Outbox.Add(new OutboxRow { EntryId = filed.Id, Reaction = typeof(TellTheApplicant).FullName!, SubjectId = dossier.Id, Seq = filed.Seq, Partition = Reactions.PartitionOf(dossier.Id), At = filed.At, NextTryAt = filed.At.AddDays(-1) });
            return db.SaveChangesAsync();
        });
        await app.Settled();
        Assert.Equal("Đã nộp: {0}", Assert.Single(await Notices(dossier.Id)).Title);
    }
}
