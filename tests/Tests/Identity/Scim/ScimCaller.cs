using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Tests.Identity.OpenId;

namespace NhatLe.Tests.Identity.Scim;

/// <summary>A system that brings officers in and puts them out, request by request.</summary>
sealed class ScimCaller(OpenIdApp app, Party party, string token) : IDisposable
{
    public const string User = "urn:ietf:params:scim:schemas:core:2.0:User", PatchOp = "urn:ietf:params:scim:api:messages:2.0:PatchOp", Media = "application/scim+json";

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Address };

    public Party Party => party;

    public static async Task<ScimCaller> Of(OpenIdApp app, string scope = "scim", Action<RegisterClient.Command>? say = null)
    {
        var party = await app.GivenClient(c =>
        {
            (c.OtherScopes, c.Grants, c.RedirectUris, c.PersonScopes, c.ForOfficers, c.ForCitizens) = (scope, ["client_credentials"], null, [], false, false);
            say?.Invoke(c);
        });
        return new(app, party, (await party.Token(("grant_type", "client_credentials"))).Ok.Of("access_token"));
    }

    public ScimCaller With(string? otherToken) => new(app, party, otherToken ?? "");

    public sealed record Answer(int Status, JsonObject? Json, HttpResponseMessage Whole)
    {
        public string? Type => (string?)Json?["scimType"];

        public JsonObject Ok(int status = 200)
        {
            Assert.True(Status == status, $"{Status}: {Json}");
            return Json!;
        }

        /// <summary>The error as section 3.12 asks, with what to do in words.</summary>
        public (int Status, string? Type) Refused
        {
            get
            {
                Assert.Equal([ "urn:ietf:params:scim:api:messages:2.0:Error" ], Json!["schemas"]!.AsArray().Select(s => (string?)s));
                Assert.Equal(Status.ToString(System.Globalization.CultureInfo.InvariantCulture), (string?)Json["status"]);
                Assert.NotEmpty((string)Json["detail"]!);
                Assert.StartsWith(Media, Whole.Content.Headers.ContentType!.ToString(), StringComparison.Ordinal);
                return (Status, Type);
            }
        }
    }

    public async Task<Answer> Send(HttpMethod method, string path, object? body = null, string? ifMatch = null, string? ifNoneMatch = null, string media = Media)
    {
        using var request = new HttpRequestMessage(method, path.StartsWith("/scim", StringComparison.Ordinal) ? path : "/scim/v2" + path);
        if (token.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (ifNoneMatch is not null) request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        if (body is not null) request.Content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8) { Headers = { ContentType = MediaTypeHeaderValue.Parse(media) } };
        var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return new((int)answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)!.AsObject() : null, answer);
    }

    public Task<Answer> Get(string path, string? ifNoneMatch = null) => Send(HttpMethod.Get, path, ifNoneMatch: ifNoneMatch);

    public Task<Answer> Create(object user) => Send(HttpMethod.Post, "/Users", user);

    public Task<Answer> Put(string id, object user, string? ifMatch = null) => Send(HttpMethod.Put, "/Users/" + id, user, ifMatch);

    public Task<Answer> Patch(string id, params object[] operations) => Send(HttpMethod.Patch, "/Users/" + id, new { schemas = new[] { PatchOp }, Operations = operations });

    public Task<Answer> Delete(string id, string? ifMatch = null) => Send(HttpMethod.Delete, "/Users/" + id, ifMatch: ifMatch);

    static int number;

    /// <summary>A user as a personnel system would send one, with a login of their own.</summary>
    public static JsonObject Someone(string name = "Hoàng Thị Nhân Sự", string? externalId = null) => Someone(name, "ns." + Interlocked.Increment(ref number), externalId);

    public static JsonObject Someone(string name, string login, string? externalId)
    {
        JsonObject json = new() { ["schemas"] = new JsonArray(User), ["userName"] = login, ["name"] = new JsonObject { ["formatted"] = name }, ["active"] = true, ["emails"] = new JsonArray(new JsonObject { ["value"] = login + "@quangbinh.example", ["type"] = "work", ["primary"] = true }) };
        if (externalId is not null) json["externalId"] = externalId;
        return json;
    }

    public async Task<JsonObject> Given(string name = "Hoàng Thị Nhân Sự", string? externalId = null) => (await Create(Someone(name, externalId))).Ok(201);

    public async Task<List<string>> Names(string filter)
    {
        var list = (await Get("/Users?count=200&filter=" + Uri.EscapeDataString(filter))).Ok();
        return [.. list["Resources"]!.AsArray().Select(u => (string)u!["userName"]!)];
    }

    public void Dispose() => http.Dispose();
}
