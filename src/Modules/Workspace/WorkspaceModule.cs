using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;

namespace NhatLe.Workspace;

public sealed class WorkspaceModule : IModule
{
    public string Name => "workspace";

    public void AddServices(IServiceCollection services)
    {
    }
}
