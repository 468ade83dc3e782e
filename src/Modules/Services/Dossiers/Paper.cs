using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Files;

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

    /// <summary>What was photographed: an original, a copy; or an electronic document.</summary>
    public PaperForm Form { get; init; }

    public string FileName { get; init; } = "";
    public string Hash { get; init; } = "";
    public string MediaType { get; init; } = "";
    public long Size { get; init; }
    public DateTimeOffset AddedAt { get; init; }
    public string AddedBy { get; init; } = "";

    /// <summary>The paper of an earlier dossier it was taken over from.</summary>
    public Guid? ReusedFrom { get; init; }

    /// <summary>The same paper with another file.</summary>
    public Paper As(StoredFile file, string fileName) => new()
    {
        Id = Id, DossierId = DossierId, Role = Role, Key = Key, Name = Name, Form = Form, AddedAt = AddedAt, AddedBy = AddedBy, ReusedFrom = ReusedFrom,
        FileName = fileName, Hash = file.Hash, MediaType = file.MediaType, Size = file.Size,
    };
}
