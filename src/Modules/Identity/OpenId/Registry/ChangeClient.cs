using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId.Registry;

/// <summary>An administrator changes what a system may do, gives it another secret, or switches it off. What it holds ends within a second of being switched off.</summary>
public static class ChangeClient
{
    public sealed record Command : ClientForm
    {
        public string ClientId { get; set; } = "";

        /// <summary>As the form was shown: who comes second is told who was first.</summary>
        public long Version { get; set; }
    }

    public sealed record Switch(bool Active);

    /// <param name="Secret">Told now, and never again.</param>
    public sealed record Given(string Secret);

    public sealed record Asked(long Version);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/identity/clients/{clientId}", async (string clientId, Command command, Handler handler, CancellationToken ct) =>
        {
            await handler.Run(command with { ClientId = clientId }, ct);
            return TypedResults.NoContent();
        });
        routes.MapPost("/api/identity/clients/{clientId}/secrets", async (string clientId, Asked asked, Handler handler, CancellationToken ct) => new Given(await handler.NewSecret(clientId, asked.Version, ct)));
        routes.MapPost("/api/identity/clients/{clientId}/state", async (string clientId, Switch command, Handler handler, CancellationToken ct) =>
        {
            await handler.Turn(clientId, command.Active, ct);
            return TypedResults.NoContent();
        });
        routes.MapPost("/api/identity/signing-keys", async (Handler handler, CancellationToken ct) =>
        {
            await handler.NewKeys(ct);
            return TypedResults.NoContent();
        });
    }

    /// <exception cref="Refusal">401: not signed in, or proved too long ago; 403: administrators only; 404; 409: somebody was faster; 422.</exception>
    public sealed class Handler(IdentityDb db, Clients clients, RotateSigningKeys rotation, Actor actor, StepUp stepUp, DemonstrationMode demonstration)
    {
        public async Task Run(Command command, CancellationToken ct)
        {
            var client = await FindToChange(command.ClientId, command.Version, ct);
            client.Describe(command.Checked(client.SecretHash is null, demonstration));
            db.Record(client, new ClientChanged(client.ClientId, client.Name));
            await Save(ct);
        }

        /// <summary>The secret before ends at once: whoever asks has the new one in hand.</summary>
        public async Task<string> NewSecret(string clientId, long version, CancellationToken ct)
        {
            var client = await FindToChange(clientId, version, ct);
            if (client.SecretHash is null) throw Refusal.Conflict("client.public", "Hệ thống này không dùng bí mật.");
            var secret = client.NewSecret();
            db.Record(client, new ClientSecretMade(client.ClientId));
            await Save(ct);
            return secret;
        }

        public async Task Turn(string clientId, bool on, CancellationToken ct)
        {
            var client = await FindToChange(clientId, version: null, ct);
            if (client.Active == on) return;
            client.Switch(on);
            db.Record(client, new ClientSwitched(client.ClientId, on));
            await Save(ct);
        }

        /// <summary>New keys sign from now on; tokens signed before stay good until they expire.</summary>
        public Task NewKeys(CancellationToken ct)
        {
            actor.MustAdministerClients(stepUp);
            return rotation.Run(actor, atOnce: true, ct);
        }

        /// <summary>Whoever changes it has proved within minutes who they are: it decides who gets in where.</summary>
        public Task<Client> FindToChange(string clientId, long? version, CancellationToken ct)
        {
            actor.MustAdministerClients(stepUp);
            return Find(clientId, version, ct);
        }

        public async Task<Client> Find(string clientId, long? version, CancellationToken ct)
        {
            actor.MustAdministerClients();
            var client = await db.Clients.SingleOrDefaultAsync(c => c.ClientId == clientId, ct) ?? throw Refusal.Missing("client", "Không có hệ thống mang mã này.");
            return version is null || version == client.Version ? client : throw await db.Changed(client, ct);
        }

        async Task Save(CancellationToken ct)
        {
            await db.SaveChangesAsync(ct);
            clients.Forget();
        }
    }
}
