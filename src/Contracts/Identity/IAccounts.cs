namespace NhatLe.Contracts.Identity;

/// <summary>What other modules may ask of accounts.</summary>
public interface IAccounts
{
    /// <summary>The citizen behind an account; null for officers and unknown accounts. A read of personal data: ask only for the person acting.</summary>
    Task<CitizenProfile?> Citizen(Guid accountId, CancellationToken ct);

    /// <summary>The citizen of a whole citizen number, for an official who has the card at hand; null when nobody has an account with it, or only one whose owner never showed the paper. The caller notes the reading.</summary>
    Task<CitizenProfile?> CitizenByNumber(string citizenNumber, CancellationToken ct);

    /// <summary>The account each of these officers signs in with, for telling them something; who has none is left out.</summary>
    Task<IReadOnlyDictionary<Guid, Guid>> OfOfficers(IReadOnlyCollection<Guid> officerIds, CancellationToken ct);
}

/// <summary>What a citizen's account holds, for prefilling a form with its source shown.</summary>
/// <param name="BornOn">"1996-03-08", or the year only: "1958".</param>
/// <param name="UnitCode">Code of the commune of residence; empty where it is not known.</param>
/// <param name="NumberChecked">An official saw the paper with the number; else it is what the person says.</param>
public sealed record CitizenProfile(Guid AccountId, string FullName, string CitizenNumber, string BornOn, string Gender, string? Phone, string? Email, string Ethnicity, string UnitCode, string Address, bool NumberChecked = true);
