using System.Globalization;
using NhatLe.Contracts.Catalogue;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Drafts;

/// <summary>
/// What a citizen, or a clerk for them, has typed and uploaded so far (hồ sơ nháp). Its id becomes the dossier's, so filing twice files once.
/// </summary>
public sealed class Draft
{
    public Guid Id { get; init; }

    /// <summary>Whose hands fill it in: the citizen's, or the clerk's at the desk.</summary>
    public Guid AccountId { get; init; }

    public Channel Channel { get; init; } = Channel.Online;

    /// <summary>At the desk: who came. Online it is the account itself.</summary>
    public Guid? ApplicantAccountId { get; init; }

    public string ApplicantName { get; init; } = "";

    /// <summary>The representation by which the citizen, or who came to the desk, files for a child or an enterprise; null: for themselves.</summary>
    public Guid? RepresentationId { get; init; }

    public byte[]? ApplicantNumber { get; init; }
    public byte[]? ApplicantPhone { get; init; }
    public string ProcedureCode { get; init; } = "";
    public Guid ProcedureVersionId { get; init; }
    public string Title { get; init; } = "";

    /// <summary>Encrypted JSON: field key → answer.</summary>
    public byte[] Answers { get; set; } = [];

    /// <summary>The furthest page reached, from 1.</summary>
    public int Page { get; set; }

    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Set when it became a dossier.</summary>
    public DateTimeOffset? FiledAt { get; private set; }

    /// <summary>When its owner was told that it is about to go; null again with the next change.</summary>
    public DateTimeOffset? WarnedAt { get; private set; }

    /// <summary>Later than before, always: whoever looked at it earlier comes second.</summary>
    public void Touch(DateTimeOffset now)
    {
        ChangedAt = now > ChangedAt ? now : ChangedAt.AddMilliseconds(1);
        WarnedAt = null;
    }

    /// <summary>Not a change by its owner: the days since the last one run on.</summary>
    public void Warn(DateTimeOffset now) => WarnedAt = now;

    /// <summary>It became a dossier; a paper that is on its way must not land here unseen.</summary>
    public void File(DateTimeOffset now)
    {
        FiledAt = now;
        Touch(ChangedAt);
    }
}

public sealed class DraftFile
{
    public Guid Id { get; init; }
    public Guid DraftId { get; init; }
    public string Key { get; init; } = "";

    /// <summary>What the citizen says it is of; at first what the procedure asks for.</summary>
    public PaperForm Form { get; set; }

    public string FileName { get; init; } = "";
    public string Hash { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public DateTimeOffset AddedAt { get; init; }

    /// <summary>When it was chosen, in milliseconds by the sender's clock. Only their order counts: a small second page arrives before a large first one.</summary>
    public long Chosen { get; init; }

    /// <summary>The paper of an earlier dossier it was taken over from.</summary>
    public Guid? ReusedFrom { get; init; }
}

public static class PageOrder
{
    const long Most = 1L << 53; // what a browser counts exactly

    /// <summary>As the person chose them.</summary>
    public static IQueryable<DraftFile> InOrder(this IQueryable<DraftFile> files) => files.OrderBy(f => f.Chosen).ThenBy(f => f.AddedAt).ThenBy(f => f.Id);

    /// <returns>Null where a client does not say it, or nothing that can be.</returns>
    public static long? Read(string sent) => long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var chosen) && chosen is > 0 and < Most ? chosen : null;
}
