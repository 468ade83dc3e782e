using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.National.Control;
using NhatLe.Platform.Data;
using NhatLe.Services.Population;
using NhatLe.Tests.Exchange.Population;

namespace NhatLe.Tests.Services.Population;

/// <summary>A citizen has their own form filled in from the population database, and nobody else's.</summary>
public sealed class OwnRecordTests(PopulationApp app) : IClassFixture<PopulationApp>
{
    const string Father = "van.khiem";

    static string Address(Guid draft) => $"/api/services/drafts/{draft}/population";

    Task<List<LookUp>> Rows(Guid draft) => app.Tables(db => db.LookUps.AsNoTracking().Where(l => l.DossierId == draft).ToListAsync());

    [Fact]
    public async Task What_the_register_has_stands_in_the_form_with_its_source_and_can_be_changed()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        var before = (await mother.Http.Open($"/dich-vu-cong/nop/{draft}/2")).Words();
        Assert.Contains("Lấy thông tin của tôi", before, StringComparison.Ordinal);
        Assert.Contains("Lấy từ tài khoản của ông/bà", before, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await mother.PostForm($"/dich-vu-cong/nop/{draft}/2?handler=Register", new() { ["mother_name"] = "Hồ Thị Mai Liên" })).StatusCode);
        var after = await mother.Page($"/dich-vu-cong/nop/{draft}/2");
        Assert.Contains("Lấy từ cơ sở dữ liệu quốc gia về dân cư", after, StringComparison.Ordinal);
        Assert.DoesNotContain("Lấy thông tin của tôi", after, StringComparison.Ordinal); // once a draft
        Assert.Contains("handler=Edit&amp;field=mother_name", after, StringComparison.Ordinal);
        Assert.Equal(("Hồ Thị Mai Liên", "1996-03-08", PopulationApp.Mother), await app.Answers(draft) is var a ? (a["mother_name"], a["mother_born_on"], a["mother_number"]) : default);
    }

    [Fact]
    public async Task What_the_person_typed_stays_as_typed()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.PostForm($"/dich-vu-cong/nop/{draft}/2?handler=Register", new() { ["mother_name"] = "Hồ Mai Liên" });
        Assert.Equal("Hồ Mai Liên", (await app.Answers(draft))["mother_name"]);
    }

    [Fact]
    public async Task Nobody_gets_another_persons_record_or_asks_for_a_draft_that_is_not_theirs()
    {
        var (mother, father) = (await app.As(Filing.Mother), await app.As(Father));
        var draft = await mother.Begin();
        await (await father.PostJson(Address(draft), new { })).Refused(HttpStatusCode.NotFound);
        await (await app.Anybody().PostJson(Address(draft), new { })).Refused(HttpStatusCode.Unauthorized);
        await mother.PostJson(Address(draft), new { citizenNumber = "044093007356", number = "044093007356" }); // there is no place for a number
        var row = Assert.Single(await Rows(draft));
        Assert.Equal((app.Services.GetRequiredService<ColumnCipher>().Lookup(PopulationApp.Mother), ""), (row.NumberKey, row.Purpose));
    }

    [Fact]
    public async Task A_form_for_the_desk_is_not_filled_in_this_way()
    {
        var clerk = await app.As(Filing.Clerk);
        var draft = Guid.CreateVersion7(app.Time.Now);
        (await clerk.PostJson("/api/services/desk/drafts", new { id = draft, procedureCode = Filing.BirthRegistration, citizenNumber = PopulationApp.Mother })).EnsureSuccessStatusCode();
        await (await clerk.PostJson(Address(draft), new { })).Refused(HttpStatusCode.Forbidden);
        Assert.Empty(await Rows(draft));
    }

    [Fact]
    public async Task While_it_is_away_the_person_goes_on_typing()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        try
        {
            await app.Tell(FaultKind.Fail);
            var answer = await mother.PostForm($"/dich-vu-cong/nop/{draft}/2?handler=Register", new() { ["mother_name"] = "Hồ Mai Liên" });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("Ông/bà cứ tự điền tiếp.", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        }
        finally { await app.TakeBackFaults(); }
        Assert.Equal("Hồ Mai Liên", (await app.Answers(draft))["mother_name"]);
        Assert.Empty(await Rows(draft));
    }

    [Fact]
    public async Task An_official_of_the_dossier_uses_what_is_there_and_it_is_journalled_then()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        (await mother.PostJson(Address(draft), new { })).EnsureSuccessStatusCode();
        await mother.UploadPapers(draft);
        var code = (await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() })).Code;
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains("name=\"Purpose\"", await clerk.Page($"/giai-quyet/{code}"), StringComparison.Ordinal); // what the citizen asked is not shown to officials without a purpose
        var before = app.Answered.Count;
        await clerk.Post<LookUpPerson.PersonView>($"/api/services/dossiers/{code}/population", new { person = "mother_number", purpose = "Accept" });
        Assert.Equal(before, app.Answered.Count);
        Assert.Single(await app.Journal(draft), l => l.Entry.Event == "services.population-asked");
    }

    [Fact]
    public async Task With_a_draft_that_is_gone_goes_what_was_asked_for_it()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        (await mother.PostJson(Address(draft), new { })).EnsureSuccessStatusCode();
        await app.Tables(db => db.Drafts.Where(d => d.Id == draft).ExecuteDeleteAsync());
        await app.Run<ForgetLookUps>();
        Assert.Empty(await Rows(draft));
    }
}
