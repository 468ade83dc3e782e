using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Services.Dossiers;

namespace NhatLe.Tests.Services;

/// <summary>A dossier is filed once, however often the button is pressed.</summary>
public sealed class TwiceTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_button_pressed_several_times_at_once_files_one_dossier_and_every_page_gets_its_code()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Start();
        await mother.AnswerAll(draft, Filing.Answers("Hồ Bấm Hai Lần"));
        await mother.UploadPapers(draft);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => mother.PostForm(Pages.Address(draft, "kiem-tra"), [])));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.SeeOther, a.StatusCode));
        var address = Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        var dossier = Assert.Single(await app.Tables(db => db.Dossiers.Where(d => d.Person == "Hồ Bấm Hai Lần").ToListAsync()));
        Assert.Contains(dossier.Code, address, StringComparison.Ordinal);
        Assert.Single(await app.Journal(dossier.Id));
        Assert.Single(await app.Duties(dossier.Id));
        Assert.Equal(3, (await app.Papers(dossier.Id)).Count);
        Assert.Equal(address, (await mother.PostForm(Pages.Address(draft, "kiem-tra"), [])).Headers.Location?.ToString());
    }

    [Fact]
    public async Task The_API_repeats_its_first_answer_to_the_applicant_and_refuses_the_id_to_anybody_else()
    {
        var mother = await app.As(Filing.Mother);
        var id = await mother.Begin();
        await mother.UploadPapers(id);
        object Command(string child) => new { id, procedureCode = Filing.BirthRegistration, answers = Filing.Answers(child) };
        var father = await app.As("van.khiem");
        await (await father.PostJson("/api/services/dossiers", Command("Hồ Của Người Khác"))).Refused(HttpStatusCode.Conflict); // her draft, not filed yet
        Assert.Null(await app.Tables(db => db.Drafts.Where(d => d.Id == id).Select(d => d.FiledAt).SingleAsync()));

        var receipts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => mother.Post<FileDossier.Receipt>("/api/services/dossiers", Command("Hồ Một"))));
        var receipt = Assert.Single(receipts.Distinct());
        Assert.Equal(receipt, await mother.Post<FileDossier.Receipt>("/api/services/dossiers", Command("Hồ Hai")));
        var refused = await (await father.PostJson("/api/services/dossiers", Command("Hồ Ba"))).Refused(HttpStatusCode.Conflict);
        Assert.DoesNotContain(receipt.Code, refused, StringComparison.Ordinal);
        Assert.Equal("Hồ Một", (await app.Dossier(receipt.Code)).Person);
        Assert.Single(await app.Journal(id));
    }

    [Fact]
    public async Task Dossiers_filed_at_the_same_time_get_different_codes()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => app.GivenFiled($"Hồ Thứ {n}")));
        Assert.Equal(6, receipts.Select(r => r.Code).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000","procedureCode":"1.001193","answers":{}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"id":"0193377a-0000-7000-8000-000000000001","procedureCode":"1.001193","answers":null}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"id":"0193377a-0000-7000-8000-000000000002","procedureCode":"1.001193","answers":{"child_name":null}}""", HttpStatusCode.UnprocessableEntity)]
    [InlineData("""{"id":"0193377a-0000-7000-8000-000000000003","procedureCode":null,"answers":{}}""", HttpStatusCode.NotFound)]
    [InlineData("""{"id":"0193377a-0000-7000-8000-000000000004","procedureCode":"a\u0000b","answers":{}}""", HttpStatusCode.NotFound)]
    [InlineData("""{"id":"x"}""", HttpStatusCode.BadRequest)]
    [InlineData("null", HttpStatusCode.BadRequest)]
    public async Task A_request_that_makes_no_sense_is_refused_and_never_an_error_of_ours(string json, HttpStatusCode expected)
    {
        var mother = await app.As(Filing.Mother);
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        await (await mother.Http.PostAsync("/api/services/dossiers", body)).Refused(expected);
    }

    [Fact]
    public async Task Only_a_citizen_files_and_only_what_the_form_asks_is_stored()
    {
        var body = new { id = Guid.CreateVersion7(App.Start), procedureCode = Filing.BirthRegistration, answers = Filing.Answers() };
        await (await app.Anybody().PostJson("/api/services/dossiers", body)).Refused(HttpStatusCode.Unauthorized);
        await (await (await app.As(Filing.Clerk)).PostJson("/api/services/dossiers", body)).Refused(HttpStatusCode.Forbidden);

        var mother = await app.As(Filing.Mother);
        var id = await mother.Begin();
        await mother.UploadPapers(id);
        var answers = Filing.Answers();
        (answers["status"], answers["child_born_on"]) = ("Returned", "2024-11-5");
        var receipt = await mother.Post<FileDossier.Receipt>("/api/services/dossiers", new { id, procedureCode = Filing.BirthRegistration, answers });
        var form = app.Form(await app.Dossier(receipt.Code));
        Assert.DoesNotContain("status", form.Keys);
        Assert.Equal("2024-11-05", form["child_born_on"]);
    }
}
