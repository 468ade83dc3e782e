namespace NhatLe.Contracts.Post;

/// <summary>What goes by the public post for a dossier (bưu chính công ích), as other modules show it.</summary>
public interface IPostOrders
{
    /// <summary>Null where nothing goes by post here: no post is set up, and nothing was ever sent.</summary>
    Task<PostLine?> Of(Guid dossierId, string dossierCode, CancellationToken ct);
}

/// <param name="Words">How it stands with the way of the result, else with that of the papers; Vietnamese, the key of its translation. Null: nobody asked for it.</param>
/// <param name="Link">Where the citizen asks for it and follows it, without the language: /ho-so/…/buu-chinh.</param>
/// <param name="DeskLink">The same for the desk.</param>
/// <param name="ResultIsUnderway">The result goes, or will go, by post: nobody need come for it.</param>
public sealed record PostLine(string? Words, string Link, string DeskLink, bool ResultIsUnderway);
