namespace NhatLe.Services.Dossiers;

/// <summary>Who files, and how: the citizen of an account, or a person as the clerk at the desk read them from the card or the envelope.</summary>
/// <param name="AccountId">Null for a person without an account, and for who is represented.</param>
/// <param name="By">Who files for them, where they are represented.</param>
public sealed record Applicant(Channel Channel, Guid? AccountId, string Name, string CitizenNumber, string Phone, Filer? By = null);

/// <summary>Whose hands file for somebody else.</summary>
public sealed record Filer(Guid AccountId, string Name);
