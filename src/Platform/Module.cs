using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Platform;

/// <summary>One system of the province. Its class is its table of contents: services, routes, reactions in reading order.</summary>
public interface IModule
{
    /// <summary>English, lower case: also the prefix of its tables, permits and API routes.</summary>
    string Name { get; }

    /// <summary>Assemblies whose events other modules may react to.</summary>
    IEnumerable<Assembly> Contracts => [];

    void AddServices(IServiceCollection services);

    /// <summary>Runs for every request, after routing and before pages and endpoints.</summary>
    void Use(IApplicationBuilder app) { }

    void Map(IEndpointRouteBuilder routes) { }
}

/// <summary>Data a module brings when the installation starts: reference data always, the demonstration on demand. Idempotent.</summary>
public interface ISeed
{
    int Order { get; }
    bool DemonstrationOnly { get; }

    /// <summary>Nothing but the shipped files and the release decides what it does: where these have not changed, a start leaves it out.</summary>
    bool FromFilesOnly => false;

    Task Run(CancellationToken ct);
}
