using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Platform.Data;
using NhatLe.Platform.Live;

namespace NhatLe.Tests.Facts;

public sealed class LiveRelayTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_signal_reaches_the_other_node_of_a_PostgreSQL_installation_and_stays_at_home_on_SQLite()
    {
        await using var other = NhatLeApp.Build(app.Started);
        await using (var scope = other.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<Startup>().Run();
        await other.StartAsync();
        using var there = other.Services.GetRequiredService<LiveHub>().Subscribe(["u:1", "u:2"]);
        var here = app.Services.GetRequiredService<LiveHub>();
        using var own = here.Subscribe(["u:2"]);

        var relayed = false;
        for (var i = 0; i < 100 && !relayed; i++) // the other node may not have begun to listen yet
        {
            here.Publish("u:2");
            if (!app.Services.GetRequiredService<Database>().IsPostgres) break;
            await Task.Delay(100);
            relayed = there.HasNews;
        }

        Assert.True(own.HasNews);
        Assert.Equal(app.Services.GetRequiredService<Database>().IsPostgres, there.HasNews);
        await other.StopAsync();
    }
}
