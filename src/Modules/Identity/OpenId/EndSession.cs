using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NhatLe.Identity.Sessions;
using NhatLe.Platform;

namespace NhatLe.Identity.OpenId;

/// <summary>
/// A system sends the browser here to sign out of everything (OpenID Connect RP-Initiated Logout 1.0). With an ID token of this very session
/// it is done at once; else the person is asked, for anybody can put such an address on a page (section 2). On to another site only where
/// the system registered that address (section 3).
/// </summary>
public static class EndSession
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Discovery.EndSession, async (HttpContext context, Handler handler, CancellationToken ct) => context.SeeOther(await handler.Run(context, ct)));
        routes.MapPost(Discovery.EndSession, async (HttpContext context, CancellationToken ct) =>
        {
            try { context.SeeOther(context.Request.PathBase + Discovery.EndSession + (await Parameters.OfForm(context.Request, ct)).ToQuery()); }
            catch (OAuthError error) { await context.Fail(error); }
        });
    }

    /// <param name="Client">Who sent the browser; null where that is not known.</param>
    /// <param name="Hinted">The session the ID token was made in.</param>
    /// <param name="Onward">Where the browser goes then; null: it stays.</param>
    public sealed record Request(KnownClient? Client, string? Hinted, string? Onward, bool English);

    public sealed class Handler(Clients clients, SigningKeys keys, Issuer issuer, SignedInAccount signedIn, SignOut.Handler signOut)
    {
        /// <exception cref="Refusal">400: an address that is none of the system's own, or a token that is not ours.</exception>
        public async Task<string> Run(HttpContext context, CancellationToken ct)
        {
            var given = Parameters.Of(context.Request.Query);
            var request = await Read(given, ct);
            var place = request.English || context.Request.PathBase.HasValue ? "/en" : "";
            if (signedIn.Session is not { } session) return request.Onward ?? place + EndSessionModel.Address;
            if (request.Hinted != session.Sid) return place + EndSessionModel.Address + given.ToQuery();
            await Leave(context, ct);
            return request.Onward ?? place + EndSessionModel.Address;
        }

        public async Task Leave(HttpContext context, CancellationToken ct)
        {
            await signOut.Run(Device.Of(context), ct);
            SessionCookie.Clear(context);
        }

        /// <summary>The ID token may have expired: it only says whose and which session it was (section 2).</summary>
        public async Task<Request> Read(Parameters given, CancellationToken ct)
        {
            try
            {
                var (hint, clientId, onward, state) = (given["id_token_hint"], given["client_id"], given["post_logout_redirect_uri"], given["state"]);
                string? hinted = null;
                if (hint is not null)
                {
                    using var claims = Jwt.Read(hint, Jwt.Id, await keys.All(ct));
                    if (claims?.RootElement.Text("iss") != issuer.Name) throw Wrong("logout.hint", "Hệ thống gửi mã đăng nhập không phải của Nhật Lệ. Ông/bà bấm Đăng xuất ở đầu trang để kết thúc phiên.");
                    (hinted, var audience) = (claims.RootElement.Text("sid"), claims.RootElement.Text("aud"));
                    if (clientId is not null && clientId != audience) throw Wrong("logout.client", "Hệ thống gửi mã đăng nhập của một hệ thống khác. Ông/bà bấm Đăng xuất ở đầu trang để kết thúc phiên.");
                    clientId = audience;
                }
                var client = clientId is null ? null : await clients.Find(clientId, ct);
                if (onward is not null && client?.PostLogoutUris.Contains(onward) != true) throw Wrong("logout.redirect", "Hệ thống gửi sai địa chỉ quay về nên Nhật Lệ dừng lại để giữ an toàn. Hãy báo đơn vị quản lý hệ thống.");
                if (onward is not null && state is not null) onward = Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(onward, "state", state);
                return new(client, hinted, onward, given["ui_locales"]?.StartsWith("en", StringComparison.OrdinalIgnoreCase) == true);
            }
            catch (OAuthError)
            {
                throw Wrong("logout.twice", "Yêu cầu này không đọc được.");
            }
        }

        static Refusal Wrong(string code, string message) => new(StatusCodes.Status400BadRequest, code, message);
    }
}
