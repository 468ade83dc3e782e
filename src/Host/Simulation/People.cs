using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using NhatLe.Identity;
using NhatLe.Identity.Accounts;
using NhatLe.Identity.OpenId;
using NhatLe.Identity.Sessions;
using NhatLe.Platform.Directory;

namespace NhatLe.Host.Simulation;

/// <summary>Lets invented people act in process, by the same handlers as pages and API call and without signing in. Demonstration only.</summary>
public sealed class People(IServiceScopeFactory scopes)
{
    readonly ConcurrentDictionary<string, Account> accounts = new(StringComparer.Ordinal);

    /// <summary>Acts as the person of a login, with a scope of their own.</summary>
    public async Task<T> As<T>(string login, Func<IServiceProvider, Task<T>> act, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var services = scope.ServiceProvider;
        if (!accounts.TryGetValue(login, out var account))
            accounts[login] = account = await services.GetRequiredService<IdentityDb>().Accounts.AsNoTracking().SingleAsync(a => a.Login == login, ct);
        services.GetRequiredService<ActorHolder>().Current = (await services.GetRequiredService<OpenSessions>().ActorOf(account, ct)).Having(new(services.GetRequiredService<TimeProvider>().GetUtcNow(), Acr.Password));
        return await act(services);
    }
}
