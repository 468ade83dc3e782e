using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using NhatLe.Load.Http;
using NhatLe.Load.People;

namespace NhatLe.Load.Scenarios;

/// <summary>Other systems ask the token endpoint. The one they ask as is registered first, by the administrator of the demonstration.</summary>
abstract class TokenRequests(Site site) : Scenario(site)
{
    protected const string Redirect = "https://load.example.vn/cb";
    const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"; // RFC 7636 appendix B

    protected string Credentials { get; private set; } = "";

    public override int ClosedRate => 4000;

    public override void Prepare(int operations)
    {
        if (Credentials.Length > 0) return;
        using var line = Site.Open();
        var id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
        var registered = Site.Json(line, Site.Plain.Post("/api/identity/clients", Site.Cookie("quan-tri"), new
        {
            Id = id, ClientId = "tai-" + id.ToString("N")[20..], Name = "Máy phát tải", RedirectUris = Redirect, Grants = (string[])["authorization_code", "refresh_token", "client_credentials"], OtherScopes = "load", ForCitizens = true,
        }));
        Credentials = $"client_id={registered.GetProperty("clientId").GetString()}&client_secret={registered.GetProperty("secret").GetString()}";
    }

    /// <summary>Somebody signs in to the system: a code, and what it is good for.</summary>
    protected string RefreshTokenOf(Line line, string login)
    {
        var id = Credentials.Split('&')[0];
        var answer = line.Ask(Site.Plain.Get($"/oidc/authorize?{id}&response_type=code&scope=openid&redirect_uri={Uri.EscapeDataString(Redirect)}&code_challenge_method=S256&code_challenge={Challenge}", Site.Cookie(login)));
        var head = Encoding.ASCII.GetString(answer.Head);
        var at = head.IndexOf("?code=", StringComparison.Ordinal) + "?code=".Length;
        if (answer.Status != 303 || at < "?code=".Length) throw new InvalidDataException(Site.Said(answer));
        var code = head[at..head.IndexOf('&', at)];
        return Site.Json(line, Site.Plain.Form("/oidc/token", $"{Credentials}&grant_type=authorization_code&code={code}&redirect_uri={Uri.EscapeDataString(Redirect)}&code_verifier={Verifier}")).GetProperty("refresh_token").GetString()!;
    }
}

/// <summary>A system asks for itself: no person, no row.</summary>
sealed class TokenForClient(Site site) : TokenRequests(site)
{
    byte[] request = [];

    public override string Name => "token-client";

    public override void Prepare(int operations)
    {
        base.Prepare(operations);
        request = Site.Plain.Form("/oidc/token", Credentials + "&grant_type=client_credentials");
    }

    public override string? Act(Line line, int number)
    {
        var answer = line.Ask(request);
        return answer.Status == 200 && answer.Has("\"access_token\":\"ey"u8) ? null : Site.Said(answer);
    }
}

/// <summary>A system goes on for a person: each token once, and its heir the next time. One durable row each.</summary>
sealed class TokenRefresh(Site site) : TokenRequests(site)
{
    const int Families = 64;

    readonly ConcurrentQueue<string> tokens = new();

    public override string Name => "token-refresh";

    public override void Prepare(int operations)
    {
        base.Prepare(operations);
        if (!tokens.IsEmpty) return;
        using var line = Site.Open();
        for (var i = 0; i < Families; i++) tokens.Enqueue(RefreshTokenOf(line, "mai.lien"));
    }

    public override string? Act(Line line, int number)
    {
        if (!tokens.TryDequeue(out var token)) return "No family is free.";
        var answer = line.Ask(Site.Plain.Form("/oidc/token", $"{Credentials}&grant_type=refresh_token&refresh_token={token}"));
        if (answer.Status != 200 || !answer.Has("\"id_token\":\"ey"u8)) return Site.Said(answer);
        var reader = new Utf8JsonReader(answer.Body);
        tokens.Enqueue(JsonElement.ParseValue(ref reader).GetProperty("refresh_token").GetString()!);
        return null;
    }
}
