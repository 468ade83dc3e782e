using System.ComponentModel.DataAnnotations;

namespace NhatLe.Services.Dossiers;

/// <summary>What every act of an official on a dossier carries.</summary>
public abstract record Act
{
    public string Code { get; set; } = "";

    /// <summary>The version the person saw; null from a client that does not keep it.</summary>
    public long? Version { get; set; }

    [StringLength(500, ErrorMessage = "Ghi chú dài quá 500 chữ. Hãy rút gọn.")]
    public string? Note { get; set; }
}

/// <summary>What the caller of an act is told.</summary>
public sealed record ActResult(string Code, DossierStatus Status, string? Step, DateTimeOffset? DueAt, long Version)
{
    public static ActResult Of(Dossier d) => new(d.Code, d.Status, d.Step, d.DueAt, d.Version);
}
