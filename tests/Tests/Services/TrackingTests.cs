using System.Net;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Data;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Tracking;

namespace NhatLe.Tests.Services;

/// <summary>What a stranger with a code learns, what the holder of the slip does, and what nobody gets before its time.</summary>
public sealed class TrackingTests(App app) : IClassFixture<App>
{
    static readonly string[] Personal = ["Gia Bảo", "Mai Liên", "044196004217", "4217", "0900000101", ".pdf", "/tep/", "Ka Oóc"];

    string TokenOf(Guid dossier) => app.Services.GetRequiredService<ColumnCipher>().Token(TrackDossier.TokenPurpose, dossier);

    [Fact]
    public async Task By_the_code_alone_anybody_learns_state_unit_and_date_and_no_name_at_every_step()
    {
        var code = (await app.GivenFiled()).Code;
        Func<Task>[] steps =
        [
            () => Task.CompletedTask, () => app.Act(Filing.Clerk, code, "supplement-request", new { what = "Giấy của Hồ Thị Mai Liên" }),
            async () => { using var content = new MultipartFormDataContent { { new ByteArrayContent(Filing.Pdf("thêm")), "Files", "them.pdf" } }; await (await app.As(Filing.Mother)).Http.PostAsync($"/ho-so/{code}?handler=Supplement", content); },
            () => app.Act(Filing.Clerk, code, "acceptance", new { note = "Mai Liên" }), () => app.Process(code), () => app.Act(Filing.Chair, code, "approval"), () => app.Act(Filing.Clerk, code, "return"),
        ];
        foreach (var step in steps)
        {
            await step();
            var stranger = app.Anybody();
            var html = await stranger.Page($"/tra-cuu/{code}");
            var json = await stranger.Http.GetStringAsync($"/api/services/tracking/{code}");
            foreach (var secret in Personal.Where(p => p != "/tep/" || !json.Contains(p, StringComparison.Ordinal)))
            {
                Assert.DoesNotContain(secret, html, StringComparison.Ordinal);
                Assert.DoesNotContain(secret, json, StringComparison.Ordinal);
            }
            Assert.Contains("Xã Trọng Hóa", html, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("Xã Trọng Hóa", json, StringComparison.Ordinal);
        }
        Assert.Contains("Đã trả", await app.Anybody().Page($"/tra-cuu/{code}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_four_digits_open_everything_and_five_wrong_tries_close_the_door()
    {
        var code = (await app.GivenFiled()).Code;
        var stranger = app.Anybody();
        var page = await stranger.Http.Open($"/tra-cuu/{code}");
        var right = await stranger.Http.Submit(page.Form("[name=LastDigits]"), ("LastDigits", "4217"));
        Assert.Equal(HttpStatusCode.SeeOther, right.StatusCode);
        var full = await stranger.Http.Open(right.Headers.Location!.ToString());
        Assert.Contains("Hồ Thị Mai Liên", full.Words(), StringComparison.Ordinal);
        var link = full.QuerySelectorAll("a[href^='/tep/']").First().GetAttribute("href")!;
        Assert.StartsWith("%PDF", await stranger.Http.GetStringAsync(link), StringComparison.Ordinal);

        var second = (await app.GivenFiled()).Code;
        page = await stranger.Http.Open($"/tra-cuu/{second}");
        for (var n = 0; n < 5; n++)
        {
            var wrong = await stranger.Http.Submit(page.Form("[name=LastDigits]"), ("LastDigits", $"000{n}"));
            var said = await wrong.RefusedAt("LastDigits", "Bốn số cuối chưa khớp với số định danh của người nộp. Hãy xem lại thẻ căn cước.");
            Assert.DoesNotContain("Mai Liên", said.Words(), StringComparison.Ordinal);
        }
        var closed = await stranger.Http.Submit(page.Form("[name=LastDigits]"), ("LastDigits", "4217"));
        Assert.Equal(HttpStatusCode.TooManyRequests, closed.StatusCode);
        Assert.Contains("Bốn số cuối đã nhập sai nhiều lần.", (await closed.Page()).Words(), StringComparison.Ordinal);
        await (await stranger.Get($"/api/services/tracking/{second}?lastDigits=4217")).Refused(HttpStatusCode.TooManyRequests);
        Assert.Contains("Hồ Thị Mai Liên", await stranger.Http.GetStringAsync($"/api/services/tracking/{second}?token={TokenOf((await app.Dossier(second)).Id)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_opens_its_own_dossier_and_no_other()
    {
        var (one, other) = (await app.Dossier((await app.GivenFiled()).Code), await app.Dossier((await app.GivenFiled()).Code));
        var stranger = app.Anybody();
        Assert.Contains("Mai Liên", await stranger.Page($"/tra-cuu/{one.Code}?t={TokenOf(one.Id)}"), StringComparison.Ordinal);
        foreach (var token in (string[])[TokenOf(other.Id), TokenOf(one.Id)[..^1], TokenOf(one.Id).ToUpperInvariant(), "", "đ", new string('0', 20)])
        {
            Assert.DoesNotContain("Mai Liên", await stranger.Page($"/tra-cuu/{one.Code}?t={Uri.EscapeDataString(token)}"), StringComparison.Ordinal);
            var paper = (await app.Papers(one.Id))[0];
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/tep/{paper.Id}?t={Uri.EscapeDataString(token)}")).StatusCode);
        }
    }

    [Fact]
    public async Task The_owner_is_led_to_their_own_page_and_a_code_may_be_typed_in_small_letters()
    {
        var code = (await app.GivenFiled()).Code;
        var answer = await (await app.As(Filing.Mother)).Get($"/tra-cuu/{code.ToLowerInvariant()}");
        Assert.Equal((HttpStatusCode.SeeOther, $"/ho-so/{code}"), (answer.StatusCode, answer.Headers.Location?.ToString()));

        var stranger = app.Anybody();
        var form = (await stranger.Http.Open("/tra-cuu")).Form("[name=ma]");
        var typed = await stranger.Http.Submit(form, ("ma", $"  {code.ToLowerInvariant()} "));
        Assert.Equal(HttpStatusCode.SeeOther, typed.StatusCode);
        Assert.Contains(code, (await stranger.Http.Open(typed.Headers.Location!.ToString())).Words(), StringComparison.Ordinal);
        Assert.Contains(code, await stranger.Http.GetStringAsync($"/api/services/tracking/{code.ToLowerInvariant()}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("H46.22.03-990101-0001")]
    [InlineData("xin chào")]
    [InlineData("'; DROP TABLE services_dossiers; --")]
    [InlineData("<img src=x onerror=alert(1)>")]
    public async Task An_unknown_code_is_answered_with_what_to_do_and_stays_in_the_field(string code)
    {
        var stranger = app.Anybody();
        var answer = await stranger.Get($"/tra-cuu/{Uri.EscapeDataString(code)}");
        var page = await answer.Page();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("Không thấy hồ sơ mã này. Hãy xem lại mã trên giấy hẹn, hoặc gọi 1022.", page.Words(), StringComparison.Ordinal);
        Assert.Equal(code, page.Value("ma"));
        await (await stranger.Get($"/api/services/tracking/{Uri.EscapeDataString(code)}")).Refused(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Digits_sent_without_a_code_lead_back_to_the_question() =>
        Assert.Equal("/tra-cuu", (await app.Anybody().PostForm("/tra-cuu", new() { ["LastDigits"] = "4217" })).Headers.Location?.ToString());

    [Fact]
    public async Task The_result_is_nobodys_to_download_before_it_is_returned_and_files_have_no_address_of_their_own()
    {
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        await app.Act(Filing.Chair, code, "approval");
        var dossier = await app.Dossier(code);
        var result = (await app.Papers(dossier.Id)).Single(p => p.Role == PaperRole.Result);
        var (mother, stranger, token) = (await app.As(Filing.Mother), app.Anybody(), TokenOf(dossier.Id));
        Assert.Equal(HttpStatusCode.NotFound, (await mother.Get($"/tep/{result.Id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/tep/{result.Id}?t={token}")).StatusCode);
        Assert.DoesNotContain(result.FileName, await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);
        Assert.DoesNotContain(result.FileName, await stranger.Page($"/tra-cuu/{code}?t={token}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await (await app.As(Filing.Chair)).Get($"/tep/{result.Id}")).StatusCode);

        await app.Act(Filing.Clerk, code, "return");
        var bytes = Filing.Pdf("result " + code);
        Assert.Equal(bytes, await mother.Http.GetByteArrayAsync($"/tep/{result.Id}"));
        var answer = await stranger.Get($"/tep/{result.Id}?t={token}");
        Assert.Equal(bytes, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(("application/pdf", "nosniff"), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.GetValues("X-Content-Type-Options").Single()));
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains(result.FileName, await mother.Page($"/ho-so/{code}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Get($"/tep/{result.Id}")).StatusCode);
        foreach (var address in (string[])[$"/tep/{result.Hash}", $"/files/{result.Hash}", $"/tep/nhap/{result.Id}", $"/api/services/files/{result.Hash}"])
            Assert.Equal(HttpStatusCode.NotFound, (await mother.Get(address)).StatusCode);
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_to_wait()
    {
        await using var own = await OwnApp.Begin();
        var code = (await own.GivenFiled()).Code;
        var stranger = own.Anybody();
        for (var n = 0; n < 90; n++) Assert.True((await stranger.Get($"/api/services/tracking/{code}")).IsSuccessStatusCode);
        Assert.Contains("Ông/bà tra cứu quá nhiều lần trong một phút.", await (await stranger.Get($"/api/services/tracking/{code}")).Refused(HttpStatusCode.TooManyRequests), StringComparison.Ordinal);
        var page = await stranger.Get($"/tra-cuu/{code}");
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        Assert.Contains("Ông/bà tra cứu quá nhiều lần trong một phút.", (await page.Page()).Words(), StringComparison.Ordinal);
    }
}
