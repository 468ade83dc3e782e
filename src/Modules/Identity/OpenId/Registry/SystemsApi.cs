using NhatLe.Contracts.Identity;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Identity.OpenId.Registry;

sealed class SystemsApi(Clients clients) : ISystems
{
    public async Task<IReadOnlyList<OpenSystem>> For(Actor actor, CancellationToken ct) =>
        [.. (await clients.All(ct)).Where(c => c.LaunchAddress.Length > 0 && Authorize.MayOpen(c, actor)).OrderBy(c => Fold.Key(c.Name), StringComparer.Ordinal).Select(c => new OpenSystem(c.Name, c.Icon, c.LaunchAddress, c.IsOwn))];
}
