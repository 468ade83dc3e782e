using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Catalogue.Editing;

/// <summary>Where the acts of editors and approvers begin: the procedure, what is in hand of it, and whether it is what the person saw.</summary>
public static class WorkingVersions
{
    /// <summary>An act on what is in hand.</summary>
    public sealed record Act
    {
        public string Code { get; set; } = "";

        /// <summary>The revision the person saw.</summary>
        public int Seen { get; set; }
    }

    /// <summary>What is in hand after an act, and how it stands.</summary>
    public sealed record Outcome(string Code, int Number, int Seen, VersionStatus Status)
    {
        public static Outcome Of(Procedure procedure, ProcedureVersion version) => new(procedure.Code, version.Number, version.Revision, version.Status);
    }

    public static async Task<Procedure> Procedure(this CatalogueDb db, string? code, CancellationToken ct) =>
        await db.Procedures.SingleOrDefaultAsync(p => p.Code == code, ct) ?? throw Refusal.Missing("procedure", "Không có thủ tục mã {0} trong danh mục.", code);

    /// <exception cref="Refusal">404: no such procedure, or nothing in hand. 409: it is not what the person saw; says who did what.</exception>
    public static async Task<(Procedure Procedure, ProcedureVersion Version)> InHand(this CatalogueDb db, string? code, int seen, CancellationToken ct)
    {
        var procedure = await db.Procedure(code, ct);
        var version = await db.Versions.SingleOrDefaultAsync(v => v.Id == procedure.WorkingVersionId, ct)
            ?? throw Refusal.Missing("draft", "Thủ tục này không có bản đang soạn hay chờ duyệt.");
        if (version.Revision != seen) throw await db.Faster(procedure, version, ct);
        return (procedure, version);
    }

    /// <summary>The refusal for who comes second: a saved draft says who changed which part, every other act stands in the journal.</summary>
    public static async Task<Refusal> Faster(this CatalogueDb db, Procedure procedure, ProcedureVersion version, CancellationToken ct) =>
        version is { Status: VersionStatus.Draft, EditedParts.Length: > 0 }
            ? Refusal.Conflict("changed", "{0} đã lưu bản nháp trước, lúc {1:HH:mm}, đổi: {2}. Nội dung anh/chị nhập còn ở dưới.",
                version.EditedBy, LegalTime.ToLocal(version.EditedAt!.Value), version.EditedParts)
            : await db.Changed(procedure, ct);
}
