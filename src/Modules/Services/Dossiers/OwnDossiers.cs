using System.Linq.Expressions;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Directory;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// Which dossiers are a citizen's own: those they are the applicant of, and those filed for somebody they represent now. Asked anew in every
/// request: when a representation ends, its dossiers are gone with the next one.
/// </summary>
public sealed class OwnDossiers(Actor actor, IRepresentations representations)
{
    /// <summary>For a list, or to find one.</summary>
    public async Task<Expression<Func<Dossier, bool>>> Mine(CancellationToken ct)
    {
        if (!actor.IsCitizen) return _ => false;
        var (account, keys) = (actor.AccountId, await representations.KeysFor(actor.AccountId, ct));
        return d => d.ApplicantAccountId == account || (d.RepresentedKey != null && keys.Contains(d.RepresentedKey));
    }

    public async Task<bool> Include(Dossier dossier, CancellationToken ct) =>
        actor.IsCitizen && (dossier.RepresentedKey is { } key ? (await representations.KeysFor(actor.AccountId, ct)).Contains(key) : dossier.ApplicantAccountId == actor.AccountId);
}
