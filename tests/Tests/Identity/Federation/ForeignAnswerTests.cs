using System.Diagnostics;
using System.Net;
using NhatLe.National.Control;
using Person = NhatLe.National.People.Person;

namespace NhatLe.Tests.Identity.Federation;

/// <summary>Wrong answers of the national side, and answers that somebody else brings: nobody is signed in by any of them, and the page says what to do.</summary>
public sealed class ForeignAnswerTests(FederationApp app) : IClassFixture<FederationApp>, IAsyncLifetime
{
    /// <summary>The other side keeps silent for thirty seconds: an answer before that did not wait for it.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    public Task InitializeAsync() => app.TakeBackFaults();

    public Task DisposeAsync() => app.TakeBackFaults();

    /// <summary>Somebody signs in there rightly, and what comes of it is not believed.</summary>
    async Task NotBelieved(string at, FaultKind kind, string? wrong = null, string said = "wrong")
    {
        var person = app.Somebody();
        using var browser = app.Elsewhere();
        await app.Tell(at, kind, wrong);
        await IsOut(browser, person, await FederationApp.SignIn(browser, person.Number, "?returnUrl=%2Ftra-cuu"), said);
        Assert.Equal("/tra-cuu", await FederationApp.SignIn(browser, person.Number, "?returnUrl=%2Ftra-cuu")); // the same, when the answer is right
    }

    async Task IsOut(App.Client browser, Person person, string at, string said)
    {
        Assert.Equal("/dang-nhap", new Uri(app.Address, at).AbsolutePath);
        Assert.Equal(said, FederationApp.Of(at, "quoc-gia"));
        Assert.False(await FederationApp.IsIn(browser));
        Assert.Null(await app.AccountOf(person.Number));
        var page = await browser.Http.Open(at);
        Assert.NotNull(page.QuerySelector(".ds-alert"));
        Assert.NotNull(page.QuerySelector("input[type=password]")); // the other way in is at hand
    }

    Task Token(string wrong) => NotBelieved("token", FaultKind.Wrong, wrong);

    [Fact] public Task A_token_with_a_broken_signature_is_not_believed() => Token("signature");
    [Fact] public Task A_token_without_algorithm_is_not_believed() => Token("none");
    [Fact] public Task A_token_signed_with_the_public_key_as_a_secret_is_not_believed() => Token("public-key-as-secret");
    [Fact] public Task A_token_of_a_key_that_is_not_published_is_not_believed() => Token("unknown-key");
    [Fact] public Task A_token_of_another_issuer_is_not_believed() => Token("issuer");
    [Fact] public Task A_token_for_another_system_is_not_believed() => Token("audience");
    [Fact] public Task A_token_for_several_systems_is_not_believed() => Token("audiences");
    [Fact] public Task A_token_with_another_nonce_is_not_believed() => Token("nonce");
    [Fact] public Task A_token_without_nonce_is_not_believed() => Token("no-nonce");
    [Fact] public Task A_token_that_has_expired_is_not_believed() => Token("expired");
    [Fact] public Task A_token_from_the_future_is_not_believed() => Token("future");
    [Fact] public Task A_sign_in_from_before_we_asked_is_not_believed() => Token("old-sign-in");
    [Fact] public Task A_token_with_the_hash_of_another_access_token_is_not_believed() => Token("token-hash");
    [Fact] public Task A_level_we_do_not_know_opens_no_account() => Token("level");
    [Fact] public Task Particulars_of_another_subject_are_not_believed() => NotBelieved("userinfo", FaultKind.Wrong, "subject");
    [Fact] public Task A_citizen_number_that_is_none_is_not_believed() => NotBelieved("userinfo", FaultKind.Wrong, "number");
    [Fact] public Task A_person_without_a_name_is_not_believed() => NotBelieved("userinfo", FaultKind.Wrong, "no-name");
    [Fact] public Task A_birthday_that_is_no_day_is_not_believed() => NotBelieved("userinfo", FaultKind.Wrong, "birthdate");
    [Fact] public Task A_mixed_up_issuer_in_the_answer_is_not_believed() => NotBelieved("sign-in", FaultKind.Wrong, "response-issuer");
    [Fact] public Task Garbage_from_the_token_endpoint_is_not_believed() => NotBelieved("token", FaultKind.Garbage);
    [Fact] public Task Garbage_in_place_of_particulars_is_not_believed() => NotBelieved("userinfo", FaultKind.Garbage);
    [Fact] public Task A_token_endpoint_that_fails_is_away() => NotBelieved("token", FaultKind.Fail, said: "away");
    [Fact] public Task Particulars_that_fail_are_away() => NotBelieved("userinfo", FaultKind.Fail, said: "away");

    [Fact]
    public async Task An_answer_without_its_issuer_is_not_believed()
    {
        var person = app.Somebody();
        using var browser = app.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), person.Number);
        await IsOut(browser, person, await FederationApp.Follow(browser, FederationApp.With(back, "iss", null)), "wrong");
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        using var browser = app.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), app.Somebody().Number);
        Assert.Equal("/ho-so-cua-toi", await FederationApp.Follow(browser, back));
        Assert.Equal("stale", FederationApp.Of(await FederationApp.Follow(browser, back), "quoc-gia"));
    }

    [Fact]
    public async Task Ten_times_at_once_an_answer_is_taken_once()
    {
        using var browser = app.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), app.Somebody().Number);
        var ends = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => FederationApp.Follow(browser, back)));
        Assert.Single(ends, e => e == "/ho-so-cua-toi");
        Assert.Equal(9, ends.Count(e => FederationApp.Of(e, "quoc-gia") == "stale"));
    }

    [Fact]
    public async Task A_code_that_was_used_opens_nothing_under_a_fresh_state()
    {
        using var victim = app.Elsewhere();
        var used = await FederationApp.SignInThere(victim, await FederationApp.Begin(victim), app.Somebody().Number);
        await FederationApp.Follow(victim, used);
        using var browser = app.Elsewhere();
        var person = app.Somebody();
        var fresh = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), person.Number);
        await IsOut(browser, person, await FederationApp.Follow(browser, FederationApp.With(fresh, "code", FederationApp.Of(used, "code"))), "stale");
    }

    [Fact]
    public async Task A_code_of_somebody_else_opens_nothing_under_ones_own_state()
    {
        using App.Client victim = app.Elsewhere(), thief = app.Elsewhere();
        var person = app.Somebody();
        var stolen = await FederationApp.SignInThere(victim, await FederationApp.Begin(victim), person.Number);
        var own = FederationApp.With(stolen, "state", FederationApp.Of(await FederationApp.Begin(thief), "state"));
        await IsOut(thief, person, await FederationApp.Follow(thief, own), "stale"); // PKCE: the verifier is another
    }

    [Fact]
    public async Task An_answer_brought_to_another_browser_signs_nobody_in()
    {
        using App.Client attacker = app.Elsewhere(), victim = app.Elsewhere();
        var person = app.Somebody();
        var back = await FederationApp.SignInThere(attacker, await FederationApp.Begin(attacker), person.Number);
        await FederationApp.Begin(victim);
        await IsOut(victim, person, await FederationApp.Follow(victim, back), "stale");
    }

    [Fact]
    public async Task An_answer_after_ten_minutes_is_too_late()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), own.Somebody().Number);
        own.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("stale", FederationApp.Of(await FederationApp.Follow(browser, back), "quoc-gia"));
    }

    [Theory]
    [InlineData("?state=a&code=b&iss=c")]
    [InlineData("?code=b")]
    [InlineData("?state=a&state=b&code=c")]
    [InlineData("")]
    public async Task An_answer_nobody_asked_for_is_none(string query)
    {
        using var browser = app.Elsewhere();
        await FederationApp.Begin(browser);
        Assert.Equal("/dang-nhap?quoc-gia=stale", await FederationApp.Follow(browser, app.Callback + query));
    }

    [Fact]
    public Task A_description_of_another_issuer_is_not_believed() => DoesNotBegin(FaultKind.Wrong, "issuer", "wrong");

    [Fact]
    public Task An_endpoint_without_TLS_on_another_machine_is_not_believed() => DoesNotBegin(FaultKind.Wrong, "endpoint", "wrong");

    [Fact]
    public Task Garbage_in_place_of_the_description_is_not_believed() => DoesNotBegin(FaultKind.Garbage, null, "wrong");

    [Fact]
    public Task When_it_fails_the_page_says_so() => DoesNotBegin(FaultKind.Fail, null, "away");

    [Fact]
    public Task When_it_is_slow_the_page_says_so_and_does_not_wait_for_it() => DoesNotBegin(FaultKind.Slow, null, "away");

    async Task DoesNotBegin(FaultKind kind, string? wrong, string said)
    {
        await using var started = await Own<FederationApp>.Start(); // what it says of itself is taken for a few seconds
        var own = started.App;
        await own.Tell(".well-known/openid-configuration", kind, wrong);
        using var browser = own.Elsewhere();
        var watch = Stopwatch.StartNew();
        var at = await FederationApp.Begin(browser, "?returnUrl=%2Ftra-cuu");
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
        Assert.Equal($"/dang-nhap?returnUrl=%2Ftra-cuu&quoc-gia={said}", at);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm(at, IdentityApp.Form("mai.lien"))).StatusCode); // the password still works
        Assert.True(await FederationApp.IsIn(browser));
    }

    [Theory]
    [InlineData("token")]
    [InlineData("userinfo")]
    public async Task When_it_hangs_after_acting_the_page_says_so_and_does_not_wait_for_it(string at)
    {
        var person = app.Somebody();
        using var browser = app.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), person.Number);
        await app.Tell(at, FaultKind.Hang);
        var watch = Stopwatch.StartNew();
        var end = await FederationApp.Follow(browser, back);
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
        await IsOut(browser, person, end, "away");
    }

    [Fact]
    public async Task Slow_keys_are_waited_for_no_longer_than_everything_else()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var person = own.Somebody();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), person.Number);
        await own.ChangeKeys(); // those of before are known since the person was sent there
        await own.Tell("token", FaultKind.Slow, seconds: 6);
        await own.Tell("keys", FaultKind.Slow, seconds: 8);
        var watch = Stopwatch.StartNew();
        Assert.Equal("away", FederationApp.Of(await FederationApp.Follow(browser, back), "quoc-gia"));
        Assert.True(watch.Elapsed < Patience, $"{watch.Elapsed}");
    }

    [Fact]
    public async Task On_the_way_back_neither_description_nor_keys_are_waited_for_again()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), own.Somebody().Number);
        await Task.Delay(TimeSpan.FromSeconds(5.1)); // what it says of itself is not taken any more to send somebody there
        await own.Tell(".well-known/openid-configuration", FaultKind.Fail);
        await own.Tell("keys", FaultKind.Fail);
        Assert.Equal("/ho-so-cua-toi", await FederationApp.Follow(browser, back));
        Assert.Equal("/dang-nhap?quoc-gia=away", await FederationApp.Begin(own.Elsewhere()));
    }

    [Fact]
    public async Task Nobody_is_sent_there_while_its_keys_cannot_be_had()
    {
        await using var started = await Own<FederationApp>.Start();
        await started.App.Tell("keys", FaultKind.Fail);
        Assert.Equal("/dang-nhap?quoc-gia=away", await FederationApp.Begin(started.App.Elsewhere()));
    }

    [Fact]
    public async Task Another_key_under_a_name_known_before_is_read_anew()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), own.Somebody().Number);
        await own.ChangeKeys(keepNames: true);
        Assert.Equal("/ho-so-cua-toi", await FederationApp.Follow(browser, back));
    }

    [Fact]
    public async Task Garbage_in_place_of_keys_is_not_believed()
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var person = own.Somebody();
        var back = await FederationApp.SignInThere(browser, await FederationApp.Begin(browser), person.Number);
        await own.ChangeKeys();
        await own.Tell("keys", FaultKind.Garbage);
        Assert.Equal("wrong", FederationApp.Of(await FederationApp.Follow(browser, back), "quoc-gia"));
    }

    [Fact]
    public async Task When_it_is_down_the_page_says_so_and_the_password_still_works()
    {
        await using var started = await Own<DownApp>.Start();
        var own = started.App;
        using var browser = own.Elsewhere();
        var at = await FederationApp.Begin(browser);
        Assert.Equal("/dang-nhap?quoc-gia=away", at);
        Assert.Contains("Định danh điện tử quốc gia đang gián đoạn.", await browser.Page(at), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostForm(at, IdentityApp.Form("mai.lien"))).StatusCode);
        Assert.True(await FederationApp.IsIn(browser));
    }

    [Theory]
    [InlineData("ES256")]
    [InlineData("RS256")]
    public async Task Both_algorithms_are_believed_and_keys_may_change_between_two_sign_ins(string alg)
    {
        await using var started = await Own<FederationApp>.Start();
        var own = started.App;
        own.Register(alg);
        using var browser = own.Elsewhere();
        var person = own.Somebody();
        Assert.Equal("/ho-so-cua-toi", await FederationApp.SignIn(browser, person.Number));
        await own.ChangeKeys();
        Assert.Equal("/ho-so-cua-toi", await FederationApp.SignIn(browser, person.Number));
    }

    sealed class DownApp : IdentityApp
    {
        private protected override NhatLe.Host.Settings Adjust(NhatLe.Host.Settings settings) =>
            settings with { NationalIdentity = new() { Issuer = "http://127.0.0.1:9/identity", ClientId = "a", ClientSecret = "b" } }; // port 9: nobody listens
    }
}
