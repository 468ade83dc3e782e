using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Facts;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity.Residents;

/// <summary>An account by citizen number and phone.</summary>
public sealed partial class RegistrationTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    [Fact]
    public async Task Somebody_registers_by_hand_gets_a_code_on_the_phone_and_signs_in_with_number_or_phone()
    {
        var (number, phone) = app.Somebody();
        var browser = app.Elsewhere();
        var form = await browser.Http.Open("/dang-ky");
        var asked = await browser.Http.Press(form.FormWith("Nhận mã"), "Nhận mã", ("Input.CitizenNumber", number), ("Input.FullName", "Đinh Thị Hà"), ("BornOn.Day", "20"), ("BornOn.Month", "5"), ("BornOn.Year", "1990"), ("Input.Phone", phone));
        Assert.Equal(HttpStatusCode.SeeOther, asked.StatusCode);
        var code = Assert.Single(await app.CodesTo(phone));
        var second = await browser.Http.Open(asked.Headers.Location!.ToString());
        Assert.DoesNotContain(code, second.Words(), StringComparison.Ordinal); // only the phone has it
        var done = await browser.Http.Press(second.FormWith("Mở tài khoản"), "Mở tài khoản", ("Input.Code", $"{code[..3]} {code[3..]}"), ("Input.Password", ResidentsApp.NewPassword), ("Repeat", ResidentsApp.NewPassword));
        Assert.Equal("/dang-ky/xong", done.Headers.Location?.ToString());

        var account = Assert.Single(await app.AccountsOf(number));
        Assert.Equal(("Đinh Thị Hà", "1990-05-20", "female", false), (account.FullName, account.BornOn, account.Gender, account.NumberChecked));
        Assert.DoesNotContain(number, account.Login, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, await app.SignIn(number));
        Assert.Equal(HttpStatusCode.SeeOther, await app.SignIn(phone));
        Assert.Equal(EventNames.Of(typeof(AccountRegistered)), (await app.Journal(account.Id))[0].Entry.Event);
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(number)));
        Assert.False(await app.IsAnywhereInTheDatabase(System.Text.Encoding.UTF8.GetBytes(code)));
    }

    [Fact]
    public async Task A_number_that_has_an_account_gets_the_same_answers_and_its_owner_is_told_once_a_day()
    {
        var (taken, _) = await app.GivenRegistered();
        var owner = Assert.Single(await app.AccountsOf(taken));
        async Task<string> Answers(string number, string phone)
        {
            var browser = app.Elsewhere();
            var form = await browser.Http.Open("/dang-ky");
            var asked = await browser.Http.Press(form.FormWith("Nhận mã"), "Nhận mã", ("Input.CitizenNumber", number), ("Input.FullName", "Người Lạ"), ("BornOn.Year", "1990"), ("Input.Phone", phone));
            var place = asked.Headers.Location!.ToString();
            var page = await browser.Page(place);
            var code = (await app.CodesTo(phone))[^1];
            var wrong = await browser.PostForm(place, new() { ["Input.Code"] = code == "000000" ? "000001" : "000000", ["Input.Password"] = "một câu đủ dài", ["Repeat"] = "một câu đủ dài" });
            var right = await browser.PostForm(place, new() { ["Input.Code"] = code, ["Input.Password"] = "một câu đủ dài", ["Repeat"] = "một câu đủ dài" });
            var again = await browser.PostForm(place, new() { ["Input.Code"] = code, ["Input.Password"] = "một câu đủ dài", ["Repeat"] = "một câu đủ dài" });
            return Ids().Replace($"{(int)asked.StatusCode} {place}\n{page}\n{(int)wrong.StatusCode} {await wrong.Content.ReadAsStringAsync()}\n{(int)right.StatusCode} {right.Headers.Location}\n{(int)again.StatusCode} {await again.Content.ReadAsStringAsync()}", "#");
        }
        var (free, phone) = app.Somebody();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(await Answers(free, phone), await Answers(taken, app.Somebody().Phone));

        Assert.Equal(HttpStatusCode.SeeOther, await app.SignIn(taken)); // the password of before
        Assert.Equal(HttpStatusCode.UnprocessableEntity, await app.SignIn(taken, "một câu đủ dài"));
        Assert.Equal(owner.Id, Assert.Single(await app.AccountsOf(taken)).Id);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.GivenRegistration(taken, app.Somebody().Phone);
        await app.Settled();
        Assert.Equal("Có người đăng ký bằng số định danh của ông/bà", Assert.Single(await app.Db(db => db.Notices.Where(n => n.AccountId == owner.Id).ToListAsync())).Title);
    }

    [Fact]
    public async Task Five_wrong_codes_and_the_right_one_is_good_no_more()
    {
        var (number, phone) = app.Somebody();
        var (id, code) = await app.GivenRegistration(number, phone);
        for (var n = 0; n < 5; n++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(id, Wrong(code, n))).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(id, code)).StatusCode);
        Assert.Empty(await app.AccountsOf(number));
    }

    [Fact]
    public async Task Guesses_made_at_once_are_all_counted()
    {
        var (number, phone) = app.Somebody();
        var (id, code) = await app.GivenRegistration(number, phone);
        await Task.WhenAll(Enumerable.Range(0, 25).Select(n => app.Complete(id, Wrong(code, n))));
        Assert.Equal(5, await app.Accounts(db => db.Registrations.Where(r => r.Id == id).Select(r => r.Failures).SingleAsync()));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(id, code)).StatusCode);
        Assert.Empty(await app.AccountsOf(number));
    }

    [Fact]
    public async Task A_code_is_good_for_fifteen_minutes_and_once()
    {
        var (number, phone) = app.Somebody();
        var (late, code) = await app.GivenRegistration(number, phone);
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(late, code)).StatusCode);
        var (id, fresh) = await app.GivenRegistration(number, phone);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(late, fresh)).StatusCode); // a code is of one registration
        Assert.Equal(HttpStatusCode.NoContent, (await app.Complete(id, fresh)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(id, fresh, "mật khẩu khác hẳn")).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, await app.SignIn(number));
    }

    [Fact]
    public async Task A_phone_is_not_flooded_nor_a_number_tried_from_many_phones()
    {
        var (number, phone) = app.Somebody();
        await app.GivenRegistration(number, phone);
        Assert.Equal(HttpStatusCode.TooManyRequests, await Begin(app.Somebody().Number, phone)); // within the minute
        Assert.Equal(HttpStatusCode.TooManyRequests, await Begin(number, app.Somebody().Phone));
        for (var n = 0; n < 4; n++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await app.GivenRegistration(number, phone);
        }
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Begin(app.Somebody().Number, phone));
        Assert.Equal(HttpStatusCode.TooManyRequests, await Begin(number, app.Somebody().Phone));
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(HttpStatusCode.Accepted, await Begin(number, phone));

        async Task<HttpStatusCode> Begin(string citizen, string mobile) => (await app.Elsewhere().PostJson("/api/identity/registrations", ResidentsApp.Registration(ResidentsApp.NewId(), citizen, mobile))).StatusCode;
    }

    [Fact]
    public async Task One_number_becomes_one_account_whoever_is_first()
    {
        var (number, phone) = app.Somebody();
        var first = await app.GivenRegistration(number, phone);
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var second = await app.GivenRegistration(number, app.Somebody().Phone);
        var answers = await Task.WhenAll(new[] { first, second, first, second }.Select(r => app.Complete(r.Id, r.Code)));
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.UnprocessableEntity, $"{(int)a.StatusCode}"));
        Assert.True(answers.Count(a => a.StatusCode == HttpStatusCode.NoContent) >= 2);
        Assert.Single(await app.AccountsOf(number));
    }

    [Fact]
    public async Task What_was_typed_wrong_is_said_beside_each_field()
    {
        var browser = app.Elsewhere();
        var form = await browser.Http.Open("/dang-ky");
        var refused = await browser.Http.Press(form.FormWith("Nhận mã"), "Nhận mã", ("Input.CitizenNumber", "04419"), ("Input.FullName", "Hồ Văn A"), ("BornOn.Day", "1"), ("BornOn.Month", "1"), ("BornOn.Year", "2016"), ("Input.Phone", "0232123456"));
        var page = await refused.Page();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        foreach (var words in (string[])["Số định danh có 12 chữ số. Ông/bà mới nhập 5 số.", "Người chưa đủ 14 tuổi chưa có tài khoản riêng.", "Số điện thoại"])
            Assert.Contains(words, page.QuerySelector(".ds-error-summary")!.Words(), StringComparison.Ordinal);
        Assert.Equal("Hồ Văn A", page.Value("Input.FullName"));
        Assert.Equal("2016", page.Value("BornOn.Year"));
        foreach (var easy in (string[])["ngắn", "aaaaaaaaaaaa"])
        {
            var (number, phone) = app.Somebody();
            var (id, code) = await app.GivenRegistration(number, phone);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(id, code, easy)).StatusCode);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await app.Complete(id, code, number)).StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, (await app.Complete(id, code)).StatusCode); // an easy password costs no try
        }
    }

    [Fact]
    public async Task A_registered_number_is_nobodys_proof_the_desk_does_not_know_the_account_by_it()
    {
        var (number, _) = await app.GivenRegistered();
        var clerk = await app.As(Filing.Clerk);
        var page = await clerk.Http.Open("/quay/tiep-nhan");
        var found = await clerk.Http.Press(page.FormWith("Tìm người"), "Tìm người", ("Input.CitizenNumber", number));
        Assert.Contains("Người này chưa có tài khoản.", (await found.Page()).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_systems_are_not_told_a_number_that_nobody_has_checked()
    {
        var (number, _) = await app.GivenRegistered();
        var account = Assert.Single(await app.AccountsOf(number));
        string Told()
        {
            using var stream = new MemoryStream();
            using (var json = new System.Text.Json.Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                NhatLe.Identity.OpenId.Claims.Write(json, account, NhatLe.Platform.Directory.Actor.Anonymous, "openid phone citizen", app.Services.GetRequiredService<NhatLe.Platform.Data.ColumnCipher>());
                json.WriteEndObject();
            }
            return System.Text.Encoding.UTF8.GetString(stream.ToArray());
        }
        Assert.DoesNotContain(number, Told(), StringComparison.Ordinal);
        Assert.Contains("phone_number", Told(), StringComparison.Ordinal);
        await (await app.As(Filing.Clerk)).Post<NhatLe.Identity.Assisted.OpenAtDesk.Receipt>("/api/identity/desk-accounts", ResidentsApp.DeskAccount(ResidentsApp.NewId(), number, NhatLe.Identity.Assisted.OpenAtDesk.Holder.ThisPerson));
        account = Assert.Single(await app.AccountsOf(number));
        Assert.Contains(number, Told(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registration_is_forgotten_after_a_day()
    {
        var (id, _) = await app.GivenRegistration(app.Somebody().Number, app.Somebody().Phone);
        app.Clock.Advance(TimeSpan.FromHours(25));
        await app.SignedIn(Filing.Mother, App.Password);
        Assert.False(await app.Accounts(db => db.Registrations.AnyAsync(r => r.Id == id)));
    }

    static string Wrong(string code, int n) => ((int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) + n + 1) % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<=value=\")[0-9]{6}(?=\")|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}

/// <summary>At ten in the evening phones are quiet, but for the code that its reader waits for.</summary>
public sealed class RegistrationAtNightTests(ResidentsApp app) : IClassFixture<ResidentsApp>
{
    [Fact]
    public async Task The_code_goes_at_any_hour_and_other_messages_wait()
    {
        app.Time.MoveTo(App.Day(2024, 11, 18, 22));
        var (taken, phoneOfOwner) = await app.GivenRegistered();
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.GivenRegistration(taken, app.Somebody().Phone); // the owner is told, in the morning
        await app.Settled();
        await FactsApp.Until(() => app.Db(db => db.Messages.AnyAsync(m => m.State == NhatLe.Platform.Outbound.MessageState.Waiting)), "the owner’s message");
        Assert.Single(app.Gateway.Taken, m => m.To == "+84" + phoneOfOwner[1..]); // only their own code of before
    }
}

/// <summary>A demonstration reaches no phone.</summary>
public sealed class RegistrationShownTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Without_a_gateway_a_demonstration_shows_the_code_on_the_page()
    {
        var browser = app.Elsewhere();
        var form = await browser.Http.Open("/dang-ky");
        var asked = await browser.Http.Press(form.FormWith("Nhận mã"), "Nhận mã", ("Input.CitizenNumber", "044190999901"), ("Input.FullName", "Đinh Thị Hà"), ("BornOn.Year", "1990"), ("Input.Phone", "0912999901"));
        var page = await browser.Http.Open(asked.Headers.Location!.ToString());
        var code = page.QuerySelector(".ds-alert b.num")!.Words();
        var done = await browser.Http.Press(page.FormWith("Mở tài khoản"), "Mở tài khoản", ("Input.Code", code), ("Input.Password", ResidentsApp.NewPassword), ("Repeat", ResidentsApp.NewPassword));
        Assert.Equal("/dang-ky/xong", done.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", IdentityApp.Form("0912999901", ResidentsApp.NewPassword))).StatusCode);
    }
}
