using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Web;

namespace NhatLe.Identity.OpenId;

/// <summary>A person agrees, or not, that a system of others may know who they are (OpenID Connect Core 1.0 section 3.1.2.4). The request is read again with the answer: what was shown is what is given.</summary>
public sealed class ConsentModel(Clients clients, Authorize.Handler authorize, AgreeToClient.Handler agree) : FormPage
{
    public const string Address = "/dong-y";

    static readonly Dictionary<string, (string Icon, string Words)> Words = new()
    {
        [Scopes.OpenId] = ("person", "Ông/bà là cùng một người với lần trước, không kèm tên"),
        [Scopes.Profile] = ("id-card", "Họ tên và tên đăng nhập"),
        [Scopes.Email] = ("message", "Địa chỉ thư điện tử"),
        [Scopes.Phone] = ("phone", "Số điện thoại"),
        [Scopes.Citizen] = ("key", "Số định danh, ngày sinh, giới tính"),
        [Scopes.Officer] = ("people", "Đơn vị và chức vụ"),
        [Scopes.Offline] = ("clock", "Vẫn xem được các thông tin này sau khi ông/bà đăng xuất, tới 90 ngày"),
    };

    AuthorizationRequest request = null!;

    public KnownClient Client => request.Client;
    public string Host => new Uri(request.RedirectUri).Host;
    public IEnumerable<(string Icon, string Words)> Shared => request.Scopes.Select(s => Words[s]);

    /// <exception cref="Refusal">400, 401: no such request, or nobody who could answer.</exception>
    protected override async Task Load(CancellationToken ct)
    {
        request = await AuthorizationRequest.Of(Parameters.Of(Request.Query), clients, ct);
        try { request.Read(); }
        catch (OAuthError) { throw new Refusal(400, "bad-request", "Yêu cầu này không đọc được."); }
        if (!Actor.IsSignedIn) throw Refusal.SignIn();
        Response.AllowFormTo(request.RedirectUri);
    }

    public Task OnGetAsync(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAsync(string? answer, CancellationToken ct)
    {
        await Load(ct);
        if (answer == "yes")
        {
            await agree.Run(request, ct);
            return See(Discovery.Authorization + request.Given.ToQuery());
        }
        HttpContext.SeeOther(authorize.Refused(request, new OAuthError("access_denied", "The person did not agree.")));
        return new EmptyResult();
    }
}

/// <summary>The agreement is kept with the day, and may be taken back.</summary>
public static class AgreeToClient
{
    public sealed class Handler(IdentityDb db, Platform.Directory.Actor actor, TimeProvider time)
    {
        public Task Run(AuthorizationRequest request, CancellationToken ct) => db.Again(async () =>
        {
            var kept = await db.Consents.SingleOrDefaultAsync(c => c.AccountId == actor.AccountId && c.ClientId == request.Client.Id, ct);
            if (kept is null) db.Consents.Add(kept = new Consent { AccountId = actor.AccountId, ClientId = request.Client.Id });
            kept.Scopes = string.Join(' ', kept.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries).Union(request.Scopes));
            kept.GivenAt = LegalTime.Cut(time.GetUtcNow());
            db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new ConsentGiven(request.Client.ClientId, request.Client.Name, string.Join(' ', request.Scopes)));
            return await db.SaveChangesAsync(ct);
        });

        /// <summary>What the system holds ends with it. Taking back twice is no error.</summary>
        public Task TakeBack(Guid clientId, CancellationToken ct) => db.Again(async () =>
        {
            if (!actor.IsSignedIn) throw Refusal.SignIn();
            if (await db.Consents.SingleOrDefaultAsync(c => c.AccountId == actor.AccountId && c.ClientId == clientId, ct) is not { } kept) return 0;
            var now = LegalTime.Cut(time.GetUtcNow());
            await db.Authorizations.Where(a => a.AccountId == actor.AccountId && a.ClientId == clientId && a.EndedAt == null).ExecuteUpdateAsync(a => a.SetProperty(x => x.EndedAt, now), ct);
            db.Consents.Remove(kept);
            var clientName = await db.Clients.Where(c => c.Id == clientId).Select(c => c.Name).SingleAsync(ct);
            db.Record(await db.Accounts.SingleAsync(a => a.Id == actor.AccountId, ct), new ConsentTakenBack(clientName));
            return await db.SaveChangesAsync(ct);
        });
    }
}
