using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.National.Control;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Services.Population;
using NhatLe.Tests.Exchange.Population;

namespace NhatLe.Tests.Services.Population;

/// <summary>Officials ask the population database about the people of a running dossier.</summary>
public sealed class LookUpTests(PopulationApp app) : IClassFixture<PopulationApp>
{
    const string Key = "mother_number", Purpose = "Kiểm tra thông tin khi tiếp nhận";

    static string Address(string code) => $"/api/services/dossiers/{code}/population";

    static object About(string person = Key, string? purpose = "Accept", string? other = null) => new { person, purpose, otherPurpose = other };

    async Task<LookUpPerson.PersonView> Ask(string code, object? what = null, string login = Filing.Clerk) => await (await app.As(login)).Post<LookUpPerson.PersonView>(Address(code), what ?? About());

    Task<List<LookUp>> Rows(Guid dossier) => app.Tables(db => db.LookUps.AsNoTracking().Where(l => l.DossierId == dossier).ToListAsync());

    async Task<(string Code, Guid Id)> Given()
    {
        var code = (await app.GivenFiled()).Code;
        return (code, (await app.Dossier(code)).Id);
    }

    Task<int> Again(Guid dossier) => app.Tables(db => db.LookUps.Where(l => l.DossierId == dossier).ExecuteUpdateAsync(s => s.SetProperty(l => l.NextTryAt, DateTimeOffset.UnixEpoch)));

    [Fact]
    public async Task Who_holds_the_step_sees_form_and_register_side_by_side()
    {
        var (code, id) = await Given();
        var seen = await Ask(code);
        Assert.Equal((LookUpState.Found, 0), (seen.State, seen.Differences));
        Assert.Equal([PersonField.Name, PersonField.BirthDate], seen.Fields.Select(f => f.Field)); // what the form does not ask is not shown
        var page = (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}")).Words();
        Assert.Contains("Đối chiếu với dữ liệu dân cư", page, StringComparison.Ordinal);
        Assert.Contains($"Mục đích tra cứu: {Purpose}", page, StringComparison.Ordinal);
        Assert.Contains("Trùng khớp", page, StringComparison.Ordinal);
        var row = Assert.Single(await Rows(id));
        Assert.DoesNotContain("Liên", System.Text.Encoding.UTF8.GetString(row.Answer!), StringComparison.Ordinal); // encrypted
        var entry = (await app.Journal(id)).Single(l => l.Entry.Event == "services.population-asked");
        Assert.True(entry.Holds);
        Assert.Equal(Purpose, entry.Content!.Note);
        var logged = await app.Row(row.Id);
        Assert.Equal((code, id, app.Services.GetRequiredService<ColumnCipher>().Lookup(PopulationApp.Mother)), (logged.Issue, logged.SubjectId!.Value, logged.AboutKey));
    }

    [Fact]
    public async Task The_page_asks_the_purpose_once_and_then_only_whom()
    {
        var (code, _) = await Given();
        var clerk = await app.As(Filing.Clerk);
        Assert.Contains("name=\"Purpose\"", await clerk.Page($"/giai-quyet/{code}"), StringComparison.Ordinal);
        var unsaid = await clerk.PostForm($"/giai-quyet/{code}?handler=Population", new() { ["Person"] = Key });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unsaid.StatusCode);
        Assert.Contains("Hãy chọn mục đích tra cứu.", WebUtility.HtmlDecode(await unsaid.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await clerk.PostForm($"/giai-quyet/{code}?handler=Population", new() { ["Person"] = Key, ["Purpose"] = "Other", ["OtherPurpose"] = "Sửa họ tên" })).StatusCode);
        var page = await clerk.Page($"/giai-quyet/{code}");
        Assert.DoesNotContain("name=\"Purpose\"", page, StringComparison.Ordinal);
        Assert.Contains("Sửa họ tên", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_purpose_stays_that_of_the_first_question_and_the_answer_is_kept_for_the_dossier()
    {
        var (code, id) = await Given();
        await Ask(code);
        var before = app.Answered.Count;
        await Ask(code, About(purpose: null));
        Assert.Equal(before, app.Answered.Count);
        Assert.Equal(Purpose, Assert.Single(await Rows(id)).Purpose);
        Assert.Single(await app.Journal(id), l => l.Entry.Event == "services.population-asked");
    }

    [Fact]
    public async Task Only_people_of_the_dossier_only_while_it_runs_and_only_who_holds_step_or_desk()
    {
        var (code, id) = await Given();
        var clerk = await app.As(Filing.Clerk);
        await (await clerk.PostJson(Address(code), About("044093007356"))).Refused(HttpStatusCode.NotFound); // a number is not taken
        await (await clerk.PostJson(Address(code), About("father_number"))).Refused(HttpStatusCode.NotFound); // he is not in it
        await (await (await app.As(Filing.Chair)).PostJson(Address(code), About())).Refused(HttpStatusCode.Forbidden); // not yet at that step
        await (await (await app.As(Filing.Mother)).PostJson(Address(code), About())).Refused(HttpStatusCode.NotFound);
        await (await app.Anybody().PostJson(Address(code), About())).Refused(HttpStatusCode.Unauthorized);
        await (await clerk.PostJson(Address(code), About(purpose: "Nothing"))).Refused(HttpStatusCode.BadRequest);
        await (await clerk.PostJson(Address(code), About(purpose: "Other"))).Refused(HttpStatusCode.UnprocessableEntity);
        await app.Act(Filing.Clerk, code, "refusal", new { reason = "Nộp nhầm nơi" });
        await (await clerk.PostJson(Address(code), About())).Refused(HttpStatusCode.Conflict);
        Assert.Empty(await Rows(id));
        Assert.DoesNotContain("Đối chiếu với dữ liệu dân cư", await clerk.Page($"/giai-quyet/{code}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_person_sees_who_looked_and_what_for()
    {
        var (code, _) = await Given();
        await Ask(code);
        await app.Services.GetRequiredService<AccessLog>().Flush(default);
        var seen = (await (await app.As(Filing.Mother)).Http.Open("/ai-da-xem")).Words();
        Assert.Contains("Xem dữ liệu dân cư quốc gia", seen, StringComparison.Ordinal);
        Assert.Contains(code, seen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FaultKind.Fail, null)]
    [InlineData(FaultKind.Hang, null)]
    [InlineData(FaultKind.Slow, null)]
    [InlineData(FaultKind.Garbage, null)]
    [InlineData(FaultKind.Wrong, "signature")]
    [InlineData(FaultKind.Wrong, "hash")]
    [InlineData(FaultKind.Wrong, "person")]
    public async Task While_it_is_away_people_go_on_and_the_answer_comes_by_itself(FaultKind kind, string? wrong)
    {
        var (code, id) = await Given();
        var clerk = await app.As(Filing.Clerk);
        try
        {
            await app.Tell(kind, wrong);
            Assert.Equal(LookUpState.Waiting, (await Ask(code)).State);
            var page = (await clerk.Http.Open($"/giai-quyet/{code}")).Words();
            Assert.Contains("Cơ sở dữ liệu dân cư đang gián đoạn. Cứ tiếp nhận; hệ thống sẽ tự đối chiếu và báo lại.", page, StringComparison.Ordinal);
            Assert.Null(Assert.Single(await Rows(id)).Answer);
            await app.Act(Filing.Clerk, code, "acceptance");
        }
        finally { await app.TakeBackFaults(); }
        await Again(id);
        await app.Run<DoWaitingLookUps>();
        await app.Run<DoWaitingLookUps>(); // told once
        Assert.Equal(LookUpState.Found, Assert.Single(await Rows(id)).State);
        var asker = Assert.Single(await Rows(id)).AccountId;
        Assert.Single(await app.Db(db => db.Notices.Where(n => n.AccountId == asker && n.SubjectId == id && n.Title == "Cơ sở dữ liệu dân cư đã trả lời: {0}").ToListAsync()));
        Assert.Contains("Trùng khớp", (await clerk.Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dossier_that_ended_meanwhile_needs_no_answer()
    {
        var (code, id) = await Given();
        try
        {
            await app.Tell(FaultKind.Fail);
            await Ask(code);
        }
        finally { await app.TakeBackFaults(); }
        await app.Act(Filing.Clerk, code, "refusal", new { reason = "Nộp nhầm nơi" });
        await Again(id);
        var before = app.Answered.Count;
        await app.Run<DoWaitingLookUps>();
        Assert.Equal(before, app.Answered.Count);
        Assert.Empty(await Rows(id));
    }

    [Fact]
    public async Task Nobody_of_that_number_is_said_and_blocks_nothing()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        var answers = Filing.Answers();
        (answers["father_name"], answers["father_born_on"], answers["father_number"]) = ("Hồ Văn Khiêm", "1993", PopulationApp.Nobody);
        var code = (await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers })).Code;
        Assert.Equal(LookUpState.NotFound, (await Ask(code, About("father_number"))).State);
        Assert.Contains("Cơ sở dữ liệu dân cư không có số định danh này.", (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
        await app.Act(Filing.Clerk, code, "acceptance");
    }

    [Fact]
    public async Task What_differs_is_said_field_by_field_and_a_year_holds_for_its_days()
    {
        var mother = await app.As(Filing.Mother);
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        var answers = Filing.Answers();
        (answers["mother_name"], answers["father_name"], answers["father_born_on"], answers["father_number"]) = ("Hồ Thị Mai Lien", "HỒ VĂN KHIÊM", "1993", "044093007356");
        var code = (await mother.Post<NhatLe.Services.Dossiers.FileDossier.Receipt>("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers })).Code;
        var seen = await Ask(code);
        Assert.Equal([(PersonField.Name, Match.Differs), (PersonField.BirthDate, Match.Same)], seen.Fields.Select(f => (f.Field, f.Match)));
        Assert.Equal(("Hồ Thị Mai Lien", "Hồ Thị Mai Liên"), (seen.Fields[0].Said, seen.Fields[0].Registered));
        var father = await Ask(code, About("father_number", purpose: null));
        Assert.All(father.Fields, f => Assert.Equal(Match.Same, f.Match));
        Assert.Contains("1 chỗ khác", (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{code}")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_found_is_forgotten_a_month_after_the_end_and_the_purpose_stays()
    {
        await using var own = await NhatLe.Tests.Identity.Federation.Own<PopulationApp>.Start();
        var code = (await own.App.GivenFiled()).Code;
        var id = (await own.App.Dossier(code)).Id;
        await (await own.App.As(Filing.Clerk)).Post<LookUpPerson.PersonView>(Address(code), About());
        await own.App.Act(Filing.Clerk, code, "refusal", new { reason = "Nộp nhầm nơi" });
        async Task<LookUp> Row() => await own.App.Tables(db => db.LookUps.AsNoTracking().SingleAsync(l => l.DossierId == id));
        own.App.Time.MoveTo(own.App.Time.Now.AddDays(29));
        await own.App.Run<ForgetLookUps>();
        Assert.NotNull((await Row()).Answer);
        own.App.Time.MoveTo(own.App.Time.Now.AddDays(2));
        await own.App.Run<ForgetLookUps>();
        Assert.Equal((LookUpState.Forgotten, null, Purpose), ((await Row()).State, (await Row()).Answer, (await Row()).Purpose));
    }

    [Fact]
    public async Task A_node_that_ends_under_a_question_leaves_it_to_the_next()
    {
        await using var own = await NhatLe.Tests.Identity.Federation.Own<PopulationApp>.Start();
        var code = (await own.App.GivenFiled()).Code;
        var id = (await own.App.Dossier(code)).Id;
        await own.App.Tell(FaultKind.Hang, seconds: 60);
        var asking = (await own.App.As(Filing.Clerk)).PostJson(Address(code), About());
        for (var i = 0; i < 200 && !await own.App.Tables(db => db.LookUps.AnyAsync(l => l.DossierId == id)); i++) await Task.Delay(25);
        await own.App.Restart(gently: false);
        await Assert.ThrowsAnyAsync<Exception>(async () => (await asking).EnsureSuccessStatusCode());
        await own.App.TakeBackFaults();
        await own.App.Tables(db => db.LookUps.ExecuteUpdateAsync(s => s.SetProperty(l => l.NextTryAt, DateTimeOffset.UnixEpoch)));
        await own.App.Run<DoWaitingLookUps>();
        Assert.Equal(LookUpState.Found, await own.App.Tables(db => db.LookUps.Where(l => l.DossierId == id).Select(l => l.State).SingleAsync()));
    }
}
