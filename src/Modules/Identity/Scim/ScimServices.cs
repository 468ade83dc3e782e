using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Contracts.Organization;
using NhatLe.Identity.On;
using NhatLe.Identity.Systems;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Jobs;

namespace NhatLe.Identity.Scim;

/// <summary>Provisioning by SCIM 2.0, both ways, and how the registered systems are.</summary>
public static class ScimServices
{
    public static void AddScim(this IServiceCollection services)
    {
        services.AddScoped<ScimReader>().AddScoped<ScimUsers>();

        services.AddSingleton<PushSignal>().AddSingleton<PushBook>().AddSingleton<RemoteUsers>().AddSingleton<PushSender>().AddHostedService(sp => sp.GetRequiredService<PushSender>());
        services.AddReaction<OfficerAdded, TellSystems>();
        services.AddReaction<AccountChanged, TellSystems>();
        services.AddReaction<AccountClosed, TellSystems>();
        services.AddReaction<AccountReopened, TellSystems>();
        services.AddReaction<OfficerChanged, TellSystems>();
        services.AddReaction<PostGiven, TellSystems>();
        services.AddReaction<PostEnded, TellSystems>();
        services.AddJob<PushMissing>("identity.push-missing", "Báo các hệ thống về tài khoản cán bộ mới mở", Every.Hour);

        services.AddScoped<LinkSystem.Handler>().AddSingleton<Healths>().AddJob<CheckSystems>(CheckSystems.Name, "Hỏi tình trạng các hệ thống kết nối", Every.Minute);
    }
}
