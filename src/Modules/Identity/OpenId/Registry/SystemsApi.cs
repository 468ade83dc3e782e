using NhatLe.Contracts.Identity;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.OpenId.Registry;

sealed class SystemsApi(Clients clients, Systems.Healths healths) : ISystems
{
    public async Task<IReadOnlyList<OpenSystem>> For(Actor actor, CancellationToken ct)
    {
        var health = await healths.All(ct);
        return [.. (await clients.All(ct)).Where(c => c.LaunchAddress.Length > 0 && Authorize.MayOpen(c, actor)).OrderBy(c => Fold.Key(c.Name), StringComparer.Ordinal).Select(c => new OpenSystem(c.Name, c.Icon, c.LaunchAddress, c.IsOwn, health.GetValueOrDefault(c.Id)))];
    }
}
