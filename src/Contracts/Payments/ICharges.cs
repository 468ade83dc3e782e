namespace NhatLe.Contracts.Payments;

/// <summary>What is to be paid for a dossier, as other modules show it.</summary>
public interface ICharges
{
    /// <summary>Null where nothing is, or was, to be paid.</summary>
    Task<ChargeLine?> Of(Guid dossierId, CancellationToken ct);
}

/// <param name="FullVnd">The fee without relief, đồng.</param>
/// <param name="AmountVnd">What is due in all.</param>
/// <param name="RemainingVnd">What has still to be paid; 0 when it is settled.</param>
/// <param name="Basis">Number and issuer of the text that exempts; null: the whole fee.</param>
/// <param name="Link">Where the citizen pays, without the language: /nop-phi/…</param>
public sealed record ChargeLine(long FullVnd, long AmountVnd, long RemainingVnd, string? Basis, string Link);
