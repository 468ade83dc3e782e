using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Ui;

namespace NhatLe.Identity.Federation;

/// <summary>Sign-in of citizens by the national electronic identity.</summary>
static class FederationServices
{
    public static void AddFederation(this IServiceCollection services)
    {
        services.AddSingleton<NationalToken>().AddSingleton<NationalIdentity>().AddSingleton<BeginLimits>();
        services.AddScoped<NationalAccounts>().AddScoped<BeginNational.Handler>().AddScoped<FinishNational.Handler>().AddScoped<MyNational.Handler>().AddScoped<UnlinkNational.Handler>();
        services.AddReaction<NationalLinkRemoved, On.TellTheOwner>();
        services.AddSingleton(new NavItem("shield", "Gỡ liên kết định danh", UnlinkNationalModel.Address, OpenId.Registry.Administrators.Permit, Order: 918, Heading: "Quản trị"));
        services.AddSingleton(new AccessPurpose(OpenId.Registry.Administrators.Permit, "để quản trị tài khoản"));
        services.AddScoped<IAssurance, SessionAssurance>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        BeginNational.Map(routes);
        FinishNational.Map(routes);
        UnlinkNational.Map(routes);
    }
}

sealed class SessionAssurance(SignedInAccount signedIn) : IAssurance
{
    public AssuranceLevel Now => signedIn.Session?.Assurance ?? AssuranceLevel.None;

    public string Way(AssuranceLevel level, string back) => NationalModel.AddressOf(level, back);
}
