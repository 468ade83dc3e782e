using Microsoft.Extensions.DependencyInjection;

namespace NhatLe.Platform.Clock;

public static class ClockServices
{
    public static IServiceCollection AddClock(this IServiceCollection services, bool simulated) =>
        services.AddSingleton(sp => new LegalTime(sp.GetRequiredService<TimeProvider>(), simulated));
}
