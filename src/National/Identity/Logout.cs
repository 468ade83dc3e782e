using Microsoft.AspNetCore.WebUtilities;
using NhatLe.National.Pages;
using NhatLe.National.Texts;

namespace NhatLe.National.Identity;

/// <summary>A system sends the person here to sign out (OpenID Connect RP-Initiated Logout 1.0). Who it is must be known, and the way back be its own.</summary>
public static class Logout
{
    public static void Map(WebApplication app) => app.MapGet(IdentityRoutes.EndSession, Run);

    static IResult Run(HttpContext context, Clients clients, SignIns signIns)
    {
        var query = context.Request.Query;
        var words = new Words(query["ui_locales"].ToString().StartsWith("en", StringComparison.OrdinalIgnoreCase));
        signIns.End(context.Request.Cookies["quoc-gia"]);
        context.Response.Cookies.Delete("quoc-gia", new() { Path = IdentityRoutes.Prefix });
        var bye = query["post_logout_redirect_uri"].ToString();
        if (bye.Length == 0 || clients.Find(query["client_id"])?.Byes.Contains(bye, StringComparer.Ordinal) != true)
            return Page.Show(words, words["Đã đăng xuất"], $"<p>{Page.Text(words["Phiên ở định danh điện tử quốc gia đã kết thúc."])}</p>");
        return Results.Redirect(query["state"].ToString() is { Length: > 0 } state ? QueryHelpers.AddQueryString(bye, "state", state) : bye);
    }
}
