using Microsoft.Extensions.DependencyInjection;
using NhatLe.Contracts.Organization;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Jobs;

namespace NhatLe.Organization.HandOvers;

/// <summary>A hand-over is deleted 10 years after both signed it, or after one that was given up was prepared, as the schema promises. That it was, stands in the journal. One that is open stays.</summary>
public sealed class ForgetHandOvers(IServiceScopeFactory scopes, LegalTime time) : IScheduledJob
{
    public const int KeptYears = 10;

    public Task<int> Run(CancellationToken ct)
    {
        var at = time.Now.AddYears(-KeptYears);
        return scopes.Forget<OrganizationDb, HandOver>(
            h => (h.Status == HandOverStatus.Taken && h.TakenAt < at) || (h.Status == HandOverStatus.Cancelled && h.MadeAt < at),
            h => new HandOverForgotten(h.Id), ct);
    }
}
