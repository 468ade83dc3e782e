using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Identity.Residents;

namespace NhatLe.Tests.Services;

/// <summary>Who stands at the desk files for a child or an enterprise they represent, as they can online.</summary>
public sealed class DeskForOthersTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    const string MothersNumber = "044196004217";
    const string Key = "Tiếp nhận và in giấy hẹn (F9)";

    /// <summary>As an edited form may say it.</summary>
    static Task<HttpResponseMessage> Begin(App.Client clerk, string number, string whom, string channel = "Counter") => clerk.PostForm("/quay/tiep-nhan", new()
    {
        ["Input.Id"] = ResidentsApp.NewId().ToString(), ["Input.ProcedureCode"] = Filing.BirthRegistration, ["Input.CitizenNumber"] = number, ["Input.Name"] = "Đinh Thị Hà", ["Input.Channel"] = channel, ["For"] = whom,
    });

    static async Task<HttpResponseMessage> File(App.Client clerk, Guid draft) => await clerk.Http.Press((await clerk.Http.Open($"/quay/tiep-nhan/{draft}")).FormWith(Key), Key,
    [
        ("child_name", "Hồ Văn Quầy"), .. Pages.Date("child_born_on", "2024-11-10"), ("child_sex", "male"), ("child_birth_place", "Trạm y tế xã Trọng Hóa"),
        ("paper-birth-certificate-hospital", Pages.Pdf("chung-sinh.pdf")), ("paper-identity", Pages.Pdf("can-cuoc.pdf")),
    ]);

    static Guid DraftOf(HttpResponseMessage begun) => Guid.Parse(begun.Headers.Location!.ToString().Split('/')[^1]);

    [Fact]
    public async Task The_clerk_finds_the_parent_chooses_the_child_and_the_slip_bears_both_names()
    {
        var (parent, number, child) = (await app.As(Filing.Mother), MothersNumber, app.ChildNumber());
        var representation = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), child));
        var clerk = await app.As(Filing.Clerk);
        var arrive = await clerk.Http.Open("/quay/tiep-nhan");
        Assert.Empty(arrive.QuerySelectorAll("[name=For]"));
        var found = await (await clerk.Http.Press(arrive.FormWith("Điền hồ sơ"), "Tìm người", ("Input.CitizenNumber", number))).Page();
        var offered = found.QuerySelectorAll("[name=For]").Select(o => o.GetAttribute("value")).ToList();
        Assert.Equal("", offered[0]);
        Assert.Contains(representation.ToString(), offered);
        Assert.Equal("", found.QuerySelector("[name=For]:checked")!.GetAttribute("value")); // for themselves, unless they say otherwise
        var begun = await clerk.Http.Press(found.FormWith("Điền hồ sơ"), "Điền hồ sơ", ("Input.ProcedureCode", Filing.BirthRegistration), ("For", representation.ToString()));
        if (begun.StatusCode != HttpStatusCode.SeeOther) Assert.Fail((await begun.Page()).Words());
        var draft = DraftOf(begun);
        Assert.Contains("Hồ sơ đứng tên Hồ Gia Hân; Hồ Thị Mai Liên là người nộp.", (await clerk.Http.Open($"/quay/tiep-nhan/{draft}")).Words(), StringComparison.Ordinal);
        var filed = await File(clerk, draft);
        if (filed.StatusCode != HttpStatusCode.SeeOther) Assert.Fail((await filed.Page()).Words());
        var code = filed.Headers.Location!.ToString().Split('/')[2];

        var dossier = await app.Dossier(code);
        var parentId = Assert.Single(await app.AccountsOf(number)).Id;
        Assert.Equal(("Hồ Gia Hân", null, "Hồ Thị Mai Liên", parentId, child, Channel.Counter, DossierStatus.Accepted),
            (dossier.ApplicantName, dossier.ApplicantAccountId, dossier.FiledByName, dossier.FiledByAccountId, app.Plain(dossier.ApplicantNumber), dossier.Channel, dossier.Status));
        var journal = await app.Journal(dossier.Id);
        Assert.Equal(["services.dossier-filed", "services.dossier-accepted"], journal.Select(l => l.Entry.Event));
        Assert.Equal("Hồ Gia Hân", journal[0].Content!.Event.GetProperty("for").GetString());
        Assert.Contains("Đứng tên: Hồ Gia Hân. Người nộp: Hồ Thị Mai Liên.", (await parent.Http.Open($"/ho-so/{code}")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await parent.Get($"/ho-so/{code}/giay-hen")).StatusCode);
        await app.Settled();
        Assert.Contains(await app.Db(db => db.Notices.Where(n => n.SubjectId == dossier.Id).ToListAsync()), n => n.AccountId == parentId);
        var key = app.Services.GetRequiredService<ColumnCipher>().Lookup(child);
        await FactsApp.Until(() => app.Db(db => db.Accesses.AnyAsync(a => a.SubjectId == representation && a.AboutKey == key && a.Kind == AccessKind.Search)), "that the clerk read of the child is noted");
    }

    [Fact]
    public async Task An_edited_choice_files_for_nobody()
    {
        var ((parent, number), (_, strangers)) = (await app.GivenResident(), await app.GivenResident());
        var theirs = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        var waiting = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        var clerk = await app.As(Filing.Clerk);
        foreach (var (who, whom) in ((string, string)[])[(strangers, theirs.ToString()), (number, waiting.ToString()), (number, ResidentsApp.NewId().ToString()), (number, "một người"), (app.Somebody().Number, theirs.ToString())])
        {
            var answer = await Begin(clerk, who, whom);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.Contains("Người nộp không đại diện cho người này", (await answer.Page()).Words(), StringComparison.Ordinal);
        }
        Assert.Contains("người đại diện đến quầy", (await (await Begin(clerk, number, theirs.ToString(), "Post")).Page()).Words(), StringComparison.Ordinal);
        var json = await clerk.PostJson("/api/services/desk/drafts", new { id = ResidentsApp.NewId(), procedureCode = Filing.BirthRegistration, citizenNumber = strangers, representationId = theirs });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, json.StatusCode);
        Assert.Equal(0, await app.Tables(db => db.Drafts.CountAsync(d => d.RepresentationId == theirs || d.RepresentationId == waiting)));
    }

    [Fact]
    public async Task What_ended_while_the_form_was_filled_in_files_nothing()
    {
        var (parent, number) = (await app.As(Filing.Mother), MothersNumber);
        var representation = await app.GivenRepresentation(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber()));
        var clerk = await app.As(Filing.Clerk);
        var draft = DraftOf(await Begin(clerk, number, representation.ToString()));
        Assert.Equal(HttpStatusCode.NoContent, (await parent.PostJson($"/api/identity/representations/{representation}/end", new { reason = "Thôi làm giám đốc" })).StatusCode);
        Assert.Contains("không còn đại diện", (await clerk.Http.Open($"/quay/tiep-nhan/{draft}")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await File(clerk, draft)).StatusCode);
        Assert.Equal(0, await app.Tables(db => db.Dossiers.CountAsync(d => d.Id == draft)));
    }
}
