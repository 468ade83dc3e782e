using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Identity;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Files;
using NhatLe.Platform.Jobs;

namespace NhatLe.Identity.Representations;

/// <summary>A representation is deleted 10 years after it has ended or was refused, with its evidence, as the schema promises. That it was, stands in the journal. What waits to be checked stays.</summary>
public sealed class ForgetRepresentations(IServiceScopeFactory scopes, FileSweep files, LegalTime time) : IScheduledJob
{
    public const int KeptYears = 10;

    public Task<int> Run(CancellationToken ct)
    {
        var (at, day) = (time.Now.AddYears(-KeptYears), time.Today.AddYears(-KeptYears));
        return scopes.Forget<IdentityDb, Representation>(
            r => (r.State == RepresentationState.Ended && r.EndedAt < at) || (r.State == RepresentationState.Refused && r.DecidedAt < at) || (r.State == RepresentationState.Approved && r.EndsOn < day),
            r => new RepresentationForgotten(r.Id), ct, then: r => r.FileHash is { } paper ? files.Release([paper], ct) : Task.CompletedTask);
    }
}
