using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Text;

namespace NhatLe.Tests.Clock;

[Trait("Run", "Once")]
public sealed class ClockServicesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_clock_is_ready_to_be_injected(bool simulated)
    {
        using var services = new ServiceCollection().AddSingleton(Calendars.Words).AddClock(simulated).BuildServiceProvider(validateScopes: true);
        using var scope = services.CreateScope();
        Assert.Equal(simulated, scope.ServiceProvider.GetRequiredService<LegalTime>().IsSimulated);
        Assert.Same(services.GetRequiredService<LegalClock>(), scope.ServiceProvider.GetRequiredService<LegalClock>());
        Assert.NotEqual("", scope.ServiceProvider.GetRequiredService<DeadlineText>().Limit(TimeLimit.SameDay));
    }
}
