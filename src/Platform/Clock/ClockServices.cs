using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NhatLe.Platform.Text;

namespace NhatLe.Platform.Clock;

public static class ClockServices
{
    /// <param name="simulated">Legal time can be moved (demonstration and tests); never in production.</param>
    public static IServiceCollection AddClock(this IServiceCollection services, bool simulated)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(s => new LegalTime(s.GetRequiredService<TimeProvider>(), simulated));
        services.AddSingleton(CalendarRules.Load());
        services.AddSingleton<OfficeCalendar>();
        services.AddSingleton<LawProfiles>();
        services.AddSingleton<LegalClock>();
        services.AddScoped<DateText>();
        services.AddScoped<DeadlineText>();
        return services;
    }
}
