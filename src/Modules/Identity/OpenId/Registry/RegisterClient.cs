using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using NhatLe.Contracts.Identity;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.OpenId.Registry;

/// <summary>An administrator lets a system use the sign-in of the province (đăng ký hệ thống). Its secret is told once.</summary>
public static class RegisterClient
{
    public sealed record Command : ClientForm
    {
        /// <summary>Made by the client: a repeat registers nothing.</summary>
        public Guid Id { get; set; }

        [Required(ErrorMessage = "Hãy đặt mã hệ thống."), RegularExpression("(?!moi$)[a-z0-9][a-z0-9-]{2,39}", ErrorMessage = "Mã có từ 3 đến 40 chữ thường không dấu, số và dấu gạch nối.")]
        public string ClientId { get; set; } = "";

        /// <summary>It cannot keep a secret: an app on a phone, a page without a server.</summary>
        public bool Public { get; set; }
    }

    /// <param name="Secret">Null for a public one, and for a repeat: what was told once is not told again.</param>
    public sealed record Registered(string ClientId, string? Secret);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/identity/clients", async (Command command, Handler handler, CancellationToken ct) =>
            await handler.Run(command, ct) is var registered ? TypedResults.Created($"/api/identity/clients/{registered.ClientId}", registered) : null);

    public sealed class Handler(IdentityDb db, Clients clients, Actor actor, StepUp stepUp, DemonstrationMode demonstration, TimeProvider time)
    {
        /// <exception cref="Refusal">401: not signed in, or proved too long ago; 403: administrators only; 422.</exception>
        public async Task<Registered> Run(Command command, CancellationToken ct)
        {
            actor.MustAdministerClients(stepUp);
            var description = command.Checked(command.Public, demonstration);
            if (await db.Clients.AsNoTracking().SingleOrDefaultAsync(c => c.Id == command.Id || c.ClientId == command.ClientId, ct) is { } first)
                return first.Id == command.Id ? new(first.ClientId, Secret: null) : throw Refusal.Invalid(nameof(command.ClientId), "Mã này đã có hệ thống khác dùng.");
            var client = Client.Register(command.Id, command.ClientId, LegalTime.Cut(time.GetUtcNow()));
            client.Describe(description);
            var secret = command.Public ? null : client.NewSecret();
            db.Clients.Add(client);
            db.Record(client, new ClientRegistered(client.ClientId, client.Name));
            await db.SaveChangesAsync(ct);
            clients.Forget();
            return new(client.ClientId, secret);
        }
    }
}

static class Administrators
{
    public const string Permit = "directory.admin";

    public static void MustAdministerClients(this Actor actor)
    {
        if (!actor.IsSignedIn) throw Refusal.SignIn();
        if (!actor.CanAnywhere(Permit)) throw ActorDemands.NotAnAdministrator();
    }

    /// <summary>To change something: it has been proved within minutes who they are.</summary>
    public static void MustAdministerClients(this Actor actor, StepUp stepUp)
    {
        actor.MustAdministerClients();
        stepUp.Demand();
    }
}
