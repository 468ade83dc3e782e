using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;

namespace NhatLe.Catalogue;

public sealed class CatalogueModule : IModule
{
    public string Name => "catalogue";

    public void AddServices(IServiceCollection services)
    {
    }
}
