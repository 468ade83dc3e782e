using System.Net;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Facts;
using NhatLe.Services;
using NhatLe.Services.Desk;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Facts;

namespace NhatLe.Tests.Services;

/// <summary>A clerk files for a person at the desk: one page, one key; two entries in one transaction, and the slip.</summary>
public sealed class DeskTests(App app) : IClassFixture<App>
{
    const string MothersNumber = "044196004217", Stranger = "044170000123";

    static async Task<Guid> Begin(App.Client clerk, params (string, object?)[] more)
    {
        var page = await clerk.Http.Open("/quay/tiep-nhan");
        var answer = await clerk.Http.Press(page.FormWith("Điền hồ sơ"), "Điền hồ sơ", [("Input.ProcedureCode", Filing.BirthRegistration), .. more]);
        if (answer.StatusCode != HttpStatusCode.SeeOther) Assert.Fail((await answer.Page()).Words());
        return Guid.Parse(answer.Headers.Location!.ToString().Split('/')[^1]);
    }

    static (string, object?)[] Filled(string child) =>
    [
        ("child_name", child), .. Pages.Date("child_born_on", "2024-11-10"), ("child_sex", "male"), ("child_birth_place", "Trạm y tế xã Trọng Hóa"),
    ];

    static readonly (string, object?)[] Papers = [("paper-birth-certificate-hospital", Pages.Pdf("chung-sinh.pdf")), ("paper-identity", Pages.Pdf("can-cuoc.pdf"))];

    static async Task<HttpResponseMessage> Press(App.Client clerk, Guid draft, string button, params (string, object?)[] values)
    {
        var page = await clerk.Http.Open($"/quay/tiep-nhan/{draft}");
        return await clerk.Http.Press(page.FormWith(button), button, values);
    }

    const string Key = "Tiếp nhận và in giấy hẹn (F9)";

    Task<T> Db<T>(Func<ServicesDb, Task<T>> read) => app.With(read);

    [Fact]
    public async Task A_citizen_known_by_their_number_is_filed_for_accepted_and_told_in_one_press()
    {
        var clerk = await app.As(Filing.Clerk);
        var page = await clerk.Http.Open("/quay/tiep-nhan");
        var found = await (await clerk.Http.Press(page.FormWith("Điền hồ sơ"), "Tìm người", [("Input.CitizenNumber", MothersNumber)])).Page();
        Assert.Contains("Hồ Thị Mai Liên", found.QuerySelector(".nl-person")!.Words(), StringComparison.Ordinal);

        var draft = await Begin(clerk, ("Input.CitizenNumber", MothersNumber));
        var filling = await clerk.Http.Open($"/quay/tiep-nhan/{draft}");
        Assert.Contains("Lấy từ tài khoản của người nộp", filling.Words(), StringComparison.Ordinal);
        Assert.Contains("17:00", filling.QuerySelector("aside")!.Words(), StringComparison.Ordinal); // the slip as it will be

        var answer = await Press(clerk, draft, Key, [.. Filled("Hồ Văn Quầy"), .. Papers]);
        if (answer.StatusCode != HttpStatusCode.SeeOther) Assert.Fail((await answer.Page()).Words());
        var code = answer.Headers.Location!.ToString().Split('/')[2];
        Assert.Equal($"/ho-so/{code}/giay-hen?in=1", answer.Headers.Location.ToString());
        Assert.Contains("Ký, ghi rõ họ tên", (await clerk.Http.Open($"/ho-so/{code}/giay-hen")).QuerySelector(".nl-sign")!.Words(), StringComparison.Ordinal);

        var dossier = await Db(db => db.Dossiers.SingleAsync(d => d.Code == code));
        Assert.Equal((draft, Channel.Counter, DossierStatus.Accepted, 2L), (dossier.Id, dossier.Channel, dossier.Status, dossier.Version));
        Assert.NotNull(dossier.ApplicantAccountId);
        var journal = await app.Journal(draft);
        Assert.Equal(["services.dossier-filed", "services.dossier-accepted"], journal.Select(l => l.Entry.Event));
        Assert.All(journal, l => Assert.True(l.Holds));
        var duties = await app.Db(db => db.Duties.Where(d => d.SubjectId == draft).ToListAsync());
        Assert.Equal([(Duties.Accept, true), (Duties.Process, false)], duties.OrderBy(d => d.EndedAt is null).Select(d => (d.Kind, d.EndedAt is not null)));

        await app.Settled();
        var mother = await app.As(Filing.Mother);
        Assert.Contains(code, (await mother.Http.Open("/ho-so-cua-toi")).Words(), StringComparison.Ordinal);
        var told = (await mother.Http.Open("/thong-bao")).Words();
        Assert.Contains("hẹn trả kết quả", told, StringComparison.Ordinal);
        Assert.DoesNotContain("chưa cần đến xã", told, StringComparison.Ordinal);
        await app.FlushReadings();
        Assert.Contains("Tìm bằng số định danh", (await mother.Http.Open("/ai-da-xem")).Words(), StringComparison.Ordinal); // the look at her account
    }

    [Fact]
    public async Task A_person_without_account_and_telephone_is_filed_for_by_post()
    {
        var clerk = await app.As(Filing.Clerk);
        var draft = await Begin(clerk, ("Input.CitizenNumber", Stranger), ("Input.Name", "Hồ Thị Khiên"), ("Input.Channel", "Post"));
        var answer = await Press(clerk, draft, Key,
            [.. Filled("Hồ Văn Thư"), ("child_ethnicity", "Bru–Vân Kiều"), ("mother_name", "Hồ Thị Khiên"), .. Pages.Date("mother_born_on", "1990-01-02"), ("mother_number", "044190000456"), .. Papers]);
        if (answer.StatusCode != HttpStatusCode.SeeOther) Assert.Fail((await answer.Page()).Words());
        var dossier = await Db(db => db.Dossiers.SingleAsync(d => d.Id == draft));
        Assert.Equal((Channel.Post, null, "Hồ Thị Khiên", "Hồ Văn Thư"), (dossier.Channel, dossier.ApplicantAccountId, dossier.ApplicantName, dossier.Person));
    }

    [Fact]
    public async Task What_is_wrong_and_missing_is_said_at_once_and_all_of_it_stays()
    {
        var clerk = await app.As(Filing.Clerk);
        var draft = await Begin(clerk, ("Input.CitizenNumber", MothersNumber));
        var page = await (await Press(clerk, draft, Key, [("child_name", "Hồ Văn Thiếu"), Papers[1]])).RefusedAt("paper-birth-certificate-hospital", "Còn thiếu giấy: Giấy chứng sinh. Hãy chụp ảnh hoặc chọn tệp.");
        Assert.NotNull(page.QuerySelector("#child_sex-e"));
        Assert.Equal("Hồ Văn Thiếu", page.Value("child_name"));
        Assert.Contains("can-cuoc.pdf", page.Words(), StringComparison.Ordinal);
        Assert.Equal(0, await Db(db => db.Dossiers.CountAsync(d => d.Id == draft)));
        Assert.Contains("Hồ Thị Mai Liên: Làm giấy khai sinh cho con", (await clerk.Http.Open("/quay/tiep-nhan")).Words(), StringComparison.Ordinal); // can be gone on with
    }

    [Fact]
    public async Task What_another_commune_decides_is_not_received_here()
    {
        var clerk = await app.As(Filing.Clerk);
        var draft = await Begin(clerk, ("Input.CitizenNumber", MothersNumber));
        var page = await clerk.Http.Open($"/quay/tiep-nhan/{draft}?sua=unit");
        var answer = await clerk.Http.Press(page.FormWith(Key), Key, [.. Filled("Hồ Văn Xa"), ("unit", "18904"), .. Papers]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains("Hồ sơ này do", (await answer.Page()).QuerySelector("#unit-e")!.Words(), StringComparison.Ordinal);
        Assert.Equal(0, await Db(db => db.Dossiers.CountAsync(d => d.Id == draft)));
    }

    [Fact]
    public async Task Pressed_twice_at_once_it_is_one_dossier()
    {
        var clerk = await app.As(Filing.Clerk);
        var draft = await Begin(clerk, ("Input.CitizenNumber", MothersNumber));
        var page = await clerk.Http.Open($"/quay/tiep-nhan/{draft}");
        await clerk.Http.Press(page.FormWith(Key), "Lưu, làm sau", [.. Filled("Hồ Văn Hai"), .. Papers]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => clerk.PostJson("/api/services/desk/dossiers", new { id = draft })));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        var receipts = await Task.WhenAll(answers.Select(async a => await a.Content.ReadAsStringAsync()));
        Assert.Single(receipts.Distinct());
        Assert.Equal(2, (await app.Journal(draft)).Count);
    }

    [Fact]
    public async Task The_same_start_pressed_twice_is_one_draft_and_another_clerks_is_nobody_elses()
    {
        var clerk = await app.As(Filing.Clerk);
        var id = Guid.CreateVersion7(app.Time.Now);
        object start = new { id, procedureCode = Filing.BirthRegistration, citizenNumber = MothersNumber };
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostJson("/api/services/desk/drafts", start)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await clerk.PostJson("/api/services/desk/drafts", start)).StatusCode);
        var other = await app.As("mot-cua.minhhoa");
        Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/quay/tiep-nhan/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.PostJson("/api/services/desk/dossiers", new { id })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await other.PostJson("/api/services/desk/drafts", start)).StatusCode);
    }

    [Theory]
    [InlineData(Filing.Mother, HttpStatusCode.Forbidden)]
    [InlineData(Filing.Chair, HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    public async Task Only_who_sits_at_a_desk_files_there_or_looks_for_people(string? login, HttpStatusCode expected)
    {
        var who = login is null ? app.Anybody() : await app.As(login);
        var begun = await who.PostJson("/api/services/desk/drafts", new { id = Guid.CreateVersion7(app.Time.Now), procedureCode = Filing.BirthRegistration, citizenNumber = MothersNumber });
        Assert.Equal(expected, begun.StatusCode);
        Assert.Equal(expected, (await who.PostJson("/api/services/desk/dossiers", new { id = Guid.CreateVersion7(app.Time.Now) })).StatusCode);
        if (login is not null) Assert.Equal(expected, (await who.PostForm("/quay/tiep-nhan?handler=Find", new() { ["Input.CitizenNumber"] = MothersNumber })).StatusCode);
    }

    [Fact]
    public async Task A_citizens_own_draft_is_not_filed_at_the_desk_nor_a_desks_online()
    {
        var mother = await app.As(Filing.Mother);
        var own = await mother.Begin();
        Assert.Equal(HttpStatusCode.Forbidden, (await mother.Get($"/quay/tiep-nhan/{own}")).StatusCode);
        var clerk = await app.As(Filing.Clerk);
        var draft = await Begin(clerk, ("Input.CitizenNumber", MothersNumber));
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostJson("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() })).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await mother.PostJson("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers() })).StatusCode);
    }

    [Theory]
    [InlineData("12345", "Input_CitizenNumber")]
    [InlineData("", "Input_CitizenNumber")]
    [InlineData(Stranger, "Input_Name")]
    public async Task A_start_that_cannot_be_is_refused_beside_the_field(string number, string field)
    {
        var clerk = await app.As(Filing.Clerk);
        var page = await clerk.Http.Open("/quay/tiep-nhan");
        var answer = await clerk.Http.Press(page.FormWith("Điền hồ sơ"), "Điền hồ sơ", [("Input.ProcedureCode", Filing.BirthRegistration), ("Input.CitizenNumber", number)]);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull((await answer.Page()).QuerySelector($"#{field}-e"));
    }
}
