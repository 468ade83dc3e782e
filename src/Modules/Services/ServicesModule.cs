using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;

namespace NhatLe.Services;

public sealed class ServicesModule : IModule
{
    public string Name => "services";

    public void AddServices(IServiceCollection services)
    {
    }
}
