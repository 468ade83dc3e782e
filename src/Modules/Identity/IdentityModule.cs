using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;

namespace NhatLe.Identity;

public sealed class IdentityModule : IModule
{
    public string Name => "identity";

    public void AddServices(IServiceCollection services)
    {
    }
}
