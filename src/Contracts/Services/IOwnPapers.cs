namespace NhatLe.Contracts.Services;

/// <summary>What a citizen has handed in before and need not hand in again (kho giấy tờ): the same paper asked for by another procedure.</summary>
public interface IOwnPapers
{
    /// <summary>The newest of each paper, by its name as the catalogue says it.</summary>
    Task<IReadOnlyList<OwnPaper>> Of(Guid accountId, CancellationToken ct);
}

/// <param name="Name">As the procedure asked for it then: "Giấy chứng sinh".</param>
/// <param name="DossierCode">The dossier it was handed in with.</param>
public sealed record OwnPaper(Guid PaperId, string Name, string FileName, string MediaType, DateTimeOffset At, string DossierCode)
{
    /// <summary>Procedures ask for the same paper under the same name; marks and case do not make another.</summary>
    public bool Answers(string name) => string.Equals(Name.Trim(), name.Trim(), StringComparison.OrdinalIgnoreCase);
}
