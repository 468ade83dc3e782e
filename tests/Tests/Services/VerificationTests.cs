using System.Net;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Papers;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Papers;
using NhatLe.Tests.Facts;

namespace NhatLe.Tests.Services;

/// <summary>A stranger with a paper in hand asks whether it is real.</summary>
public sealed class VerificationTests
{
    [Fact]
    public async Task A_real_paper_is_said_to_be_real_with_unit_time_position_masked_name_and_seal()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        var verification = await (await app.As(Filing.Mother)).VerificationCode($"/ho-so/{code}/giay-hen");
        var slip = await (await app.As(Filing.Mother)).Http.Open($"/ho-so/{code}/giay-hen");
        Assert.Equal(QrDrawing.Of($"{app.Address.GetLeftPart(UriPartial.Authority)}/xac-minh/{verification}").Path, slip.QuerySelector(".nl-check svg path")?.GetAttribute("d"));

        using var stranger = app.Elsewhere();
        var page = await stranger.Http.Open($"/xac-minh/{verification}");
        foreach (var words in (string[])["Giấy này là thật", "Giấy tiếp nhận hồ sơ và hẹn trả kết quả", $"{code}/TNHS", "Ủy ban nhân dân xã Trọng Hóa", "Công chức tiếp nhận và trả kết quả", "08:0", "H* Th* M** L***", "Là giấy mới nhất của hồ sơ", "Đang giải quyết", "Nhật ký khớp", "Chưa vào niêm phong nào."])
            Assert.Contains(words, page.Words(), StringComparison.Ordinal);
        foreach (var secret in (string[])["Mai Liên", "0900000101", "044196004217", "Cao Thu Giang", "/tep/"]) Assert.DoesNotContain(secret, page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("This paper is real", (await stranger.Http.Open($"/en/xac-minh/{verification}")).Words(), StringComparison.Ordinal);

        var seal = Assert.Single(await app.Seal());
        page = await stranger.Http.Open($"/xac-minh/{verification}");
        Assert.Contains($"Nằm trong niêm phong số {seal.Number}", page.Words(), StringComparison.Ordinal);
        Assert.Contains($"Số {seal.Number}", (await stranger.Http.Open(page.QuerySelector("a[href*='/niem-phong']")!.GetAttribute("href")!)).Words(), StringComparison.Ordinal);
        var view = await stranger.Get<VerifyPaper.View>($"/api/services/verification/{verification}");
        Assert.Equal((OfficialForm.AppointmentSlip, true, seal.Number, code), (view.Form, view.Holds, view.Seal, view.Code));
        await app.FlushReadings();
        Assert.Empty(await app.Readings((await app.Dossier(code)).ApplicantAccountId)); // nothing of the person was shown
    }

    [Fact]
    public async Task It_says_when_a_newer_paper_stands_in_its_place_and_when_the_result_is_returned_or_the_dossier_stopped()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        var mother = await app.As(Filing.Mother);
        var slip = await mother.VerificationCode($"/ho-so/{code}/giay-hen");
        var control = await mother.VerificationCode($"/ho-so/{code}/phieu-kiem-soat");
        using var stranger = app.Elsewhere();
        await app.Move(code, App.Day(2024, 11, 28, 9), "bà Mai Liên vắng nhà");
        var page = (await stranger.Http.Open($"/xac-minh/{slip}")).Words();
        Assert.Contains("Giấy này là thật", page, StringComparison.Ordinal);
        Assert.Contains($"Đã có giấy mới hơn Phiếu xin lỗi và hẹn lại ngày trả kết quả, số {code}/PXL", page, StringComparison.Ordinal);
        Assert.DoesNotContain("vắng nhà", page, StringComparison.Ordinal);
        Assert.Contains("hồ sơ có thêm 1 việc", (await stranger.Http.Open($"/xac-minh/{control}")).Words(), StringComparison.Ordinal);
        var apology = await mother.VerificationCode((await mother.IssuedOf(code)).Single(p => p.Form == OfficialForm.Apology).Print);
        Assert.Contains("Là giấy mới nhất của hồ sơ", (await stranger.Http.Open($"/xac-minh/{apology}")).Words(), StringComparison.Ordinal);

        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        await app.Settled();
        (await (await app.As(Filing.Clerk)).PostJson($"/api/payments/charges/{code}/subject", new { subjects = new[] { "PoorHousehold" }, evidence = "Giấy hộ nghèo số 5" })).EnsureSuccessStatusCode(); // nothing is to be paid
        await app.Act(Filing.Clerk, code, "return");
        page = (await stranger.Http.Open($"/xac-minh/{apology}")).Words();
        Assert.Contains("Hồ sơ hiện nay: Đã trả. Đã trả kết quả lúc 08:", page, StringComparison.Ordinal);

        var refused = (await app.GivenFiled("Hồ Không Nhận")).Code;
        await app.Act(Filing.Clerk, refused, "refusal", new { reason = "Không thuộc thẩm quyền" });
        var refusal = await mother.VerificationCode((await mother.IssuedOf(refused)).Single(p => p.Form == OfficialForm.Refusal).Print);
        page = (await stranger.Http.Open($"/xac-minh/{refusal}")).Words();
        Assert.Contains("Hồ sơ hiện nay: Đã dừng. Đã dừng lúc 08:", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_entry_does_not_match_whatever_was_changed()
    {
        await using var app = await OwnApp.Begin();
        var code = await app.GivenAccepted();
        var verification = await (await app.As(Filing.Mother)).VerificationCode($"/ho-so/{code}/giay-hen");
        await app.Seal();
        var entry = (await app.Journal((await app.Dossier(code)).Id)).Single(l => l.Entry.Event == "services.dossier-accepted").Entry;
        using var stranger = app.Elsewhere();
        async Task<VerifyPaper.View> Look() => await stranger.Get<VerifyPaper.View>($"/api/services/verification/{verification}");
        Assert.True((await Look()).Holds);

        // The date in the row alone.
        await app.Execute($"UPDATE journal_entries SET at = {entry.At.AddDays(1)} WHERE id = {entry.Id}");
        Assert.False((await Look()).Holds);
        var page = await stranger.Http.Open($"/xac-minh/{verification}");
        Assert.Contains("Giấy này không khớp với nhật ký", page.Words(), StringComparison.Ordinal);
        Assert.Contains("Nhật ký không khớp", page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("Giấy này là thật", page.Words(), StringComparison.Ordinal);
        await app.Execute($"UPDATE journal_entries SET at = {entry.At} WHERE id = {entry.Id}");
        Assert.True((await Look()).Holds);

        // What it says.
        var payload = await app.Db(async db => (await db.Payloads.FindAsync(entry.Id))!.Payload);
        var later = payload.Replace("2024-11-21T10", "2024-12-21T10", StringComparison.Ordinal);
        Assert.NotEqual(payload, later);
        await app.Execute($"UPDATE journal_payloads SET payload = {later} WHERE entry_id = {entry.Id}");
        Assert.False((await Look()).Holds);

        // With all hashes of entry and payload made to fit again, only the seal knows.
        var salt = await app.Db(async db => (await db.Payloads.FindAsync(entry.Id))!.Salt);
        var forged = new Entry
        {
            Id = entry.Id, SubjectId = entry.SubjectId, SubjectKind = entry.SubjectKind, Seq = entry.Seq, Event = entry.Event, At = entry.At, ActorKind = entry.ActorKind,
            AccountId = entry.AccountId, UnitId = entry.UnitId, PayloadHash = EntryPayload.HashOf(salt, later), PreviousHash = entry.PreviousHash,
        };
        await app.Execute($"UPDATE journal_entries SET payload_hash = {forged.PayloadHash}, hash = {forged.ComputeHash()} WHERE id = {entry.Id}");
        Assert.All((await app.Journal(entry.SubjectId)).Take(2), l => Assert.True(l.Holds));
        Assert.False((await Look()).Holds);
        await app.Execute($"UPDATE journal_entries SET payload_hash = {entry.PayloadHash}, hash = {entry.Hash} WHERE id = {entry.Id}");
        await app.Execute($"UPDATE journal_payloads SET payload = {payload} WHERE entry_id = {entry.Id}");
        Assert.True((await Look()).Holds);

        // Gone.
        await app.Execute($"DELETE FROM journal_entries WHERE id = {entry.Id}");
        Assert.False((await Look()).Holds);
        Assert.Contains("Giấy này không khớp với nhật ký", (await stranger.Http.Open($"/xac-minh/{verification}")).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nobody_issued_is_not_known_and_a_code_fits_its_own_paper_only()
    {
        await using var app = await OwnApp.Begin();
        var (code, other) = (await app.GivenAccepted(), (await app.GivenFiled("Hồ Khác")).Code);
        await app.Act(Filing.Clerk, other, "acceptance");
        var right = await (await app.As(Filing.Mother)).VerificationCode($"/ho-so/{code}/giay-hen");
        using var stranger = app.Elsewhere();
        string[] wrong =
        [
            right.Replace(code, other, StringComparison.Ordinal), right.Replace(".1-2.", ".1-1.", StringComparison.Ordinal), right.Replace(".1-2.", ".4-2.", StringComparison.Ordinal),
            right[..^1] + (right[^1] == '0' ? '1' : '0'), right[..^1], $"{code}.1-2.", "H99.99-000000-9999.1-2.00000000000000000000", "xin chào", "'; DROP TABLE journal_entries; --",
            "so.18907-MC.241101-241130-5-1731895200.00000000000000000000", "so.khong.241101-241130-5-1731895200.00000000000000000000", "so.18907-MC.249901-241130-5-1731895200.00000000000000000000", $"{code}.1-999999999999999999999.00000000000000000000",
        ];
        foreach (var guess in wrong)
        {
            var answer = await stranger.Get($"/xac-minh/{Uri.EscapeDataString(guess)}");
            var page = await answer.Page();
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{guess}: {(int)answer.StatusCode}");
            Assert.Contains("Không có giấy này. Giấy có thể là giả, hoặc mã nhập chưa đúng.", page.Words(), StringComparison.Ordinal);
            Assert.Equal(guess, page.Value("ma"));
            await (await stranger.Get($"/api/services/verification/{Uri.EscapeDataString(guess)}")).Refused(HttpStatusCode.NotFound);
        }
        var form = (await stranger.Http.Open("/xac-minh")).Form("[name=ma]");
        var typed = await stranger.Http.Submit(form, ("ma", $" {right} "));
        Assert.Equal((HttpStatusCode.SeeOther, $"/xac-minh/{right}"), (typed.StatusCode, typed.Headers.Location?.ToString()));
    }

    [Fact]
    public async Task Guessing_is_limited_by_address_as_tracking_is()
    {
        await using var app = await OwnApp.Begin();
        using var stranger = app.Elsewhere();
        var statuses = new List<HttpStatusCode>();
        for (var n = 0; n < 95; n++) statuses.Add((await stranger.Get($"/api/services/verification/H46.22.03-241118-0007.1-2.{n:00000000000000000000}")).StatusCode);
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await stranger.Get("/xac-minh/abc")).StatusCode);
        using var another = app.Elsewhere();
        Assert.Equal(HttpStatusCode.NotFound, (await another.Get("/xac-minh/abc")).StatusCode);
    }

    [Theory]
    [InlineData("Nguyễn Văn A", "Ng*** V** A")]
    [InlineData("Hồ Thị Mai Liên", "H* Th* M** L***")]
    [InlineData("Quách", "Qu***")]
    [InlineData("", "")]
    public void A_name_is_masked(string name, string masked) => Assert.Equal(masked, VerifyPaper.Masked(name));
}
