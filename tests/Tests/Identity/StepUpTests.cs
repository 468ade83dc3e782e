using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Catalogue.Procedures;
using NhatLe.Host;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Passkeys;
using NhatLe.Identity.Sessions;
using NhatLe.Identity.StepUps;
using NhatLe.Platform;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Papers;
using NhatLe.Services.Dossiers;
using NhatLe.Tests.Catalogue;
using NhatLe.Tests.Identity.Passkeys;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Identity;

/// <summary>An installation in which acts of weight ask for a fresh proof, as in production.</summary>
public sealed class StepUpApp : IdentityApp
{
    private protected override Settings Adjust(Settings settings) => settings with { StepUp = new() { Off = false } };

    /// <summary>A browser of its own, whose sign-in is eleven minutes old.</summary>
    public async Task<Client> Stale(string login)
    {
        var browser = await Fresh(login);
        Clock.Advance(TimeSpan.FromMinutes(11));
        return browser;
    }

    public async Task<Client> Fresh(string login)
    {
        var browser = Elsewhere();
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm("/dang-nhap", Form(login))).StatusCode);
        return browser;
    }

    /// <summary>A dossier that waits for the chair's signature.</summary>
    public async Task<string> GivenProposed(string child = "Hồ Gia Bảo")
    {
        var code = (await this.GivenFiled(child)).Code;
        await this.Act(Filing.Clerk, code, "acceptance");
        await this.Process(code);
        return code;
    }
}

/// <summary>Signing, approving and exporting ask for a proof of who it is that is minutes old; what was typed is not lost on the way.</summary>
public sealed class StepUpTests(StepUpApp app) : IClassFixture<StepUpApp>, IAsyncLifetime
{
    const string Typed = "Đồng ý, \"ký\" ngay.\r\nTrả trước 16:00 & báo <một cửa>.";

    public Task InitializeAsync() => app.ForgetFailures();

    public Task DisposeAsync() => Task.CompletedTask;

    static Task<HttpResponseMessage> Approve(App.Client browser, string code) => browser.PostJson($"/api/services/dossiers/{code}/approval", new { });

    static Task<HttpResponseMessage> Prove(App.Client browser, string? password = App.Password, string? code = null) => browser.PostJson(Reauthenticate.Route, new { password, code });

    /// <summary>Confirms on the page, and sends the same once more to where the answer leads, as browsers do at a 307.</summary>
    static async Task<HttpResponseMessage> Confirm(App.Client browser, IDocument page, string leadsTo)
    {
        var form = page.Form();
        var fields = form.Elements.OfType<IHtmlInputElement>().Select(i => KeyValuePair.Create(i.Name!, i.Type == "password" ? App.Password : i.Value)).ToList();
        Assert.Contains(fields, f => f.Key == "Confirmation.Password");
        var answer = await browser.Http.PostAsync(form.GetAttribute("action"), new FormUrlEncodedContent(fields));
        Assert.Equal((HttpStatusCode.TemporaryRedirect, leadsTo), (answer.StatusCode, answer.Headers.Location?.OriginalString));
        return await browser.Http.PostAsync(answer.Headers.Location, new FormUrlEncodedContent(fields));
    }

    [Fact]
    public async Task By_JSON_the_refusal_is_the_challenge_of_RFC_9470_and_a_proof_answers_it()
    {
        var (first, second) = (await app.GivenProposed(), await app.GivenProposed("Hồ Thị Hai"));
        using var chair = await app.Fresh(Filing.Chair);
        Assert.Equal(HttpStatusCode.OK, (await Approve(chair, first)).StatusCode); // just signed in
        app.Clock.Advance(TimeSpan.FromMinutes(11));

        var refused = await Approve(chair, second);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        var challenge = Assert.Single(refused.Headers.WwwAuthenticate);
        Assert.Equal("Bearer", challenge.Scheme);
        foreach (var part in (string[])["error=\"insufficient_user_authentication\"", $"acr_values=\"{Acr.Password}\"", "max_age=\"600\""]) Assert.Contains(part, challenge.Parameter, StringComparison.Ordinal);
        Assert.Equal(StepUp.Code, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal("approve", (await app.Dossier(second)).Step);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Prove(chair, "sai")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Prove(chair, password: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Approve(chair, second)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Prove(chair)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Approve(chair, second)).StatusCode);
        Assert.Contains(await app.Journal((await app.Account(Filing.Chair)).Id), l => l.Entry.Event == "identity.password-confirmed" && l.Holds);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await Approve(chair, await app.GivenProposed("Hồ Thị Ba"))).StatusCode); // for minutes, not for the session
    }

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task On_a_page_the_confirmation_stands_in_between_and_what_was_typed_is_done_afterwards(string language)
    {
        var code = await app.GivenProposed();
        using var chair = await app.Stale(Filing.Chair);
        var work = await chair.Http.Open($"{language}/giai-quyet/{code}");
        var form = work.QuerySelectorAll("form").OfType<IHtmlFormElement>().Single(f => f.GetAttribute("action") == "?handler=Approve");
        var asked = await chair.Http.Submit(form, ("Note", Typed.Replace("\r\n", " ", StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.Unauthorized, asked.StatusCode);
        Assert.Equal("approve", (await app.Dossier(code)).Step);
        var page = await asked.Page();
        Assert.Equal(language.Length == 0 ? "Xác nhận lại" : "Confirm that it is you", page.QuerySelector("h1")!.Words());
        Assert.DoesNotContain("type=\"text\"", page.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);

        var wrong = await chair.Http.Submit(page.Form(), ("Confirmation.Password", "sai"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        page = await wrong.Page();
        Assert.NotNull(page.QuerySelector("[role=alert]"));
        var done = await Confirm(chair, page, $"{language}/giai-quyet/{code}?handler=Approve");
        Assert.Equal(HttpStatusCode.SeeOther, done.StatusCode);
        var dossier = await app.Dossier(code);
        Assert.NotEqual("approve", dossier.Step);
        Assert.Equal(Typed.Replace("\r\n", " ", StringComparison.Ordinal), (await app.Journal(dossier.Id)).Single(l => l.Entry.Event == "services.dossier-approved").Content!.Note);
    }

    [Fact]
    public async Task Line_breaks_and_several_values_of_one_field_come_through_and_a_field_of_ours_is_not_sent_for_theirs()
    {
        var codes = new[] { await app.GivenProposed("Hồ Thị Bốn"), await app.GivenProposed("Hồ Thị Năm") };
        using var chair = await app.Stale(Filing.Chair);
        var lines = (await chair.Http.Open("/ky")).QuerySelectorAll("input[name=dong]").Select(b => b.GetAttribute("value")!).Where(v => codes.Contains(v.Split(' ')[0])).ToList();
        Assert.Equal(2, lines.Count);
        KeyValuePair<string, string>[] sent = [.. lines.Select(l => KeyValuePair.Create("dong", l)), KeyValuePair.Create("Reason", Typed), KeyValuePair.Create("ReturnUrl", "/viec"), KeyValuePair.Create("Input.Login", "a")];
        var page = await (await chair.Http.PostAsync("/ky?handler=Sign", new FormUrlEncodedContent(sent))).Page();
        var kept = page.Form().Elements.OfType<IHtmlInputElement>().Where(i => i.Type == "hidden" && !i.Name!.StartsWith("Confirmation.", StringComparison.Ordinal)).Select(i => KeyValuePair.Create(i.Name!, i.Value));
        Assert.Equal(sent.OrderBy(f => f.Key, StringComparer.Ordinal), kept.OrderBy(f => f.Key, StringComparer.Ordinal));
        var done = await Confirm(chair, page, "/ky?handler=Sign");
        Assert.Equal("Đã ký 2 văn bản", (await done.Page()).QuerySelector("h1")!.Words());
        foreach (var code in codes) Assert.NotEqual("approve", (await app.Dossier(code)).Step);
    }

    [Theory]
    [InlineData(Filing.Clerk, "/quay/so-theo-doi.xlsx?tu=2024-11-18&den=2024-11-30")]
    [InlineData("quan-tri", "/to-chuc/18907.xlsx")]
    public async Task A_file_is_offered_after_the_confirmation(string login, string address)
    {
        using var browser = await app.Fresh(login);
        Assert.Equal(Workbook.MediaType, (await browser.Get(address)).Content.Headers.ContentType?.MediaType);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var led = await browser.Get(address);
        Assert.Equal((HttpStatusCode.SeeOther, $"{StepUp.Address}?returnUrl={Uri.EscapeDataString(address)}"), (led.StatusCode, led.Headers.Location!.OriginalString));
        var page = await browser.Http.Open(led.Headers.Location.OriginalString);
        var confirmed = await browser.Http.Submit(page.Form(), ("Confirmation.Password", App.Password));
        Assert.Equal(HttpStatusCode.SeeOther, confirmed.StatusCode);
        var done = await browser.Http.Open(confirmed.Headers.Location!.OriginalString);
        var file = await browser.Get(done.QuerySelectorAll("main a").Single(a => a.Words() == "Tải tệp").GetAttribute("href")!);
        Assert.Equal((HttpStatusCode.OK, Workbook.MediaType), (file.StatusCode, file.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task A_stranger_is_not_asked_who_they_are_but_whether_they_may()
    {
        Assert.StartsWith("/dang-nhap?", (await app.Anybody().Get("/to-chuc/18907.xlsx")).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith("/dang-nhap?", (await app.Anybody().Get(StepUp.Address)).Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await Prove(app.Anybody())).StatusCode);
        using var clerk = await app.Stale(Filing.Clerk);
        Assert.Equal(HttpStatusCode.Forbidden, (await Approve(clerk, await app.GivenProposed())).StatusCode);
        using var citizen = await app.Stale(Filing.Mother);
        Assert.Equal(HttpStatusCode.Forbidden, (await citizen.Get("/to-chuc/18907.xlsx")).StatusCode);
    }

    [Theory]
    [InlineData("https://elsewhere.example/x")]
    [InlineData("//elsewhere.example/x")]
    [InlineData("javascript:alert(1)")]
    public async Task It_leads_nowhere_but_to_our_own_pages(string address)
    {
        using var browser = await app.Fresh(Filing.Clerk);
        var answer = await browser.PostForm(StepUp.Address, new() { ["Confirmation.Password"] = App.Password, ["Confirmation.Address"] = address, ["Confirmation.ReturnUrl"] = address });
        Assert.Equal((HttpStatusCode.SeeOther, $"{StepUp.Address}?xong=1&returnUrl=%2Fviec"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
        var done = await browser.Http.Open($"{StepUp.Address}?xong=1&returnUrl={Uri.EscapeDataString(address)}");
        Assert.Equal(["/viec", "/"], done.QuerySelectorAll("main a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_version_a_reform_and_the_reset_of_a_second_factor_ask_too()
    {
        var seen = await app.GivenSubmitted("9.330901");
        using (var approver = await app.Stale(Demo.Approver))
        {
            var body = new { seen, publishOn = app.Time.Today };
            Assert.Equal(HttpStatusCode.Unauthorized, (await approver.PostJson(Drafting.Draft("9.330901") + "/approval", body)).StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, (await Prove(approver)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await approver.PostJson(Drafting.Draft("9.330901") + "/approval", body)).StatusCode);
        }
        using var admin = await app.Stale("quan-tri");
        var reform = await admin.Post<NhatLe.Organization.Reforms.PlanReform.Made>("/api/organization/reforms", new { id = Guid.CreateVersion7(app.Time.Now), file = "2024-12-01" });
        foreach (var (path, body) in ((string, object)[])[($"/api/organization/reforms/{reform.Id}/schedule", new { }), ("/api/identity/second-factor-resets", new { login = Filing.Chair, reason = "Mất điện thoại." })])
        {
            var refused = await admin.PostJson(path, body);
            Assert.Equal((HttpStatusCode.Unauthorized, StepUp.Code), (refused.StatusCode, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
        }
        var page = await (await admin.PostForm("/quan-tri/hai-buoc", new() { ["Input.Login"] = "khong-co", ["Input.Reason"] = Typed })).Page();
        var back = await Confirm(admin, page, "/quan-tri/hai-buoc");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, back.StatusCode); // no such login: the form again, with what was typed
        var form = (await back.Page()).Form();
        Assert.Equal(Typed.ReplaceLineEndings("\n"), form.Elements.OfType<IHtmlTextAreaElement>().Single().Value.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Who_has_a_second_factor_proves_it_by_a_code_and_not_by_the_password()
    {
        const string login = "chu-tich.minhhoa";
        using var browser = await app.Fresh(login);
        var (secret, _) = await Authenticator.Add(app, browser);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var refused = await browser.PostJson("/api/services/signing", new { documents = new[] { new { code = "H00" } } });
        Assert.Contains($"acr_values=\"{Acr.TwoFactors}\"", Assert.Single(refused.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Prove(browser)).StatusCode);
        var page = await browser.Http.Open(StepUp.Address);
        Assert.DoesNotContain(page.Form().Elements, e => e.GetAttribute("type") == "password");
        Assert.Equal(HttpStatusCode.NoContent, (await Prove(browser, password: null, Authenticator.Next(app, secret))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.PostJson("/api/services/signing", new { documents = new[] { new { code = "H00" } } })).StatusCode);
    }

    static string Field(IHtmlFormElement form, string name) => form.Elements.OfType<IHtmlInputElement>().Single(i => i.Name == name).Value;

    [Theory]
    [InlineData("")]
    [InlineData("/en")]
    public async Task Who_has_a_passkey_is_offered_it_first_and_what_was_typed_goes_with_its_answer(string language)
    {
        const string login = Filing.Chair;
        var code = await app.GivenProposed();
        using var chair = await app.Fresh(login);
        using var device = await chair.AddPasskey(app);
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        var page = await (await chair.PostForm($"{language}/giai-quyet/{code}?handler=Approve", new() { ["Note"] = Typed, ["submit"] = "1", ["Credential"] = "của biểu mẫu" })).Page();
        var (byKey, byPassword) = (page.QuerySelector<IHtmlFormElement>("main form[data-passkey=confirm]")!, page.QuerySelectorAll("main form").OfType<IHtmlFormElement>().Single(f => !f.HasAttribute("data-passkey")));
        Assert.NotNull(byKey.Closest("[hidden]")); // without script there is the password alone
        Assert.True(byKey.CompareDocumentPosition(byPassword).HasFlag(DocumentPositions.Following));
        Assert.Equal(("Confirmation.", AskForPasskey.Route), (byKey.Dataset["prefix"], byKey.Dataset["ask"]!.Replace("/en/", "/", StringComparison.Ordinal)));
        foreach (var form in new[] { byKey, byPassword })
            Assert.Equal(($"{language}/giai-quyet/{code}?handler=Approve", Typed.ReplaceLineEndings("\n"), "của biểu mẫu"), (Field(form, "Confirmation.Address"), Field(form, "Note").ReplaceLineEndings("\n"), Field(form, "Credential")));

        Task<HttpResponseMessage> Answer(Challenges.Made asked, PasskeyDevice with, Bent? bent = null) // as the script does
        {
            var fields = byKey.Elements.OfType<IHtmlInputElement>().ToDictionary(i => i.Name!, i => i.Value);
            (fields["Confirmation.Challenge"], fields["Confirmation.Credential"]) = (asked.Challenge, with.Use(asked.Options, bent));
            return chair.PostForm(byKey.GetAttribute("action")!, fields);
        }
        Task<Challenges.Made> Ask() => chair.Post<Challenges.Made>(AskForPasskey.Route, new { confirm = true });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Answer(await Ask(), device, new() { WrongSignature = true })).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Answer(await chair.Ask(second: true), device)).StatusCode); // asked for something else
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await chair.PostForm(StepUp.Address, new() { ["Confirmation.Address"] = Field(byKey, "Confirmation.Address") })).StatusCode);
        Assert.Equal("approve", (await app.Dossier(code)).Step);

        var asked = await Ask();
        Assert.Equal(device.CredentialId, Assert.Single(asked.Options.GetProperty("allowCredentials").EnumerateArray()).GetProperty("id").GetString());
        var before = (await app.Sessions((await app.Account(login)).Id)).Last(s => s.EndedAt is null && s.Acr == Acr.TwoFactors && s.AuthenticatedAt < app.Clock.GetUtcNow().AddMinutes(-10));
        var done = await Answer(asked, device);
        Assert.Equal((HttpStatusCode.TemporaryRedirect, $"{language}/giai-quyet/{code}?handler=Approve"), (done.StatusCode, done.Headers.Location?.OriginalString));
        var after = (await app.Sessions(before.AccountId)).Single(s => s.Sid == before.Sid && s.EndedAt is null);
        Assert.NotEqual(before.TokenHash, after.TokenHash);
        Assert.InRange(after.AuthenticatedAt, app.Clock.GetUtcNow().AddMinutes(-1), app.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.SeeOther, (await chair.PostForm(done.Headers.Location!.OriginalString, new() { ["Note"] = Typed })).StatusCode);
        Assert.NotEqual("approve", (await app.Dossier(code)).Step);
        Assert.Contains(await app.Journal(before.AccountId), l => l.Entry.Event == "identity.passkey-confirmed" && l.Holds);
        foreach (var key in await chair.Get<List<MyPasskeys.Item>>("/api/identity/passkeys")) await chair.Http.DeleteAsync(new Uri($"/api/identity/passkeys/{key.Id}", UriKind.Relative));
    }

    [Fact]
    public async Task By_JSON_a_passkey_proves_who_is_signed_in_and_a_key_of_somebody_else_does_not()
    {
        using var owner = await app.Fresh("mot-cua.tronghoa");
        using var device = await owner.AddPasskey(app);
        using var other = await app.Fresh("mot-cua.minhhoa");
        using var strange = await other.AddPasskey(app);
        using var browser = await app.Stale("mot-cua.tronghoa"); // by the password alone
        const string register = "/quay/so-theo-doi.xlsx?tu=2024-11-18&den=2024-11-30";
        Task<Challenges.Made> Ask(App.Client from) => from.Post<Challenges.Made>(AskForPasskey.Route, new { confirm = true });
        Task<HttpResponseMessage> Prove(Challenges.Made asked, PasskeyDevice with) => browser.PostJson(Reauthenticate.Route, new { challenge = asked.Challenge, credential = with.Use(asked.Options) });
        Assert.Equal("passkey.unknown", await (await Prove(await Ask(browser), strange)).Code());
        Assert.Equal("passkey.challenge", await (await Prove(await Ask(other), device)).Code()); // asked by another browser
        var spent = await Ask(browser);
        Assert.Equal("passkey.challenge", await (await browser.Answer(spent.Challenge, device.Use(spent.Options), SecondByPasskey.Route)).Code()); // and it is good for nothing else
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.Get(register)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Prove(await Ask(browser), device)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get(register)).StatusCode);
        Assert.Equal(Acr.TwoFactors, (await app.Sessions((await app.Account("mot-cua.tronghoa")).Id)).Last(s => s.EndedAt is null).Acr); // a key shows two
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Anybody().PostJson(AskForPasskey.Route, new { confirm = true })).StatusCode);
        using var without = await app.Fresh("chu-tich.tinh");
        Assert.Equal(HttpStatusCode.Conflict, (await without.PostJson(AskForPasskey.Route, new { confirm = true })).StatusCode);
        Assert.Null((await without.Http.Open(StepUp.Address)).QuerySelector("form[data-passkey]"));
    }

    [Fact]
    public async Task The_register_of_systems_asks_before_anything_in_it_is_changed()
    {
        using var admin = await app.Fresh("quan-tri");
        object Described(string name) => new { id = Guid.CreateVersion7(app.Time.Now), clientId = "he-thong-xac-nhan", name, grants = new[] { "authorization_code" }, redirectUris = "https://xac-nhan.example/cb", forOfficers = true };
        await admin.Post<NhatLe.Identity.OpenId.Registry.RegisterClient.Registered>("/api/identity/clients", Described("Hệ thống xác nhận"));
        const string client = "/api/identity/clients/he-thong-xac-nhan";
        Task<NhatLe.Identity.OpenId.Client> Row() => app.Accounts(db => db.Clients.AsNoTracking().SingleAsync(c => c.ClientId == "he-thong-xac-nhan"));
        var (row, keys) = (await Row(), await app.Accounts(db => db.SigningKeys.CountAsync()));
        app.Clock.Advance(TimeSpan.FromMinutes(11));
        (HttpMethod Method, string Path, object Body)[] changes =
        [
            (HttpMethod.Post, "/api/identity/clients", Described("Một hệ thống nữa")), (HttpMethod.Put, client, Described("Tên khác")), (HttpMethod.Post, client + "/secrets", new { version = row.Version }), (HttpMethod.Post, client + "/state", new { active = false }),
            (HttpMethod.Put, client + "/link", new { version = row.Version, healthAddress = "https://xac-nhan.example/health" }), (HttpMethod.Post, client + "/pushes", new { }), (HttpMethod.Post, "/api/identity/signing-keys", new { }),
        ];
        foreach (var (method, path, body) in changes)
        {
            using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
            var refused = await admin.Http.SendAsync(request);
            Assert.Equal((path, HttpStatusCode.Unauthorized, StepUp.Code), (path, refused.StatusCode, (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
        }
        Assert.Equal((row.Version, row.Name, row.SecretHash, true, keys), ((await Row()).Version, (await Row()).Name, (await Row()).SecretHash, (await Row()).Active, await app.Accounts(db => db.SigningKeys.CountAsync())));
        Assert.Equal(HttpStatusCode.OK, (await admin.Get("/quan-tri/he-thong/he-thong-xac-nhan")).StatusCode); // to look asks nothing
        using (var clerk = await app.Stale(Filing.Clerk)) Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostJson("/api/identity/signing-keys", new { })).StatusCode);

        var page = await (await admin.PostForm("/quan-tri/he-thong/he-thong-xac-nhan?handler=Switch", new() { ["on"] = "false" })).Page();
        Assert.Equal(HttpStatusCode.SeeOther, (await Confirm(admin, page, "/quan-tri/he-thong/he-thong-xac-nhan?handler=Switch")).StatusCode);
        Assert.False((await Row()).Active);
        Assert.Equal(HttpStatusCode.NoContent, (await admin.PostJson("/api/identity/signing-keys", new { })).StatusCode);
    }

    [Fact]
    public async Task Guessing_at_the_confirmation_is_slowed_down_like_the_sign_in()
    {
        using var browser = await app.Fresh("can-bo.nguhoa");
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Prove(browser, "sai")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Prove(browser)).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await browser.PostForm(StepUp.Address, new() { ["Confirmation.Password"] = App.Password })).StatusCode);
    }

    [Fact]
    public void Production_may_not_leave_it_out_a_demonstration_does_and_who_proved_nothing_is_refused()
    {
        Assert.Contains("StepUp.Off", Assert.Single(new StepUpSettings { Off = true }.Faults(demonstration: false)), StringComparison.Ordinal);
        Assert.Empty(new StepUpSettings { Off = true }.Faults(demonstration: true));
        Assert.Empty(new StepUpSettings().Faults(demonstration: false));
        foreach (var minutes in (int[])[0, 61]) Assert.Contains("StepUp.Minutes", Assert.Single(new StepUpSettings { Minutes = minutes }.Faults(demonstration: true)), StringComparison.Ordinal);
        var officer = new Actor { Kind = ActorKind.Officer };
        StepUp Of(Actor actor, bool demonstration = false) => new(new(), new(demonstration), actor, app.Clock);
        Of(officer, demonstration: true).Demand();
        Of(Actor.System).Demand();
        Of(officer.Having(new(app.Clock.GetUtcNow().AddMinutes(-9), Acr.Password))).Demand();
        foreach (var unproved in (Actor[])[officer, officer.Having(new(null, Acr.Password)), officer.Having(new(app.Clock.GetUtcNow().AddMinutes(-11), Acr.Password))])
            Assert.Equal(StepUp.Code, Assert.Throws<Refusal>(Of(unproved).Demand).Code);
        Assert.Equal("sign-in", Assert.Throws<Refusal>(Of(Actor.Anonymous).Demand).Code);
    }
}
