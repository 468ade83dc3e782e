namespace NhatLe.Contracts.Payments;

/// <summary>What is to be paid for a dossier, as other modules show it.</summary>
public interface ICharges
{
    /// <summary>Null where nothing is, or was, to be paid.</summary>
    Task<ChargeLine?> Of(Guid dossierId, CancellationToken ct);

    /// <summary>
    /// What has still to be paid before the result is handed over; null: nothing. A fee that is taken by then and was not laid down yet, because the
    /// news of the act is still on its way, is laid down here.
    /// </summary>
    Task<ChargeLine?> DueAtReturn(Guid dossierId, CancellationToken ct);
}

/// <param name="FullVnd">The fee without relief, đồng.</param>
/// <param name="AmountVnd">What is due in all.</param>
/// <param name="RemainingVnd">What has still to be paid; 0 when it is settled.</param>
/// <param name="Basis">Number and issuer of the text that exempts; null: the whole fee.</param>
/// <param name="PayBy">Until when the unit waits for it; null where nobody asked for it.</param>
/// <param name="Link">Where the citizen pays, without the language: /nop-phi/…</param>
public sealed record ChargeLine(long FullVnd, long AmountVnd, long RemainingVnd, string? Basis, string Link, DateTimeOffset? PayBy = null);
