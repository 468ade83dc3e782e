using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Host;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Host;

/// <summary>What stays when an installation is stopped, cut off and started again.</summary>
public sealed class InstallationTests : IAsyncLifetime
{
    readonly App app = new();

    public Task InitializeAsync() => app.InitializeAsync();
    public Task DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task The_demonstration_clock_begins_on_its_Monday_and_goes_on_where_it_stood()
    {
        Assert.InRange(app.Time.Now, App.Start, App.Start.AddMinutes(10));
        app.Time.MoveTo(App.Day(2024, 11, 21, 9, 30));
        await app.Restart();
        Assert.InRange(app.Time.Now, App.Day(2024, 11, 21, 9, 30), App.Day(2024, 11, 21, 9, 40));
        Assert.Throws<ArgumentOutOfRangeException>(() => app.Time.MoveTo(App.Day(2024, 11, 20)));
    }

    [Fact]
    public async Task After_a_power_cut_the_clock_is_not_before_the_last_act_and_the_data_are_there()
    {
        app.Time.MoveTo(App.Day(2024, 11, 19, 14, 0));
        var code = (await app.GivenFiled()).Code;
        var units = await app.Db(db => db.Units.CountAsync());
        await app.Restart(gently: false);
        Assert.True(app.Time.Now >= App.Day(2024, 11, 19, 14, 0), $"The clock stands at {app.Time.Now:O}.");
        Assert.Equal(units, await app.Db(db => db.Units.CountAsync()));
        Assert.Contains(code, await (await app.As(Filing.Mother)).Page("/ho-so-cua-toi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_start_adds_nothing()
    {
        var entries = await app.Db(db => db.Entries.CountAsync());
        await app.Restart();
        Assert.Equal(entries, await app.Db(db => db.Entries.CountAsync()));
    }

    [Fact]
    public async Task Production_does_not_start_on_the_database_of_a_demonstration()
    {
        await File.WriteAllBytesAsync(Path.Combine(app.Started.DataFolder, "own.key"), new byte[32]);
        var refusal = await Refused(app.Started with { Demonstration = false, KeyFile = Path.Combine(app.Started.DataFolder, "own.key") });
        Assert.Contains("holds a demonstration", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_demonstration_does_not_start_on_a_database_in_use()
    {
        await app.Db(db => db.Settings.Where(s => s.Name == "demonstration").ExecuteDeleteAsync()); // what a production database looks like
        var refusal = await Refused(app.Started);
        Assert.Contains("in use without the demonstration", refusal.Message, StringComparison.Ordinal);
        Assert.False(await app.Db(db => db.Settings.AnyAsync(s => s.Name == "demonstration")));
    }

    static async Task<InvalidOperationException> Refused(Settings settings)
    {
        await using var other = NhatLeApp.Build(settings);
        await using var scope = other.Services.CreateAsyncScope();
        return await Assert.ThrowsAsync<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<Startup>().Run());
    }

    [Fact]
    public async Task A_position_of_the_demonstration_gets_what_a_newer_release_gives_it()
    {
        await app.Db(db => db.Positions.Where(p => p.PositionKey == "province.chief_of_office").ExecuteUpdateAsync(p => p.SetProperty(x => x.Permits, "services.read duties.read")));
        await app.Restart();
        Assert.Equal("services.read duties.read", await Permits()); // the same release leaves what was changed by hand
        await app.Db(db => db.Settings.Where(s => s.Name == "shipped").ExecuteDeleteAsync()); // what that release had brought
        await app.Restart();
        Assert.Contains("catalogue.approve", (await Permits()).Split(' '));

        Task<string> Permits() => app.Db(db => db.Positions.Where(p => p.PositionKey == "province.chief_of_office").Select(p => p.Permits).FirstAsync());
    }
}
