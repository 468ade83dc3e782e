namespace NhatLe.Contracts.Services;

/// <summary>What a citizen has handed in before and need not hand in again (kho giấy tờ): the same paper asked for by another procedure.</summary>
public interface IOwnPapers
{
    /// <summary>The newest of each paper, by the name a procedure asked for it under.</summary>
    Task<IReadOnlyList<OwnPaper>> Of(Guid accountId, CancellationToken ct);
}

/// <param name="Name">As the catalogue said it then: "Giấy tờ chứng minh nơi cư trú". Another procedure asks for the same paper under the same name.</param>
/// <param name="PaperIds">Its files, in their order: front and back, page after page.</param>
/// <param name="DossierCode">The dossier it was handed in with.</param>
public sealed record OwnPaper(string Name, IReadOnlyList<Guid> PaperIds, DateTimeOffset At, string DossierCode);
