using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Credentials;

/// <summary>What one hash of a password costs on this machine: cheap ones are guessed from a stolen database, dear ones make people wait.</summary>
public static class HashCost
{
    public static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50), Most = TimeSpan.FromMilliseconds(250);

    const int Rounds = 3;

    /// <summary>The quickest of a few: what else the machine did meanwhile is not the hash's.</summary>
    public static TimeSpan Measure(int iterations)
    {
        var hasher = new PasswordHasher<Account>(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        var quickest = TimeSpan.MaxValue;
        for (var i = 0; i < Rounds; i++)
        {
            var began = Stopwatch.GetTimestamp();
            hasher.HashPassword(Passwords.Nobody, "measured");
            if (Stopwatch.GetElapsedTime(began) is var took && took < quickest) quickest = took;
        }
        return quickest;
    }

    /// <summary>In a line for operators: what it costs, and what to set where that is too little or too much.</summary>
    public static (bool IsSound, string Line) Judge(int iterations, TimeSpan cost)
    {
        var costs = string.Create(CultureInfo.InvariantCulture, $"One password hash costs {cost.TotalMilliseconds:0} ms here");
        if (cost >= Least && cost <= Most) return (true, costs + ".");
        var aim = cost < Least ? Least * 1.2 : Least * 2;
        var better = Math.Max(PasswordSettings.Fewest, (int)(Math.Ceiling(iterations * (aim / cost) / 10_000) * 10_000));
        return (false, string.Create(CultureInfo.InvariantCulture, $"{costs}, {(cost < Least ? "less than" : "more than")} {(cost < Least ? Least : Most).TotalMilliseconds:0} ms: set passwords.iterations to {better}, now {iterations}."));
    }
}

/// <summary>Says so at a start in production, beside the work: nobody waits for it.</summary>
sealed partial class HashCostAtStart(PasswordSettings settings, DemonstrationMode demonstration, ILogger<HashCostAtStart> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (demonstration.IsOn) return;
        await Task.Yield();
        var (isSound, line) = HashCost.Judge(settings.Iterations, HashCost.Measure(settings.Iterations));
        if (!isSound) LogUnsound(log, line);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Line}")]
    static partial void LogUnsound(ILogger logger, string line);
}
