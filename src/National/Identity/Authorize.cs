using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using NhatLe.National.Control;
using NhatLe.National.Pages;
using NhatLe.National.People;
using NhatLe.National.Texts;

namespace NhatLe.National.Identity;

/// <summary>The authorization endpoint (OpenID Connect Core 1.0 section 3.1.2) and the sign-in page behind it.</summary>
public static class Authorize
{
    const string Cookie = "quoc-gia", SignInPath = IdentityRoutes.Prefix + "/sign-in";

    public static void Map(WebApplication app)
    {
        app.MapGet(IdentityRoutes.Authorization, Ask);
        app.MapPost(SignInPath, SignIn).DisableAntiforgery(); // it acts on the password in it, and on no session
        app.MapGet(IdentityRoutes.Prefix, (HttpContext context) => About(WordsOf(context.Request.Query["lang"])));
    }

    static Words WordsOf(string? languages) => new(languages?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true);

    static IResult Ask(HttpContext context, Clients clients, SignIns signIns, Population people, Place place, TimeProvider time)
    {
        var query = context.Request.Query;
        var words = WordsOf(query["ui_locales"]);
        if (clients.Find(query["client_id"]) is not { } client) return Wrong(words, "Hệ thống này chưa đăng ký.");
        var redirect = query["redirect_uri"].ToString();
        if (!client.Redirects.Contains(redirect, StringComparer.Ordinal)) return Wrong(words, "Hệ thống gửi sai địa chỉ quay về.");
        string? state = query["state"];

        IResult Refuse(string error, string why) => Back(place, redirect, state, ("error", error), ("error_description", why));

        if (query["response_type"] != "code") return Refuse("unsupported_response_type", "Only response_type=code.");
        var scopes = query["scope"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (!scopes.Contains(Names.OpenId)) return Refuse("invalid_scope", "The scope must hold openid.");
        if (query["code_challenge_method"] != "S256" || query["code_challenge"].ToString() is not { Length: 43 } challenge) return Refuse("invalid_request", "PKCE with S256 is required.");
        var asked = new Asked(client, redirect, state, query["nonce"], challenge, [.. scopes.Intersect(Names.Scopes)], query["acr_values"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries), query["login_hint"]);

        var prompt = query["prompt"].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (signIns.SessionOf(context.Request.Cookies[Cookie]) is { } session && !prompt.Contains("login") && IsFresh(session, query["max_age"], time)) return Give(context, signIns, place, new(asked, session));
        if (prompt.Contains("none")) return Refuse("login_required", "The person has to sign in.");
        return Form(words, people, asked, signIns.Wait(asked), typed: query["login_hint"], error: null);
    }

    static bool IsFresh(Session session, string? maxAge, TimeProvider time) =>
        maxAge is null || (int.TryParse(maxAge, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && time.GetUtcNow() - session.At <= TimeSpan.FromSeconds(seconds));

    static async Task<IResult> SignIn(HttpContext context, SignIns signIns, Population people, Place place)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var words = WordsOf(form["lang"]);
        var id = form["request"].ToString();
        if (signIns.Waiting(id) is not { } asked) return Wrong(words, "Trang này mở đã lâu. Hãy quay lại hệ thống đã mở nó và bắt đầu lại.");
        if (form["answer"] == "no")
        {
            signIns.Done(id);
            return Back(place, asked.RedirectUri, asked.State, ("error", "access_denied"), ("error_description", "The person went back."));
        }
        var typed = form["number"].ToString().Replace(" ", "", StringComparison.Ordinal);
        if (people.Find(typed) is not { } person || form["password"] != Population.Password) return Form(words, people, asked, id, typed, "Số định danh hoặc mật khẩu chưa đúng.");
        if (person.Level == 0) return Form(words, people, asked, id, typed, "Người này chưa có tài khoản định danh điện tử.");
        signIns.Done(id);
        var (cookie, session) = signIns.Begin(person);
        context.Response.Cookies.Append(Cookie, cookie, new() { HttpOnly = true, Secure = context.Request.IsHttps, SameSite = SameSiteMode.Lax, Path = IdentityRoutes.Prefix });
        return Give(context, signIns, place, new(asked, session));
    }

    /// <summary>A level that was asked for and is not the person's is no error: the token says which it is (section 3.1.2.1, "acr_values").</summary>
    static IResult Give(HttpContext context, SignIns signIns, Place place, Granted granted) =>
        Back(place, granted.Asked.RedirectUri, granted.Asked.State, context.Wrong() == "response-issuer" ? "https://somebody.example" : null, ("code", signIns.Code(granted)));

    static IResult Back(Place place, string redirect, string? state, params (string Name, string Value)[] said) => Back(place, redirect, state, issuer: null, said);

    static IResult Back(Place place, string redirect, string? state, string? issuer, params (string Name, string Value)[] said)
    {
        foreach (var (name, value) in said) redirect = QueryHelpers.AddQueryString(redirect, name, value);
        if (state is not null) redirect = QueryHelpers.AddQueryString(redirect, "state", state);
        return new SeeOther(QueryHelpers.AddQueryString(redirect, "iss", issuer ?? IdentityRoutes.IssuerOf(place))); // RFC 9207
    }

    sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }

    static IResult Wrong(Words words, string why) => Page.Show(words, words["Chưa đi tiếp được"], $"<p>{Page.Text(words[why])}</p>", StatusCodes.Status400BadRequest);

    static IResult About(Words words) => Page.Show(words, words["Cổng đăng nhập của người dân"], $"<p>{Page.Text(words["Trang này mở khi một hệ thống đưa ông/bà đến để đăng nhập."])}</p>");

    static IResult Form(Words words, Population people, Asked asked, string id, string? typed, string? error)
    {
        var level = asked.AcrValues.Contains(Names.Level(2)) ? $"<p>{Page.Text(words["Hệ thống cần tài khoản mức 2: đã xác nhận tại công an."])}</p>" : "";
        var offered = string.Concat(people.All.Where(p => p.Offered).Select(p =>
            $"<li><b>{Page.Text(p.Name)}</b>, <span>{Page.Text(p.Number)}</span>, {Page.Text(words["mức {0}", p.Level])}</li>"));
        return Page.Show(words, words["Đăng nhập"], $"""
            {level}
            {(error is null ? "" : $"<p class=\"error\" role=\"alert\" id=\"loi\">{Page.Text(words[error])}</p>")}
            <form method="post" action="{SignInPath}">
            <input type="hidden" name="request" value="{Page.Text(id)}"><input type="hidden" name="lang" value="{(words.IsEnglish ? "en" : "vi")}">
            <label for="number">{Page.Text(words["Số định danh cá nhân"])}</label><input id="number" name="number" inputmode="numeric" autocomplete="off" value="{Page.Text(typed)}"{(error is null ? "" : " aria-describedby=\"loi\"")}>
            <label for="password">{Page.Text(words["Mật khẩu"])}</label><input id="password" name="password" type="password" autocomplete="off">
            <button name="answer" value="yes">{Page.Text(words["Đăng nhập"])}</button><button class="second" name="answer" value="no">{Page.Text(words["Quay lại"])}</button>
            </form>
            <h2>{Page.Text(words["Người hư cấu để thử"])}</h2>
            <p>{Page.Text(words["Mật khẩu chung: {0}", Population.Password])}</p>
            <ul>{offered}</ul>
            """, error is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity);
    }
}
