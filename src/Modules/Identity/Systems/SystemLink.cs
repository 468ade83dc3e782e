using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Identity.Scim;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Systems;

/// <summary>How a registered system is called by us: where it takes officers, and where it says whether it is well.</summary>
public sealed class SystemLink
{
    public Guid ClientId { get; init; }

    /// <summary>Of its SCIM service, up to "/v2"; null: it is told of nobody.</summary>
    public string? ScimAddress { get; set; }

    /// <summary>Sent as bearer token, with nothing of ours. Encrypted.</summary>
    public byte[]? ScimToken { get; set; }

    /// <summary>Asked every minute; null: nobody asks.</summary>
    public string? HealthAddress { get; set; }
}

/// <summary>An administrator says where a system is asked whether it is well (theo dõi tình trạng), and where it takes our officers (đồng bộ tài khoản).</summary>
public static class LinkSystem
{
    public sealed record Command
    {
        public string ClientId { get; set; } = "";

        /// <summary>Of the registration, as the form was shown.</summary>
        public long Version { get; set; }

        [StringLength(500, ErrorMessage = "Địa chỉ dài nhất 500 ký tự.")]
        public string? HealthAddress { get; set; }

        [StringLength(500, ErrorMessage = "Địa chỉ dài nhất 500 ký tự.")]
        public string? ScimAddress { get; set; }

        /// <summary>Empty keeps the one before.</summary>
        [StringLength(2000, ErrorMessage = "Mã truy cập dài nhất 2.000 ký tự.")]
        public string? ScimToken { get; set; }
    }

    /// <param name="HasToken">The token itself is never told.</param>
    /// <param name="Told">Officers the system knows as they are now.</param>
    /// <param name="Waiting">Officers it is still to be told of.</param>
    /// <param name="Error">Of the last try that failed, where something waits.</param>
    public sealed record View(string ClientId, string Name, long Version, string? HealthAddress, string? ScimAddress, bool HasToken, SystemHealth? Health, string? Said, int Told, int Waiting, string? Error);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/identity/clients/{clientId}/link", (string clientId, Handler handler, CancellationToken ct) => handler.Read(clientId, ct));
        routes.MapPut("/api/identity/clients/{clientId}/link", async (string clientId, Command command, Handler handler, CancellationToken ct) =>
        {
            await handler.Run(command with { ClientId = clientId }, ct);
            return TypedResults.NoContent();
        });
        routes.MapPost("/api/identity/clients/{clientId}/pushes", async (string clientId, Handler handler, CancellationToken ct) =>
        {
            await handler.PushAll(clientId, ct);
            return TypedResults.Accepted((string?)null);
        });
    }

    /// <exception cref="Refusal">401: not signed in, or proved too long ago; 403: administrators only; 404; 409: somebody was faster; 422.</exception>
    public sealed class Handler(IdentityDb db, ChangeClient.Handler registry, Clients clients, ColumnCipher cipher, PushBook pushes, DemonstrationMode demonstration)
    {
        public async Task<View> Read(string clientId, CancellationToken ct)
        {
            var client = await registry.Find(clientId, version: null, ct);
            var link = await db.SystemLinks.AsNoTracking().SingleOrDefaultAsync(l => l.ClientId == client.Id, ct);
            var health = await db.SystemHealths.AsNoTracking().SingleOrDefaultAsync(h => h.ClientId == client.Id, ct);
            var waiting = db.Pushes.AsNoTracking().Where(p => p.ClientId == client.Id && p.Wanted > p.Done);
            return new(client.ClientId, client.Name, client.Version, link?.HealthAddress, link?.ScimAddress, link?.ScimToken is not null, link?.HealthAddress is null ? null : health?.Told, health?.Said,
                await db.Pushes.CountAsync(p => p.ClientId == client.Id && p.RemoteId != null && p.Wanted <= p.Done, ct), await waiting.CountAsync(ct),
                await waiting.Where(p => p.LastError != null).OrderByDescending(p => p.NextTryAt).Select(p => p.LastError).FirstOrDefaultAsync(ct));
        }

        public async Task Run(Command command, CancellationToken ct)
        {
            var client = await registry.FindToChange(command.ClientId, command.Version, ct);
            Check.Input(command);
            var (health, scim, token) = (Text(command.HealthAddress), Text(command.ScimAddress)?.TrimEnd('/'), Text(command.ScimToken));
            var link = await db.SystemLinks.SingleOrDefaultAsync(l => l.ClientId == client.Id, ct);
            foreach (var (field, address) in new[] { (nameof(Command.HealthAddress), health), (nameof(Command.ScimAddress), scim) })
                if (address is not null && !ClientForm.IsAddress(address, mayBeApp: false, demonstration)) throw Refusal.Invalid(field, "Địa chỉ {0} chưa dùng được. Địa chỉ bắt đầu bằng https://, không có dấu # và dấu *.", address);
            var moved = scim is not null && scim != link?.ScimAddress;
            if (scim is not null && token is null && (link?.ScimToken is null || moved)) throw Refusal.Invalid(nameof(Command.ScimToken), "Hãy ghi mã truy cập mà hệ thống đó cấp cho địa chỉ này."); // what was given for one address goes to no other
            if (link is null) db.SystemLinks.Add(link = new() { ClientId = client.Id });
            (link.HealthAddress, link.ScimAddress) = (health, scim);
            if (scim is null) link.ScimToken = null;
            else if (token is not null) link.ScimToken = cipher.Encrypt(token);
            db.Record(client, new ClientLinked(client.ClientId, health is not null, scim is not null));
            await db.SaveChangesAsync(ct);
            clients.Forget();
            if (moved) await pushes.Begin(client.Id, ct);
            else if (scim is not null && token is not null) await pushes.TryAgain(client.Id, ct);
        }

        /// <summary>Everybody once more, also who was told before.</summary>
        public async Task PushAll(string clientId, CancellationToken ct)
        {
            var client = await registry.FindToChange(clientId, version: null, ct);
            if (!await db.SystemLinks.AnyAsync(l => l.ClientId == client.Id && l.ScimAddress != null, ct)) throw Refusal.Conflict("client.not-provisioned", "Hệ thống này chưa có địa chỉ nhận tài khoản.");
            await pushes.WantAll(client.Id, ct);
        }

        static string? Text(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
    }
}
