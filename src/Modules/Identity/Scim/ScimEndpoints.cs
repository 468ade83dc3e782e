using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Identity.OpenId;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Scim;

/// <summary>
/// SCIM 2.0, this server as the provider (RFC 7644 section 3.2): other systems of the province bring officers in and put them out. They prove
/// themselves by an access token of their own (client credentials) with the scope that an administrator gave them in the register.
/// </summary>
public static class ScimEndpoints
{
    public const string Root = "/scim/v2", MediaType = "application/scim+json";

    /// <summary>May read and change; may read.</summary>
    public const string Scope = "scim", ReadScope = "scim.read";

    const string ListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
    const int LongestBody = 256 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        // Section 4: what this server can. Said to everybody, as section 4 allows.
        routes.MapGet(Root + "/ServiceProviderConfig", context => Answer(context, root => ScimSchema.ServiceProviderConfig(root, ScimQuery.MostResults)));
        routes.MapGet(Root + "/ResourceTypes", context => Answer(context, root => ListOf(context, ScimSchema.ResourceTypes(root))));
        routes.MapGet(Root + "/ResourceTypes/{id}", context => Answer(context, root => One(ScimSchema.ResourceTypes(root), context)));
        routes.MapGet(Root + "/Schemas", context => Answer(context, root => ListOf(context, ScimSchema.Documents(root))));
        routes.MapGet(Root + "/Schemas/{id}", context => Answer(context, root => One(ScimSchema.Documents(root), context)));

        // Section 3, in its order.
        routes.MapPost(Root + "/Users", context => Act(context, Scope, async (users, client, root, ct) =>
        {
            var (body, selection) = (await Body(context, ct), ScimSelection.Of(context.Request.Query));
            await Write(context, StatusCodes.Status201Created, await users.Create(client, body, ct), root, selection);
        }));
        routes.MapGet(Root + "/Users/{id}", context => Act(context, ReadScope, async (users, client, root, ct) =>
        {
            var selection = ScimSelection.Of(context.Request.Query);
            await Write(context, StatusCodes.Status200OK, await users.Get(client, Id(context), ct), root, selection, mayBeKept: true);
        }));
        routes.MapGet(Root + "/Users", context => Act(context, ReadScope, (users, client, root, ct) => Found(context, users, client, ScimQuery.Of(context.Request.Query), root, ct)));
        foreach (var path in (string[])["/Users/.search", "/.search"]) // there is one kind of resource: both ask for the same
            routes.MapPost(Root + path, context => Act(context, ReadScope, async (users, client, root, ct) => await Found(context, users, client, ScimQuery.Of(await Body(context, ct)), root, ct)));
        routes.MapPut(Root + "/Users/{id}", context => Act(context, Scope, async (users, client, root, ct) =>
        {
            var (body, selection) = (await Body(context, ct), ScimSelection.Of(context.Request.Query));
            await Write(context, StatusCodes.Status200OK, await users.Replace(client, Id(context), IfMatch(context), body, ct), root, selection);
        }));
        routes.MapPatch(Root + "/Users/{id}", context => Act(context, Scope, async (users, client, root, ct) =>
        {
            var (body, selection) = (await Body(context, ct), ScimSelection.Of(context.Request.Query));
            await Write(context, StatusCodes.Status200OK, await users.Patch(client, Id(context), IfMatch(context), body, ct), root, selection);
        }));
        routes.MapDelete(Root + "/Users/{id}", context => Act(context, Scope, async (users, client, _, ct) =>
        {
            await users.Delete(client, Id(context), IfMatch(context), ct);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }));

        // What is not here says so in the words of the protocol.
        routes.Map(Root + "/Me", (RequestDelegate)(context => Answer(context, _ => throw new ScimError(StatusCodes.Status501NotImplemented, null, "No person stands behind a client's token, so there is no /Me."))));
        routes.Map(Root + "/{**rest}", (RequestDelegate)(context => Answer(context, _ => throw ScimError.NotFound($"There is no {context.Request.Method} {context.Request.Path}. There are /Users, /ServiceProviderConfig, /ResourceTypes and /Schemas."))));
        routes.Map("/scim/{version}/{**rest}", (RequestDelegate)(context => Answer(context, _ => throw ScimError.InvalidVersion($"SCIM is here under {Root} only."))));
    }

    /// <summary>Section 2: who calls, and whether they may; then the act, under the name of the calling system.</summary>
    static async Task Act(HttpContext context, string scope, Func<ScimUsers, KnownClient, string, CancellationToken, Task> act)
    {
        try
        {
            var ct = context.RequestAborted;
            var services = context.RequestServices;
            var client = await Caller(context, scope, ct);
            services.GetRequiredService<ActorHolder>().Current = new() { Kind = ActorKind.System, Name = client.Name }; // before anything asks who acts
            await act(services.GetRequiredService<ScimUsers>(), client, services.GetRequiredService<Issuer>().Of(Root), ct);
        }
        catch (ScimError error)
        {
            await Write(context, error.Status, error.ToJson());
        }
        catch (Refusal refusal) // of the platform: what it protects, it protects from systems too
        {
            var error = new ScimError(refusal.Status == StatusCodes.Status422UnprocessableEntity ? StatusCodes.Status400BadRequest : refusal.Status, refusal.Status == StatusCodes.Status422UnprocessableEntity ? "invalidValue" : null,
                $"{refusal.Code}: {string.Join(' ', refusal.Fields.Select(f => f.Message).DefaultIfEmpty(refusal.Message))}");
            await Write(context, error.Status, error.ToJson());
        }
    }

    /// <exception cref="ScimError">401, 403.</exception>
    static async Task<KnownClient> Caller(HttpContext context, string scope, CancellationToken ct)
    {
        var services = context.RequestServices;
        var header = AuthenticationHeaderValue.TryParse(context.Request.Headers.Authorization, out var read) && read.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase) ? read.Parameter : null;
        if (header is null) throw Challenge(context, StatusCodes.Status401Unauthorized, error: null, "Send an access token of your own in the Authorization header: client credentials with the scope scim.");
        var token = await services.GetRequiredService<Tokens>().ReadAccess(header, ct);
        var issuer = services.GetRequiredService<Issuer>();
        var client = token is { AuthorizationId: null } && token.Audience.Any(a => a == issuer.Name || a == issuer.Of(Root)) ? await services.GetRequiredService<Clients>().Find(token.ClientId, ct) : null;
        if (client is null) throw Challenge(context, StatusCodes.Status401Unauthorized, "invalid_token", "The access token is none of a system for this interface, or has expired.");
        var held = token!.Scope.Split(' ').Intersect(client.Scopes); // what the register took away since counts no more
        if (!held.Any(s => s == Scope || (scope == ReadScope && s == ReadScope))) throw Challenge(context, StatusCodes.Status403Forbidden, "insufficient_scope", $"The access token needs the scope {scope}. An administrator gives it in the register of systems.");
        return client;
    }

    static ScimError Challenge(HttpContext context, int status, string? error, string detail)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"Nhat Le\"" + (error is null ? "" : $", error=\"{error}\"");
        return new(status, null, detail);
    }

    static async Task<JsonObject> Body(HttpContext context, CancellationToken ct)
    {
        var type = context.Request.ContentType?.Split(';')[0].Trim();
        if (type is not (MediaType or "application/json")) throw new ScimError(StatusCodes.Status415UnsupportedMediaType, null, $"Send {MediaType}.");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = LongestBody;
        try { return await ScimJson.Read(context.Request.Body, ct); }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge) { throw new ScimError(StatusCodes.Status413PayloadTooLarge, null, $"A request has at most {LongestBody / 1024} KB."); }
    }

    static string Id(HttpContext context) => (string)context.Request.RouteValues["id"]!;

    static string? IfMatch(HttpContext context) => context.Request.Headers.IfMatch.ToString() is { Length: > 0 } tag ? tag : null;

    static async Task Found(HttpContext context, ScimUsers users, KnownClient client, ScimQuery query, string root, CancellationToken ct)
    {
        var (total, found) = await users.List(client, query, ct);
        await Write(context, StatusCodes.Status200OK, List(total, query.StartIndex, [.. found.Select(u => query.Selection.Of(u.ToJson(root)))]));
    }

    static JsonObject List(int total, int startIndex, JsonArray resources) => new()
    {
        ["schemas"] = new JsonArray(ListSchema), ["totalResults"] = total, ["startIndex"] = startIndex, ["itemsPerPage"] = resources.Count, ["Resources"] = resources,
    };

    /// <summary>Section 4: these are not filtered; who tries is refused.</summary>
    static JsonObject ListOf(HttpContext context, JsonArray all) => context.Request.Query.ContainsKey("filter") ? throw new ScimError(StatusCodes.Status403Forbidden, null, "These documents are not filtered. Read all of them.") : List(all.Count, 1, all);

    static JsonObject One(JsonArray all, HttpContext context) =>
        all.OfType<JsonObject>().FirstOrDefault(d => d["id"]!.GetValue<string>().Equals(Id(context), StringComparison.OrdinalIgnoreCase))?.DeepClone().AsObject() ?? throw ScimError.NotFound($"There is no {Id(context)}.");

    /// <summary>What needs no token.</summary>
    static async Task Answer(HttpContext context, Func<string, JsonObject> say)
    {
        try { await Write(context, StatusCodes.Status200OK, say(context.RequestServices.GetRequiredService<Issuer>().Of(Root))); }
        catch (ScimError error) { await Write(context, error.Status, error.ToJson()); }
    }

    /// <summary>With its address and ETag (sections 3.3 and 3.14).</summary>
    static Task Write(HttpContext context, int status, ScimUser user, string root, ScimSelection selection, bool mayBeKept = false)
    {
        var json = user.ToJson(root);
        var version = json["meta"]!["version"]!.GetValue<string>();
        context.Response.Headers.ETag = version;
        if (status == StatusCodes.Status201Created) context.Response.Headers.Location = ScimUser.LocationOf(root, user.Id);
        if (mayBeKept && context.Request.Headers.IfNoneMatch.ToString() is { Length: > 0 } known && known.Split(',', StringSplitOptions.TrimEntries).Any(tag => tag == "*" || ScimUsers.Bare(tag) == ScimUsers.Bare(version)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        return Write(context, status, selection.Of(json));
    }

    static Task Write(HttpContext context, int status, JsonObject json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = MediaType + "; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json.ToJsonString(Plain)), context.RequestAborted).AsTask();
    }

    static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }; // no page: names stay readable
}
