namespace NhatLe.Services.Dossiers;

public enum PaperRole { Submitted = 1, Supplement = 2, Result = 3 }

/// <summary>A file of a dossier: what the citizen gave, or the result.</summary>
public sealed class Paper
{
    public Guid Id { get; init; }
    public Guid DossierId { get; init; }
    public PaperRole Role { get; init; }

    /// <summary>Key of the required document it answers.</summary>
    public string Key { get; init; } = "";

    public string Name { get; init; } = "";
    public string FileName { get; init; } = "";
    public string Hash { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public string AddedBy { get; init; } = "";
}
