using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Lists;
using NhatLe.Tests.Identity.Residents;

namespace NhatLe.Tests.Services;

/// <summary>A dossier filed for a child or an enterprise bears both names, and is seen by who represents them, while they do.</summary>
public sealed class FilingForOthersTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    [Fact]
    public async Task A_mother_chooses_her_child_and_both_names_stand_wherever_the_dossier_is_shown()
    {
        var (mother, child) = (await app.As(Filing.Mother), app.ChildNumber());
        await app.GivenRepresentation(mother, ResidentsApp.Child(ResidentsApp.NewId(), child));
        var start = await mother.Http.Open($"/dich-vu-cong/{Filing.BirthRegistration}/nop");
        Assert.Equal("", start.QuerySelector("[name=For]:checked")!.GetAttribute("value")); // for themselves, unless they say otherwise
        var option = start.QuerySelectorAll("[name=For]").Select(o => o.GetAttribute("value")!).First(v => v.Length > 0 && start.QuerySelector($"[value='{v}']")!.Closest("label")!.Words().Contains("Hồ Gia Hân", StringComparison.Ordinal));
        var begun = await mother.Http.Press(start.FormWith("Bắt đầu"), "Bắt đầu", ("For", option));
        var draft = Guid.Parse(begun.Headers.Location!.ToString().Split('/')[^2]);
        await mother.AnswerAll(draft, Filing.Answers());
        await mother.Photograph(draft, ("paper-birth-certificate-hospital", Pages.Pdf("chung-sinh.pdf")), ("paper-identity", Pages.Pdf("can-cuoc.pdf")));
        Assert.Contains("Hồ sơ đứng tên Hồ Gia Hân; ông/bà là người nộp.", (await mother.Http.Open(Pages.Address(draft, "kiem-tra"))).Words(), StringComparison.Ordinal);
        var code = await mother.PressFile(draft);

        var dossier = await app.Dossier(code);
        Assert.Equal(("Hồ Gia Hân", "Hồ Thị Mai Liên", null, child), (dossier.ApplicantName, dossier.FiledByName, dossier.ApplicantAccountId, app.Plain(dossier.ApplicantNumber)));
        var filed = (await app.Journal(dossier.Id))[0];
        Assert.Equal(("Hồ Thị Mai Liên", "Hồ Gia Hân"), (filed.Content!.Name, filed.Content.Event.GetProperty("for").GetString()));
        const string both = "Đứng tên: Hồ Gia Hân. Người nộp: Hồ Thị Mai Liên.";
        Assert.Contains(both, (await mother.Http.Open($"/ho-so/{code}")).Words(), StringComparison.Ordinal);
        Assert.Contains("đứng tên Hồ Gia Hân, người nộp Hồ Thị Mai Liên", (await mother.Http.Open("/ho-so-cua-toi")).Words(), StringComparison.Ordinal);
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains(both, (await clerk.Http.Open("/ho-so-don-vi")).Words(), StringComparison.Ordinal);
        var work = (await clerk.Http.Open($"/giai-quyet/{code}")).Words();
        foreach (var words in (string[])["Đứng tên", "Hồ Gia Hân", "Người nộp thay", "Hồ Thị Mai Liên"]) Assert.Contains(words, work, StringComparison.Ordinal);
        Assert.Contains("nộp cho Hồ Gia Hân", work, StringComparison.Ordinal); // in the journal
        var listed = await clerk.Get<ListDossiers.Answer>("/api/services/dossiers");
        Assert.Equal(("Hồ Gia Hân", "Hồ Thị Mai Liên"), listed.Items.Where(i => i.Code == code).Select(i => (i.Applicant!, i.FiledBy!)).Single());

        await app.Act(Filing.Clerk, code, "acceptance");
        Assert.Equal(HttpStatusCode.OK, (await mother.Get($"/ho-so/{code}/giay-hen")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await mother.Get($"/ho-so/{code}/to-khai")).StatusCode);
        await app.Settled();
        var motherId = NhatLe.Platform.Data.StableId.Of("account", Filing.Mother);
        Assert.Contains(await app.Db(db => db.Notices.Where(n => n.SubjectId == dossier.Id).ToListAsync()), n => n.AccountId == motherId && n.Title == "Đã tiếp nhận: {0}");
    }

    [Fact]
    public async Task Who_represents_nobody_is_asked_nothing()
    {
        var (citizen, _) = await app.GivenResident();
        Assert.Empty((await citizen.Http.Open($"/dich-vu-cong/{Filing.BirthRegistration}/nop")).QuerySelectorAll("[name=For]"));
    }

    [Fact]
    public async Task A_strangers_child_is_not_filed_for_by_an_edited_field()
    {
        var ((parent, _), (stranger, _)) = (await app.GivenResident(), await app.GivenResident());
        var theirs = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        await app.GivenRepresentation(stranger, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber())); // has a child, and edits the field
        var waiting = await app.GivenAsked(stranger, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        foreach (var id in (Guid[])[theirs, waiting, ResidentsApp.NewId()])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PostForm($"/dich-vu-cong/{Filing.BirthRegistration}/nop", new() { ["For"] = id.ToString() })).StatusCode);
            Assert.Equal(HttpStatusCode.Forbidden, (await File(stranger, ResidentsApp.NewId(), id)).StatusCode); // without a draft
        }
        var draft = await stranger.Begin();
        await stranger.UploadPapers(draft);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await File(stranger, draft, theirs)).StatusCode); // the draft is for themselves
        Assert.Equal(0, await app.Tables(db => db.Dossiers.CountAsync(d => d.Id == draft)));
        Assert.Equal(HttpStatusCode.Created, (await File(stranger, draft, null)).StatusCode);
        Assert.Null((await app.Tables(db => db.Dossiers.AsNoTracking().SingleAsync(d => d.Id == draft))).RepresentedKey);
    }

    [Fact]
    public async Task Both_parents_see_it_and_nobody_else()
    {
        var number = app.ChildNumber();
        var ((mother, _), (father, _), (stranger, _)) = (await app.GivenResident(), await app.GivenResident(), await app.GivenResident());
        var (code, paper) = await Filed(mother, await app.GivenRepresentation(mother, ResidentsApp.Child(ResidentsApp.NewId(), number)));
        foreach (var other in (App.Client[])[father, stranger]) await MustNotSee(other, code, paper);
        await app.GivenRepresentation(father, ResidentsApp.Child(ResidentsApp.NewId(), number, relation: "Father"));
        Assert.Equal(HttpStatusCode.OK, (await father.Get($"/ho-so/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await father.Get($"/tep/{paper}")).StatusCode);
        Assert.Contains(code, await father.Page("/ho-so-cua-toi"), StringComparison.Ordinal);
        await MustNotSee(stranger, code, paper);
    }

    [Fact]
    public async Task When_it_ends_nothing_opens_with_the_next_request()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        var (code, paper) = await Filed(parent, id);
        var (second, _) = await Filed(parent, id);
        var draft = await Begin(parent, id);
        await parent.UploadPapers(draft);
        await app.Act(Filing.Clerk, code, "supplement-request", new { what = "Giấy chứng sinh" });
        Assert.Equal(HttpStatusCode.OK, (await parent.Get($"/ho-so/{code}")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await (await app.As(Filing.Justice)).PostJson($"/api/identity/representations/{id}/end", new { reason = "Đã có người giám hộ khác" })).StatusCode);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await MustNotSee(parent, code, paper);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"{clock.Elapsed}"); // the first of these requests was refused already
        foreach (var part in (string[])["/to-khai", "/giay-hen", "/nhat-ky.json"]) Assert.Equal(HttpStatusCode.NotFound, (await parent.Get($"/ho-so/{code}{part}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await parent.PostForm($"/ho-so/{code}?handler=Supplement", [])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await parent.PostJson($"/api/services/dossiers/{code}/rating", new { stars = 1 })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await File(parent, draft, null)).StatusCode);
        Assert.Equal(0, await app.Tables(db => db.Dossiers.CountAsync(d => d.Id == draft)));
        Assert.Contains("Ông/bà không còn đại diện", (await parent.Http.Open(Pages.Address(draft, "kiem-tra"))).Words(), StringComparison.Ordinal);
        await app.Act(Filing.Clerk, second, "acceptance");
        await app.Settled();
        var dossier = await app.Dossier(second);
        Assert.Equal("Đã nộp: {0}", Assert.Single(await app.Db(db => db.Notices.Where(n => n.SubjectId == dossier.Id).ToListAsync())).Title); // told of the filing, not of what came after
    }

    [Fact]
    public async Task The_next_representative_of_an_enterprise_sees_what_the_one_before_filed()
    {
        var tax = app.TaxNumber();
        var ((old, _), (next, _)) = (await app.GivenResident(), await app.GivenResident());
        var first = await app.GivenRepresentation(old, ResidentsApp.Enterprise(ResidentsApp.NewId(), tax));
        var (code, paper) = await Filed(old, first);
        Assert.Equal(("Công ty TNHH Phong Nha", tax), ((await app.Dossier(code)).ApplicantName, app.Plain((await app.Dossier(code)).ApplicantNumber)));
        await app.GivenRepresentation(next, ResidentsApp.Enterprise(ResidentsApp.NewId(), tax));
        Assert.Equal(HttpStatusCode.NoContent, (await next.PostJson($"/api/identity/representations/{first}/end", new { reason = "Đổi giám đốc" })).StatusCode);
        await MustNotSee(old, code, paper);
        Assert.Equal(HttpStatusCode.OK, (await next.Get($"/ho-so/{code}")).StatusCode);
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Settled();
        var (dossier, oldId) = (await app.Dossier(code), (await app.Representation(first)).AccountId);
        var accepted = await app.Db(db => db.Notices.Where(n => n.SubjectId == dossier.Id && n.Title == "Đã tiếp nhận: {0}").ToListAsync());
        Assert.NotEqual(oldId, Assert.Single(accepted).AccountId);
    }

    internal static Task<HttpResponseMessage> File(App.Client citizen, Guid id, Guid? representation) =>
        citizen.PostJson("/api/services/dossiers", new { id, procedureCode = Filing.BirthRegistration, answers = Filing.Answers(), representationId = representation });

    internal static async Task<Guid> Begin(App.Client citizen, Guid representation)
    {
        var answer = await citizen.PostForm($"/dich-vu-cong/{Filing.BirthRegistration}/nop", new() { ["For"] = representation.ToString() });
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^2]);
    }

    /// <summary>Its code, and one of its papers.</summary>
    async Task<(string Code, Guid Paper)> Filed(App.Client citizen, Guid representation)
    {
        var draft = await Begin(citizen, representation);
        await citizen.UploadPapers(draft);
        var receipt = await citizen.Post<FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers(), representationId = representation });
        return (receipt.Code, (await app.Papers(draft))[0].Id);
    }

    static async Task MustNotSee(App.Client citizen, string code, Guid paper)
    {
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.Get($"/ho-so/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await citizen.Get($"/tep/{paper}")).StatusCode);
        Assert.DoesNotContain(code, await citizen.Page("/ho-so-cua-toi"), StringComparison.Ordinal);
        Assert.DoesNotContain("applicant", await citizen.Page($"/api/services/tracking/{code}"), StringComparison.Ordinal); // what anybody may know by the code
    }
}

/// <summary>The birthday comes.</summary>
public sealed class ComingOfAgeTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    [Fact]
    public async Task On_the_eighteenth_birthday_the_parent_sees_and_files_no_more_and_the_child_does()
    {
        var (parent, _) = await app.GivenResident();
        var (child, number) = await app.GivenResident();
        var id = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), number, born: "2006-11-20"));
        var draft = await FilingForOthersTests.Begin(parent, id);
        await parent.UploadPapers(draft);
        Assert.Equal(HttpStatusCode.Created, (await FilingForOthersTests.File(parent, draft, id)).StatusCode);
        var code = await app.Tables(db => db.Dossiers.Where(d => d.Id == draft).Select(d => d.Code).SingleAsync());
        var late = await FilingForOthersTests.Begin(parent, id);
        await parent.UploadPapers(late);

        app.Time.MoveTo(App.Day(2024, 11, 19, 23, 59));
        Assert.Equal(HttpStatusCode.OK, (await parent.Get($"/ho-so/{code}")).StatusCode);
        app.Time.MoveTo(App.Day(2024, 11, 20));
        Assert.Equal(HttpStatusCode.NotFound, (await parent.Get($"/ho-so/{code}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await FilingForOthersTests.File(parent, late, null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await FilingForOthersTests.File(parent, ResidentsApp.NewId(), id)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await child.Get($"/ho-so/{code}")).StatusCode);
        Assert.Contains("Đã hết hạn", (await parent.Http.Open("/dai-dien")).Words(), StringComparison.Ordinal);
    }
}
