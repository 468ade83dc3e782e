using System.ComponentModel;

namespace NhatLe.Contracts.Catalogue;

/// <summary>A version can be filed under from now on; running dossiers keep theirs.</summary>
[Description("Công bố thủ tục")]
public sealed record ProcedurePublished(Guid ProcedureId, Guid VersionId, string Code, int Number, string Name);

/// <summary>A version is not complete; an editor is needed. What was published before stays.</summary>
/// <param name="Needs">Names of what is missing.</param>
[Description("Thêm bản thủ tục chưa đủ thông tin")]
public sealed record ProcedureDrafted(Guid ProcedureId, Guid VersionId, string Code, int Number, string Name, IReadOnlyList<string> Needs);

/// <summary>An editor begins to change a procedure. What is published stays until the new version is.</summary>
[Description("Bắt đầu bản nháp thủ tục")]
public sealed record ProcedureDraftBegun(Guid ProcedureId, Guid VersionId, string Code, int Number);

/// <param name="Parts">What was changed, in Vietnamese: "Giấy tờ", "Phí, lệ phí".</param>
[Description("Sửa bản nháp thủ tục")]
public sealed record ProcedureDraftChanged(Guid ProcedureId, Guid VersionId, string Code, int Number, IReadOnlyList<string> Parts);

[Description("Bỏ bản nháp thủ tục")]
public sealed record ProcedureDraftDiscarded(Guid ProcedureId, Guid VersionId, string Code, int Number);

/// <summary>The draft waits for approval; its content never changes again.</summary>
[Description("Trình duyệt thủ tục")]
public sealed record ProcedureSubmitted(Guid ProcedureId, Guid VersionId, string Code, int Number, string Name);

/// <summary>Approved by somebody who wrote no part of it; published on the day.</summary>
[Description("Duyệt thủ tục")]
public sealed record ProcedureApproved(Guid ProcedureId, Guid VersionId, string Code, int Number, DateOnly PublishOn);

/// <summary>Not approved. The editors go on in a new draft with the same content.</summary>
[Description("Trả lại bản trình duyệt thủ tục")]
public sealed record ProcedureReturned(Guid ProcedureId, Guid VersionId, string Code, int Number, Guid DraftId, string Reason);

/// <summary>The source says something else than when the procedure was completed by hand.</summary>
[Description("Nguồn của thủ tục đã đổi")]
public sealed record ProcedureSourceChanged(Guid ProcedureId, string Code);

[Description("Nạp danh mục thủ tục")]
public sealed record CatalogueImported(string Source, int Lines, int Added, int Changed, int Unchanged, int KeptByHand, int Refused, int NeedEditor);
