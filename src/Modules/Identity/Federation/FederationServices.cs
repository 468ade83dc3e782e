using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Federation;

/// <summary>Sign-in of citizens by the national electronic identity.</summary>
static class FederationServices
{
    public static void AddFederation(this IServiceCollection services)
    {
        services.AddSingleton<NationalToken>().AddSingleton<NationalIdentity>().AddSingleton<BeginLimits>();
        services.AddScoped<NationalAccounts>().AddScoped<BeginNational.Handler>().AddScoped<FinishNational.Handler>().AddScoped<MyNational.Handler>();
        services.AddScoped<IAssurance, SessionAssurance>();
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        BeginNational.Map(routes);
        FinishNational.Map(routes);
    }
}

sealed class SessionAssurance(SignedInAccount signedIn) : IAssurance
{
    public AssuranceLevel Now => signedIn.Session?.Assurance ?? AssuranceLevel.None;

    public string Way(AssuranceLevel level, string back) => NationalModel.AddressOf(level, back);
}
