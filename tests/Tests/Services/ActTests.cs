using System.Net;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>The acts of officials: races, reasons, and what each leaves in row, journal and duties.</summary>
public sealed class ActTests(App app) : IClassFixture<App>
{
    const string Alone = "can-bo.nguhoa", AlonesUnit = "18979";

    [Fact]
    public async Task Of_several_who_accept_at_once_one_wins_and_the_others_are_told_who_was_faster()
    {
        var code = (await app.GivenFiled()).Code;
        var clerks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => app.Again(Filing.Clerk)));
        var answers = await Task.WhenAll(clerks.Select(c => c.PostJson($"/api/services/dossiers/{code}/acceptance", new { version = 1 })));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        foreach (var lost in answers.Where(a => a.StatusCode != HttpStatusCode.OK))
            Assert.Matches("Cao Thu Giang đã làm trước, lúc \\d\\d:\\d\\d: Tiếp nhận hồ sơ", await lost.Refused(HttpStatusCode.Conflict));
        var dossier = await app.Dossier(code);
        Assert.Equal((2L, 2), (dossier.Version, (await app.Journal(dossier.Id)).Count));
        Assert.Equal(["services.accept", "services.process"], (await app.Duties(dossier.Id)).Select(d => d.Kind));
    }

    [Fact]
    public async Task Who_comes_second_on_the_page_reads_who_was_faster_and_finds_what_they_typed()
    {
        var code = (await app.GivenFiled()).Code;
        using var slow = await app.Again(Filing.Clerk);
        var page = await slow.Http.Open($"/giai-quyet/{code}");
        await app.Act(Filing.Clerk, code, "acceptance");
        var lost = await slow.Http.Submit(page.Form("form[action='?handler=Accept']"), ("Note", "Giấy chứng sinh hơi mờ, đã gọi điện hỏi"));
        Assert.Equal(HttpStatusCode.Conflict, lost.StatusCode);
        var said = (await lost.Page()).Words();
        Assert.Contains("Cao Thu Giang đã làm trước", said, StringComparison.Ordinal);
        Assert.Contains("Giấy chứng sinh hơi mờ, đã gọi điện hỏi", said, StringComparison.Ordinal);
        Assert.Equal(2, (await app.Dossier(code)).Version);

        var refused = await slow.Http.Submit(page.Form("form[action='?handler=Refuse']"), ("Reason", "Nộp nhầm xã, đã hướng dẫn lại"));
        Assert.Contains("Nộp nhầm xã, đã hướng dẫn lại", (await refused.Page()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_act_on_an_older_version_is_refused_even_where_the_step_is_the_same()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        await app.Act(Filing.Chair, code, "sending-back", new { reason = "Sai dân tộc" });
        var before = await app.Facts(code);
        var answer = await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{code}/processing", new { version = 2 });
        Assert.Contains("Hồ Văn Ai đã làm trước", await answer.Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(before, await app.Facts(code));
    }

    [Fact]
    public async Task The_chair_sends_back_with_a_reason_and_processing_is_owed_again()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        var before = await app.Facts(code);
        var chair = await app.As(Filing.Chair);
        foreach (var reason in (string?[])[null, "", "  \u200B "])
            Assert.Contains("Hãy ghi lý do trả lại", await (await chair.PostJson($"/api/services/dossiers/{code}/sending-back", new { reason })).Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Equal(before, await app.Facts(code));

        var page = await chair.Http.Open($"/giai-quyet/{code}");
        Assert.Equal(HttpStatusCode.SeeOther, (await chair.Http.Submit(page.Form("form[action='?handler=SendBack']"), ("Reason", "Tên đệm chưa đúng giấy chứng sinh"))).StatusCode);
        var dossier = await app.Dossier(code);
        Assert.Equal((DossierStatus.InProcess, "process"), (dossier.Status, dossier.Step));
        var last = (await app.Journal(dossier.Id))[^1];
        Assert.Equal(("services.dossier-sent-back", "Tên đệm chưa đúng giấy chứng sinh"), (last.Entry.Event, last.Content!.Note));
        Assert.Equal(["services.accept", "services.process", "services.approve", "services.process"], (await app.Duties(dossier.Id)).Select(d => d.Kind));
        Assert.Equal(dossier.DueAt, (await app.OpenDuty(dossier.Id, "services.process")).DueAt);
        Assert.Contains("Tên đệm chưa đúng giấy chứng sinh", (await (await app.As(Filing.Justice)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);

        Assert.Equal("approve", (await app.Process(code)).Step);
        Assert.Equal(DossierStatus.Finished, (await app.Act(Filing.Chair, code, "approval")).Status);
    }

    [Fact]
    public async Task Who_holds_both_posts_accepts_and_processes_in_one_act_that_leaves_two_entries_and_three_duties()
    {
        var code = (await app.GivenFiled("Đinh Một Mình", AlonesUnit)).Code;
        var alone = await app.As(Alone);
        var before = await app.Facts(code);
        await (await alone.PostJson($"/api/services/dossiers/{code}/processing", new { acceptFirst = true })).Refused(HttpStatusCode.UnprocessableEntity); // no result: nothing of it is done
        Assert.Equal(before, await app.Facts(code));

        var page = await alone.Http.Open($"/giai-quyet/{code}");
        Assert.Equal(HttpStatusCode.SeeOther, (await alone.Http.Press(page.FormWith("Làm và chuyển"), "Làm và chuyển", ("Result", Pages.Pdf("giay-khai-sinh.pdf")))).StatusCode);
        var dossier = await app.Dossier(code);
        Assert.Equal((DossierStatus.InProcess, "approve", 3L), (dossier.Status, dossier.Step, dossier.Version));
        var journal = await app.Journal(dossier.Id);
        Assert.Equal(["services.dossier-filed", "services.dossier-accepted", "services.dossier-forwarded"], journal.Select(l => l.Entry.Event));
        Assert.All(journal, l => Assert.True(l.Holds));
        Assert.Equal(
            [("services.accept", DutyOutcome.OnTime), ("services.process", DutyOutcome.OnTime), ("services.approve", (DutyOutcome?)null)],
            (await app.Duties(dossier.Id)).OrderBy(d => d.EndedAt is null).ThenBy(d => d.Kind, StringComparer.Ordinal).Select(d => (d.Kind, d.Outcome)));
        Assert.Equal("giay-khai-sinh.pdf", (await app.Papers(dossier.Id)).Single(p => p.Role == PaperRole.Result).FileName);
        await (await alone.PostJson($"/api/services/dossiers/{code}/approval", new { })).Refused(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Refusing_needs_a_reason_which_the_citizen_reads()
    {
        var code = (await app.GivenFiled()).Code;
        var clerk = await app.As(Filing.Clerk);
        var before = await app.Facts(code);
        Assert.Contains("Hãy ghi lý do từ chối", await (await clerk.PostJson($"/api/services/dossiers/{code}/refusal", new { })).Refused(HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        var page = await clerk.Http.Open($"/giai-quyet/{code}");
        var empty = await clerk.Http.Submit(page.Form("form[action='?handler=Refuse']"), ("Reason", ""));
        Assert.Contains("Hãy ghi lý do từ chối", (await empty.Page()).Words(), StringComparison.Ordinal);
        var longer = await clerk.Http.Submit(page.Form("form[action='?handler=Refuse']"), ("Reason", new string('a', 501)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, longer.StatusCode);
        Assert.Equal(before, await app.Facts(code));

        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.Http.Submit(page.Form("form[action='?handler=Refuse']"), ("Reason", "Cha mẹ cư trú ở xã Dân Hóa; mời nộp ở đó."))).StatusCode);
        var dossier = await app.Dossier(code);
        Assert.Equal((DossierStatus.Refused, (string?)null), (dossier.Status, dossier.Step));
        Assert.Equal(DutyOutcome.OnTime, Assert.Single(await app.Duties(dossier.Id)).Outcome);
        Assert.Contains("Cha mẹ cư trú ở xã Dân Hóa; mời nộp ở đó.", (await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}")).Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Dân Hóa", (await app.Anybody().Http.Open($"/tra-cuu/{code}")).Words(), StringComparison.Ordinal);
        await app.Settled();
        Assert.Contains(await app.Db(db => Task.FromResult(db.Notices.Where(n => n.SubjectId == dossier.Id).Select(n => n.Title).ToList())), t => t == "Không tiếp nhận: {0}");
    }
}
