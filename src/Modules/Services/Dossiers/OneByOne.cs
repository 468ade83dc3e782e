using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;

namespace NhatLe.Services.Dossiers;

/// <summary>The same act on many dossiers: each in a scope and transaction of its own, so one that fails holds up no other.</summary>
public sealed partial class OneByOne(IServiceScopeFactory scopes, Actor actor, Texts texts, ILogger<OneByOne> log)
{
    /// <summary>"code version" of each line of a page, as it was sent back.</summary>
    public static Dictionary<string, long> Versions(IEnumerable<string> shown) =>
        shown.Select(s => Nfc.Clean(s).Split(' ')).Where(s => s.Length == 2).DistinctBy(s => s[0]).ToDictionary(s => s[0], s => long.TryParse(s[1], out var version) ? version : 0);

    /// <returns>Why not, in words; null when it is done.</returns>
    public async Task<string?> Do(string code, Func<IServiceProvider, Task> act)
    {
        await using var scope = scopes.As(actor);
        try
        {
            await act(scope.ServiceProvider);
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal.In(texts);
        }
        catch (Exception e) when (Database.IsAway(e) || e is NoSuchDuty)
        {
            LogActFailed(log, code, e); // the others go on, and their outcome is told
            return texts["Có lỗi ở phía chúng tôi. Việc đang làm chưa được ghi nhận."];
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The act on {Code} failed")]
    static partial void LogActFailed(ILogger logger, string code, Exception e);
}
