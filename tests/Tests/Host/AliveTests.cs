using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Platform.Data;
using NhatLe.Services;

namespace NhatLe.Tests.Host;

public sealed class AliveApp : App
{
    private protected override Settings Adjust(Settings settings) => settings with { Peopled = true, Alive = true };
}

/// <summary>Told to, invented people go on acting while the demonstration is watched, and leave the commune of the story alone.</summary>
public sealed class AliveTests(AliveApp app) : IClassFixture<AliveApp>
{
    [Fact]
    public async Task Dossiers_come_by_themselves_and_go_on()
    {
        for (var tries = 0; tries < 900; tries++)
        {
            await using var scope = app.Services.CreateAsyncScope();
            var dossiers = await scope.ServiceProvider.GetRequiredService<ServicesDb>().Dossiers.AsNoTracking().ToListAsync();
            if (dossiers.Count >= 2 && dossiers.Exists(d => d.Version > 1))
            {
                Assert.DoesNotContain(dossiers, d => d.UnitId == StableId.Of("unit", "18907"));
                return;
            }
            await Task.Delay(100);
        }
        Assert.Fail("Nobody did anything in a minute and a half.");
    }
}
