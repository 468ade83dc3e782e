using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace NhatLe.Identity.OpenId;

/// <summary>A system gives a token back (RFC 7009): the authorization behind it ends, and with it every token of its family.</summary>
public static class Revocation
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(Discovery.Revocation, (HttpContext context, Handler handler, CancellationToken ct) => handler.Run(context, ct));

    public sealed class Handler(ClientAuthentication authentication, Tokens tokens, Authorizations authorizations, Handles handles)
    {
        public async Task Run(HttpContext context, CancellationToken ct)
        {
            try
            {
                var form = await Parameters.OfForm(context.Request, ct);
                var client = await authentication.Of(context.Request, form, ct);
                await GiveBack(client, form.Need("token"), ct);
                await context.Json(StatusCodes.Status200OK, _ => { });
            }
            catch (OAuthError error)
            {
                await context.Fail(error);
            }
        }

        /// <summary>What is no token any more needs no giving back: that is no error (section 2.2).</summary>
        async Task GiveBack(KnownClient client, string token, CancellationToken ct)
        {
            if (handles.Read(Handles.Refresh, token) is var (id, _))
            {
                if (await authorizations.Find(id, ct) is not { } kept) return;
                MustBeTheirs(kept.ClientId == client.Id);
                await authorizations.End(id, ct);
            }
            else if (await tokens.ReadAccess(token, ct) is { } access)
            {
                MustBeTheirs(access.ClientId == client.ClientId);
                if (access.AuthorizationId is not { } authorization) throw new OAuthError("unsupported_token_type", $"A token without a person cannot be called back. It ends by itself within {Tokens.AccessLife.TotalMinutes:0} minutes.");
                await authorizations.End(authorization, ct);
            }
        }

        /// <summary>Section 2.1: refused, and the token goes on.</summary>
        static void MustBeTheirs(bool theirs)
        {
            if (!theirs) throw new OAuthError("unauthorized_client", "The token was given to another client.");
        }
    }
}
