using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NhatLe.Identity.OpenId;

/// <summary>The token endpoint (OpenID Connect Core 1.0 sections 3.1.3 and 12; RFC 6749 sections 4.1.3, 4.4 and 6): a code, a refresh token or the system itself, for tokens.</summary>
public static class TokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Discovery.Token, (HttpContext context, Handler handler, CancellationToken ct) => handler.Run(context, ct));

    public sealed class Handler(ClientAuthentication authentication, Authorizations authorizations, Tokens tokens)
    {
        public async Task Run(HttpContext context, CancellationToken ct)
        {
            try
            {
                var form = await Parameters.OfForm(context.Request, ct);
                var given = await Give(context.Request, form, ct);
                await context.Json(StatusCodes.Status200OK, json =>
                {
                    json.WriteString("access_token", given.Access);
                    json.WriteString("token_type", "Bearer");
                    json.WriteNumber("expires_in", (int)Tokens.AccessLife.TotalSeconds);
                    if (given.Refresh is not null) json.WriteString("refresh_token", given.Refresh);
                    if (given.Id is not null) json.WriteString("id_token", given.Id);
                    json.WriteString("scope", given.Scope);
                });
            }
            catch (OAuthError error)
            {
                await context.Fail(error);
            }
        }

        async Task<Tokens.Given> Give(HttpRequest request, Parameters form, CancellationToken ct)
        {
            var client = await authentication.Of(request, form, ct);
            var grant = form.Need("grant_type");
            if (!GrantTypes.All.Contains(grant)) throw new OAuthError("unsupported_grant_type", $"grant_type is one of: {string.Join(", ", GrantTypes.All)}.");
            if (!client.Grants.Contains(grant)) throw new OAuthError("unauthorized_client", "This client is not registered for this grant_type.");
            return grant switch
            {
                GrantTypes.Code => await tokens.ForPerson(client, await authorizations.TakeCode(client, form.Need("code"), form.Need("redirect_uri"), Challenge(form.Need("code_verifier")), ct), first: true, ct),
                GrantTypes.Refresh => await tokens.ForPerson(client, await Refresh(client, form, ct), first: false, ct),
                _ => await tokens.ForClient(client, ClientScope(client, form["scope"]), ct),
            };
        }

        /// <summary>The scope may be named again, no more of it and no less: a narrower one is not kept apart (RFC 6749 section 6).</summary>
        async Task<Authorization> Refresh(KnownClient client, Parameters form, CancellationToken ct)
        {
            var token = form.Need("refresh_token");
            if (form["scope"] is { } scope && await authorizations.FindRefresh(token, ct) is { } kept && !scope.Split(' ').ToHashSet().SetEquals(kept.Scopes.Split(' ')))
                throw new OAuthError("invalid_scope", "A refresh keeps the scope. Leave scope out, or name what was given.");
            return await authorizations.TakeRefresh(client, token, ct);
        }

        /// <summary>RFC 7636 sections 4.1 and 4.6.</summary>
        static string Challenge(string verifier)
        {
            if (verifier.Length is < 43 or > 128 || !verifier.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~')) throw OAuthError.InvalidRequest("code_verifier has 43 to 128 letters, digits and -._~");
            return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        }

        /// <summary>RFC 6749 section 4.4.2: what the system may do by itself. Unasked, all of it.</summary>
        static string ClientScope(KnownClient client, string? asked)
        {
            if (client.IsPublic) throw new OAuthError("unauthorized_client", "A client without a secret cannot prove that it is itself.");
            var allowed = client.Scopes.Except(Scopes.OfPeople).Order(StringComparer.Ordinal).ToList();
            if (asked is null) return string.Join(' ', allowed);
            var words = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Array.TrueForAll(words, allowed.Contains) ? string.Join(' ', words.Distinct()) : throw new OAuthError("invalid_scope", "The scope is more than this client may have. Scopes about people need a person.");
        }
    }
}
