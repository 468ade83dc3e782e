using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Representations;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Residents;

/// <summary>Who acts for whom: asked for, checked by the commune, ended.</summary>
public sealed class RepresentationTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    const string Duty = "identity.check-representation";

    [Fact]
    public async Task A_mother_asks_by_hand_and_the_official_of_her_commune_confirms_from_the_inbox()
    {
        var (mother, number) = (await app.As(Filing.Mother), app.ChildNumber());
        var form = await mother.Http.Open("/dai-dien/moi?cho=con");
        var asked = await mother.Http.Press(form.FormWith("Gửi xã xác nhận"), "Gửi xã xác nhận",
            ("Input.Relation", "Mother"), ("Input.Name", "Hồ Gia Hân"), ("Input.Number", number), ("BornOn.Day", "28"), ("BornOn.Month", "9"), ("BornOn.Year", "2015"), ("Paper", Pages.Pdf("giay-khai-sinh.pdf")));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        var place = asked.Headers.Location!.ToString();
        var id = Guid.Parse(place.Split('/', '?')[2]);

        var duty = await app.OpenDuty(id, Duty);
        Assert.Equal((FactsApp.TrongHoa, App.Day(2024, 11, 21, 17)), (duty.UnitId, duty.DueAt!.Value)); // three working days
        var justice = await app.As(Filing.Justice);
        Assert.Contains(duty.Link, await justice.Page("/viec"), StringComparison.Ordinal);
        var page = await justice.Http.Open(duty.Link);
        foreach (var words in (string[])["Hồ Gia Hân", number, "28/09/2015", "Hồ Thị Mai Liên", "Mẹ", "giay-khai-sinh.pdf", "27/09/2033"]) Assert.Contains(words, page.Words(), StringComparison.Ordinal);
        var confirmed = await justice.Http.Press(page.FormWith("Xác nhận (F9)"), "Xác nhận (F9)", ("Note", "Đã so với sổ hộ tịch năm 2015"));
        Assert.Equal(HttpStatusCode.SeeOther, confirmed.StatusCode);

        var stored = await app.Representation(id);
        Assert.Equal((RepresentationState.Approved, new DateOnly(2033, 9, 28)), (stored.State, stored.EndsOn));
        Assert.Equal(DutyOutcome.OnTime, Assert.Single(await app.Duties(id)).Outcome);
        var last = (await app.Journal(id))[^1];
        Assert.Equal((EventNames.Of(typeof(RepresentationApproved)), "Trần Tiến Đông", "Đã so với sổ hộ tịch năm 2015"), (last.Entry.Event, last.Content!.Name, last.Content.Note));
        await app.Settled();
        Assert.Contains(await app.Db(db => db.Notices.Where(n => n.SubjectId == id).ToListAsync()), n => n.Title == "Được đại diện cho {0}");
        Assert.Contains("Đã xác nhận", (await mother.Http.Open(place)).Words(), StringComparison.Ordinal);
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(number)));
    }

    [Fact]
    public async Task An_official_of_another_unit_sees_nothing_and_decides_nothing()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        foreach (var login in (string[])[ResidentsApp.OtherJustice, Filing.Clerk, "chuyen-vien.minhhoa", Filing.Chair])
        {
            var other = await app.As(login);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/xac-nhan-dai-dien/{id}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Get($"/xac-nhan-dai-dien/{id}/giay")).StatusCode);
            foreach (var act in (string[])["approval", "refusal", "end"])
                Assert.Equal(HttpStatusCode.NotFound, (await other.PostJson($"/api/identity/representations/{id}/{act}", new { note = "x", reason = "x" })).StatusCode);
            var list = await other.Get("/xac-nhan-dai-dien");
            Assert.DoesNotContain(id.ToString(), await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await parent.PostJson($"/api/identity/representations/{id}/approval", new { })).StatusCode); // nor does who asked
        var kept = await app.Representation(id);
        Assert.Equal((RepresentationState.Asked, 1L), (kept.State, kept.Version));
    }

    [Fact]
    public async Task A_refusal_has_a_reason_that_the_person_reads()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        var justice = await app.As(Filing.Justice);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await justice.PostJson($"/api/identity/representations/{id}/refusal", new { note = " " })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await justice.PostJson($"/api/identity/representations/{id}/refusal", new { note = "Giấy khai sinh mờ, mời chụp lại" })).StatusCode);
        Assert.Contains("Giấy khai sinh mờ, mời chụp lại", (await parent.Http.Open($"/dai-dien/{id}")).Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await justice.PostJson($"/api/identity/representations/{id}/approval", new { })).StatusCode);
        Assert.DoesNotContain(await app.Duties(id), d => d.EndedAt is null);
    }

    [Fact]
    public async Task Of_two_officials_at_once_one_decides()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        var (one, two) = (await app.As(Filing.Justice), await app.Again(Filing.Justice));
        var answers = await Task.WhenAll(one.PostJson($"/api/identity/representations/{id}/approval", new { version = 1 }), two.PostJson($"/api/identity/representations/{id}/refusal", new { version = 1, note = "Chưa rõ" }));
        Assert.Equal([HttpStatusCode.NoContent, HttpStatusCode.Conflict], answers.Select(a => a.StatusCode).Order());
        Assert.Equal(2, (await app.Journal(id)).Count);
    }

    [Fact]
    public async Task It_is_ended_by_the_representative_or_the_official_with_a_reason_and_by_no_stranger()
    {
        var (parent, _) = await app.GivenResident();
        var (stranger, _) = await app.GivenResident();
        var (one, two) = (await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber())), await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber())));
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.PostJson($"/api/identity/representations/{one}/end", new { reason = "x" })).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/dai-dien/{one}")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await parent.PostJson($"/api/identity/representations/{one}/end", new { reason = "" })).StatusCode);
        var page = await parent.Http.Open($"/dai-dien/{one}");
        Assert.Equal(HttpStatusCode.SeeOther, (await parent.Http.Press(page.FormWith("Chấm dứt đại diện"), "Chấm dứt đại diện", ("Reason", "Ông bà nội làm thay"))).StatusCode);
        var justice = await app.As(Filing.Justice);
        var before = await justice.Http.Open($"/xac-nhan-dai-dien/{two}");
        Assert.Equal(HttpStatusCode.SeeOther, (await justice.Http.Press(before.FormWith("Chấm dứt đại diện"), "Chấm dứt đại diện", ("Reason", "Tòa án hạn chế quyền của mẹ"))).StatusCode);
        Assert.Equal([RepresentationState.Ended, RepresentationState.Ended], new[] { (await app.Representation(one)).State, (await app.Representation(two)).State });
        Assert.Equal(HttpStatusCode.Conflict, (await parent.PostJson($"/api/identity/representations/{one}/end", new { reason = "lần nữa" })).StatusCode);
        await app.Settled();
        Assert.Contains(await app.Db(db => db.Notices.Where(n => n.SubjectId == two).ToListAsync()), n => n.Title == "Đã chấm dứt đại diện cho {0}");
        Assert.Equal("Tòa án hạn chế quyền của mẹ", (await app.Journal(two))[^1].Content!.Note);
    }

    [Fact]
    public async Task What_still_waits_is_withdrawn_and_owed_no_more()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()));
        Assert.Equal(HttpStatusCode.NoContent, (await parent.PostJson($"/api/identity/representations/{id}/end", new { reason = "Gửi nhầm" })).StatusCode);
        Assert.Equal(DutyOutcome.Released, Assert.Single(await app.Duties(id)).Outcome);
        Assert.Equal(HttpStatusCode.Conflict, (await (await app.As(Filing.Justice)).PostJson($"/api/identity/representations/{id}/approval", new { })).StatusCode);
    }

    [Fact]
    public async Task The_represented_child_sees_it_and_ends_it_from_an_account_of_its_own()
    {
        var (parent, _) = await app.GivenResident();
        var (child, number) = await app.GivenResident(); // of age by its number; the paper the parent gave says otherwise
        var id = await app.GivenRepresentation(parent, ResidentsApp.Child(ResidentsApp.NewId(), number, born: "2008-01-01"));
        var page = await child.Http.Open($"/dai-dien/{id}");
        Assert.DoesNotContain(number, page.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await child.Get($"/dai-dien/{id}/giay")).StatusCode);
        Assert.Contains(id.ToString(), await child.Page("/dai-dien"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await child.Http.Press(page.FormWith("Chấm dứt đại diện"), "Chấm dứt đại diện", ("Reason", "Tôi đã đủ tuổi"))).StatusCode);
        Assert.Equal(RepresentationState.Ended, (await app.Representation(id)).State);
    }

    [Fact]
    public async Task One_representative_of_an_enterprise_ends_that_of_another()
    {
        var tax = app.TaxNumber();
        var ((old, _), (successor, _)) = (await app.GivenResident(), await app.GivenResident());
        var before = await app.GivenRepresentation(old, ResidentsApp.Enterprise(ResidentsApp.NewId(), tax));
        var after = await app.GivenRepresentation(successor, ResidentsApp.Enterprise(ResidentsApp.NewId(), tax));
        Assert.Equal(new DateOnly(2027, 1, 1), (await app.Representation(after)).EndsOn);
        Assert.Equal(HttpStatusCode.NoContent, (await successor.PostJson($"/api/identity/representations/{before}/end", new { reason = "Hết nhiệm kỳ giám đốc" })).StatusCode);
        Assert.Equal(RepresentationState.Ended, (await app.Representation(before)).State);
        Assert.Equal(HttpStatusCode.NotFound, (await old.PostJson($"/api/identity/representations/{after}/end", new { reason = "trả đũa" })).StatusCode); // who represents no longer has no say
    }

    [Fact]
    public async Task Evidence_is_read_by_who_gave_it_and_who_checks_it_and_the_reading_is_noted()
    {
        var (stranger, _) = await app.GivenResident();
        var (parent, _) = await app.GivenResident();
        var form = await parent.Http.Open("/dai-dien/moi?cho=doanh-nghiep");
        var asked = await parent.Http.Press(form.FormWith("Gửi xã xác nhận"), "Gửi xã xác nhận",
            ("Input.Name", "Công ty TNHH Sông Son"), ("Input.Number", app.TaxNumber()), ("Until.Day", "31"), ("Until.Month", "12"), ("Until.Year", "2025"), ("Input.Unit", "18907"), ("Paper", Pages.Pdf("dang-ky.pdf")));
        var id = Guid.Parse(asked.Headers.Location!.ToString().Split('/', '?')[2]);
        Assert.Equal(HttpStatusCode.OK, (await parent.Get($"/dai-dien/{id}/giay")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/dai-dien/{id}/giay")).StatusCode);
        Assert.StartsWith("/dang-nhap", (await app.Anybody().Get($"/dai-dien/{id}/giay")).Headers.Location?.ToString(), StringComparison.Ordinal);
        var justice = await app.As(Filing.Justice);
        Assert.Equal(HttpStatusCode.OK, (await justice.Get($"/xac-nhan-dai-dien/{id}/giay")).StatusCode);
        var account = (await app.Representation(id)).AccountId;
        await FactsApp.Until(() => app.Db(db => db.Accesses.AnyAsync(a => a.AboutAccountId == account && a.SubjectId == id && a.Kind == AccessKind.Paper)), "the reading is noted");
        Assert.Contains("để xác nhận quyền đại diện", (await parent.Http.Open("/ai-da-xem")).Words(), StringComparison.Ordinal);
        await using var scope = app.Services.CreateAsyncScope();
        var (hash, uses) = ((await app.Representation(id)).FileHash!, scope.ServiceProvider.GetServices<NhatLe.Platform.Files.IFileUse>());
        HashSet<string> named = [];
        foreach (var use in uses) named.UnionWith(await use.Used([hash], default));
        Assert.Contains(hash, named); // the sweep keeps it
    }

    [Theory]
    [InlineData("2006-11-18", "Người này đã đủ tuổi thành niên")]
    [InlineData("2024-11-19", "Hãy nhập đủ ngày, tháng, năm sinh")]
    public async Task A_child_is_under_eighteen(string born, string words)
    {
        var (parent, _) = await app.GivenResident();
        var answer = await parent.PostJson("/api/identity/representations", ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber(), born: born));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_day_before_the_eighteenth_birthday_is_the_last()
    {
        var (parent, _) = await app.GivenResident();
        var id = await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber(), born: "2006-11-19"));
        Assert.Equal(new DateOnly(2024, 11, 19), (await app.Representation(id)).EndsOn);
        Assert.Equal(new DateOnly(2026, 2, 28), RepresentationLaw.ComesOfAgeOn(new(2008, 2, 29)));
    }

    [Fact]
    public async Task What_cannot_be_is_refused_with_words()
    {
        var (parent, own) = await app.GivenResident();
        async Task<string> Refused(App.Client who, object asking, HttpStatusCode status)
        {
            var answer = await who.PostJson("/api/identity/representations", asking);
            Assert.Equal(status, answer.StatusCode);
            return await answer.Content.ReadAsStringAsync();
        }
        Assert.Contains("số định danh của chính ông/bà", await Refused(parent, ResidentsApp.Child(ResidentsApp.NewId(), own), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("Mã số thuế này có một số bị sai", await Refused(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), "0100047517"), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("nhiều nhất 5 năm", await Refused(parent, ResidentsApp.Enterprise(ResidentsApp.NewId(), app.TaxNumber(), until: "2031-01-01"), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("trong danh sách", await Refused(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber(), unit: "452"), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("Hãy chọn quan hệ", await Refused(parent, ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber(), relation: "LegalRepresentative"), HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        Assert.Contains("ghi số, ngày và nơi cấp", await Refused(parent, new { id = ResidentsApp.NewId(), kind = "Child", relation = "Father", name = "Hồ Văn B", number = app.ChildNumber(), bornOn = "2015-01-01", unit = "18907" }, HttpStatusCode.UnprocessableEntity), StringComparison.Ordinal);
        var twice = app.ChildNumber();
        await app.GivenAsked(parent, ResidentsApp.Child(ResidentsApp.NewId(), twice));
        Assert.Contains("đã yêu cầu hoặc đang đại diện", await Refused(parent, ResidentsApp.Child(ResidentsApp.NewId(), twice), HttpStatusCode.Conflict), StringComparison.Ordinal);
        await Refused(await app.As(Filing.Clerk), ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()), HttpStatusCode.Forbidden);
        await Refused(app.Anybody(), ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()), HttpStatusCode.Unauthorized);
        var (number, _) = await app.GivenRegistered();
        Assert.Contains("chưa được xác nhận", await Refused(await app.SignedIn(number), ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber()), HttpStatusCode.Conflict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pressed_twice_it_is_asked_once()
    {
        var (parent, _) = await app.GivenResident();
        var asking = ResidentsApp.Child(ResidentsApp.NewId(), app.ChildNumber());
        var first = await app.GivenAsked(parent, asking);
        Assert.Equal(first, await app.GivenAsked(parent, asking));
        Assert.Single(await app.Duties(first));
        var (other, _) = await app.GivenResident();
        Assert.Equal(HttpStatusCode.Conflict, (await other.PostJson("/api/identity/representations", ResidentsApp.Child(first, app.ChildNumber()))).StatusCode); // another's id is not told
    }
}
