using System.Net;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Assisted;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Residents;

/// <summary>An account for who stands at the desk, with or without a phone.</summary>
public sealed class DeskAccountTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    [Fact]
    public async Task The_clerk_opens_it_prints_the_slip_and_the_person_chooses_a_password()
    {
        var (number, _) = app.Somebody();
        var clerk = await app.As(Filing.Clerk);
        var form = await clerk.Http.Open("/quay/tai-khoan");
        var opened = await clerk.Http.Press(form.FormWith("Mở tài khoản và in phiếu"), "Mở tài khoản và in phiếu", ("Input.Paper", "CitizenCard"), ("Input.CitizenNumber", number), ("Input.FullName", "Hồ Thị Bông"), ("BornOn.Year", "1958"));
        Assert.Equal(HttpStatusCode.SeeOther, opened.StatusCode);
        var slip = await clerk.Page(opened.Headers.Location!.ToString());
        Assert.Contains("Hồ Thị Bông", slip, StringComparison.Ordinal);
        Assert.DoesNotContain(number, slip, StringComparison.Ordinal);
        Assert.Contains(number[^4..], slip, StringComparison.Ordinal);
        var code = ResidentsApp.CodeOn(slip);
        Assert.Equal(9, code.Length);

        var account = Assert.Single(await app.AccountsOf(number));
        Assert.True(account.NumberChecked);
        Assert.Null(account.Phone);
        Assert.Equal("18907", account.UnitCode);
        var entry = Assert.Single(await app.Journal(account.Id));
        Assert.Equal((EventNames.Of(typeof(AccountOpenedAtDesk)), "Cao Thu Giang"), (entry.Entry.Event, entry.Content!.Name));
        Assert.Contains("CitizenCard", entry.Content.Event.ToString(), StringComparison.Ordinal);
        foreach (var guess in (string[])["", code, number, App.Password]) Assert.NotEqual(HttpStatusCode.SeeOther, await app.SignIn(number, guess)); // until then no password is right
        await app.ForgetFailures();

        var browser = app.Elsewhere();
        var page = await browser.Http.Open("/kich-hoat");
        var done = await browser.Http.Press(page.FormWith("Kích hoạt tài khoản"), "Kích hoạt tài khoản", ("Input.CitizenNumber", number), ("Input.Code", code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)), ("Input.Password", ResidentsApp.NewPassword), ("Repeat", ResidentsApp.NewPassword));
        Assert.Equal("/ho-so-cua-toi", done.Headers.Location?.ToString());
        Assert.Contains("Hồ Thị Bông", await browser.Page("/tai-khoan"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, await app.SignIn(number));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Activate(number, code, "mật khẩu khác hẳn")).StatusCode); // once
        Assert.Equal(HttpStatusCode.NotFound, (await clerk.Get(opened.Headers.Location!.ToString())).StatusCode);
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(code)));
    }

    [Fact]
    public async Task Only_clerks_may_and_only_the_one_who_made_it_prints_the_slip_for_half_an_hour()
    {
        var (number, _) = app.Somebody();
        foreach (var (login, status) in new[] { ("", HttpStatusCode.Unauthorized), (Filing.Mother, HttpStatusCode.Forbidden), (Filing.Justice, HttpStatusCode.Forbidden) })
        {
            var client = login.Length == 0 ? app.Anybody() : await app.As(login);
            Assert.Equal(status, (await client.PostJson("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), number))).StatusCode);
        }
        Assert.Empty(await app.AccountsOf(number));
        var clerk = await app.As(Filing.Clerk);
        var receipt = await clerk.Post<OpenAtDesk.Receipt>("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), number));
        var slip = $"/quay/tai-khoan/{receipt.AccountId}/phieu";
        Assert.Equal(HttpStatusCode.OK, (await clerk.Get(slip)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.As("mot-cua.minhhoa")).Get(slip)).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await (await app.As(Filing.Mother)).Get(slip)).StatusCode);
        app.Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal(HttpStatusCode.NotFound, (await (await app.Again(Filing.Clerk)).Get(slip)).StatusCode);
    }

    [Fact]
    public async Task Guessing_codes_is_slowed_down_alike_for_numbers_with_a_slip_and_without()
    {
        var (with, without) = (app.Somebody().Number, app.Somebody().Number);
        var code = await app.GivenSlip(with);
        async Task<List<string>> Guess(string number)
        {
            List<string> answers = [];
            for (var n = 0; n < 6; n++)
            {
                var answer = await app.Activate(number, "AAAA-AAAA");
                using var said = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
                answers.Add($"{(int)answer.StatusCode} {said.RootElement.GetProperty("code").GetString()}");
            }
            return answers;
        }
        Assert.Equal(await Guess(with), await Guess(without));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await app.Activate(with, code)).StatusCode);
        var locked = (await app.Journal(Assert.Single(await app.AccountsOf(with)).Id)).Where(l => l.Entry.Event == "identity.activation-failed").ToList();
        Assert.NotEmpty(locked);
        Assert.All(locked, l => Assert.True(l.Holds));
        app.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.Created, (await app.Activate(with, code)).StatusCode);
    }

    [Fact]
    public async Task A_lost_slip_is_replaced_and_an_old_one_is_good_for_seven_days()
    {
        var (number, _) = app.Somebody();
        var lost = await app.GivenSlip(number);
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        var newer = await app.GivenSlip(number);
        Assert.NotEqual(lost, newer);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Activate(number, lost)).StatusCode);
        app.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Activate(number, newer)).StatusCode);
        await app.Again(Filing.Clerk);
        Assert.Single(await app.AccountsOf(number));
    }

    [Fact]
    public async Task Who_has_a_password_already_is_sent_to_the_sign_in()
    {
        var said = await (await (await app.As(Filing.Clerk)).PostJson("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), "044196004217"))).Refused(HttpStatusCode.Conflict);
        Assert.Contains("đã có tài khoản", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_registered_by_phone_is_confirmed_with_the_paper()
    {
        var (number, _) = await app.GivenRegistered();
        var clerk = await app.As(Filing.Clerk);
        var asked = await (await clerk.PostJson("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), number))).Content.ReadAsStringAsync();
        Assert.Contains("Hãy hỏi người đang đứng đây", asked, StringComparison.Ordinal);
        var receipt = await clerk.Post<OpenAtDesk.Receipt>("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), number, OpenAtDesk.Holder.ThisPerson, "Đinh Thị Hà Giang"));
        Assert.Equal(OpenAtDesk.Outcome.Confirmed, receipt.Outcome);
        var account = Assert.Single(await app.AccountsOf(number));
        Assert.Equal((true, "Đinh Thị Hà Giang"), (account.NumberChecked, account.FullName)); // as the paper says
        Assert.Equal(HttpStatusCode.SeeOther, await app.SignIn(number));
    }

    [Fact]
    public async Task Who_registered_with_a_strangers_number_loses_it_when_the_stranger_comes_with_the_paper()
    {
        var (number, phone) = await app.GivenRegistered();
        var impostor = await app.SignedIn(phone);
        var clerk = await app.As(Filing.Clerk);
        var receipt = await clerk.Post<OpenAtDesk.Receipt>("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), number, OpenAtDesk.Holder.SomebodyElse));
        var code = ResidentsApp.CodeOn(await clerk.Page($"/quay/tai-khoan/{receipt.AccountId}/phieu"));
        Assert.StartsWith("/dang-nhap", (await impostor.Get("/tai-khoan")).Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await app.SignIn(phone));
        Assert.Equal(HttpStatusCode.Created, (await app.Activate(number, code, "mật khẩu của tôi đây")).StatusCode);
        Assert.Equal(receipt.AccountId, Assert.Single(await app.AccountsOf(number)).Id);
    }
}
