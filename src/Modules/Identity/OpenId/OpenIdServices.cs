using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.OpenId.Registry;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;
using NhatLe.Platform.Ui;

namespace NhatLe.Identity.OpenId;

/// <summary>The OpenID Connect provider, in the order of the specifications.</summary>
public static class OpenIdServices
{
    public static void AddOpenId(this IServiceCollection services)
    {
        services.AddSingleton<Issuer>().AddSingleton<Clients>().AddSingleton<SigningKeys>().AddSingleton<Handles>().AddSingleton<Tokens>().AddSingleton<ClientAuthentication>();
        services.AddScoped<ISeed, FirstSigningKeys>().AddJob<RotateSigningKeys>("openid.keys", "Thay khóa ký của đăng nhập một lần, 90 ngày một lần", Every.Day(2).AndAtStart);
        services.AddJob<SweepAuthorizations>("openid.sweep", "Xóa quyền truy cập đã hết hạn của các hệ thống", Every.Day(2));
        services.AddScoped<Authorize.Handler>().AddScoped<AgreeToClient.Handler>();
        services.AddScoped<Authorizations>().AddScoped<TokenEndpoint.Handler>().AddScoped<UserInfo.Handler>().AddScoped<Introspection.Handler>().AddScoped<Revocation.Handler>();
        services.AddScoped<EndSession.Handler>().AddSingleton<LogoutPost>().AddReaction<ClientSignedOut, SendLogoutToken>();
        services.AddSingleton<ISystems, SystemsApi>().AddScoped<ListClients.Handler>().AddScoped<RegisterClient.Handler>().AddScoped<ChangeClient.Handler>();
        services.AddSingleton(new NavItem("key", "Hệ thống kết nối", ClientsModel.Address, Administrators.Permit, Order: 916, Heading: "Quản trị"));
        foreach (var open in Discovery.OpenToOthers) services.AddSingleton(open);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Discovery.Map(routes);
        Authorize.Map(routes);
        TokenEndpoint.Map(routes);
        UserInfo.Map(routes);
        Introspection.Map(routes);
        Revocation.Map(routes);
        EndSession.Map(routes);
        ListClients.Map(routes);
        RegisterClient.Map(routes);
        ChangeClient.Map(routes);
    }
}

/// <summary>What expired is deleted, as the schema promises.</summary>
public sealed class SweepAuthorizations(Database database, TimeProvider time) : IScheduledJob
{
    public async Task<int> Run(CancellationToken ct)
    {
        var (now, gone) = (time.GetUtcNow(), 0);
        await database.Write(batch =>
        {
            batch.Add($"DELETE FROM identity_authorizations WHERE refresh_expires_at < {now - Authorization.KeptAfterExpiry}", rows => gone += rows);
            batch.Add($"DELETE FROM identity_client_sessions WHERE ended_at < {now - ClientSession.KeptAfterEnd}", rows => gone += rows);
            batch.Add($"DELETE FROM identity_client_sessions WHERE ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM identity_sessions s WHERE s.sid = identity_client_sessions.sid)", rows => gone += rows); // its session expired by itself
            return batch.Run(ct);
        }, ct);
        return gone;
    }
}
