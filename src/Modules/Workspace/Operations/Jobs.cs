using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Jobs;

namespace NhatLe.Workspace.Operations;

/// <summary>The jobs of the installation, and running one now.</summary>
public static class Jobs
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/workspace/jobs", (Handler handler, CancellationToken ct) => handler.Read(ct));
        routes.MapPost("/api/workspace/jobs/{name}/runs", (string name, Handler handler, CancellationToken ct) => handler.RunNow(name, ct));
    }

    /// <exception cref="NhatLe.Platform.Refusal">401, 403: administrators only.</exception>
    public sealed class Handler(JobList jobs, Actor actor)
    {
        public Task<IReadOnlyList<JobLine>> Read(CancellationToken ct)
        {
            actor.MustAdminister();
            return jobs.Read(ct);
        }

        public Task RunNow(string name, CancellationToken ct)
        {
            actor.MustAdminister();
            return jobs.Ask(name, ct);
        }
    }
}
