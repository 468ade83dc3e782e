using System.ComponentModel;

namespace NhatLe.Contracts.Catalogue;

/// <summary>A version can be filed under from now on; running dossiers keep theirs.</summary>
[Description("Công bố thủ tục")]
public sealed record ProcedurePublished(Guid ProcedureId, Guid VersionId, string Code, int Number, string Name);

/// <summary>A version is not complete; an editor is needed. What was published before stays.</summary>
/// <param name="Needs">Names of what is missing.</param>
[Description("Thêm bản thủ tục chưa đủ thông tin")]
public sealed record ProcedureDrafted(Guid ProcedureId, Guid VersionId, string Code, int Number, string Name, IReadOnlyList<string> Needs);

/// <summary>The source says something else than when the procedure was completed by hand.</summary>
[Description("Nguồn của thủ tục đã đổi")]
public sealed record ProcedureSourceChanged(Guid ProcedureId, string Code);

[Description("Nạp danh mục thủ tục")]
public sealed record CatalogueImported(string Source, int Lines, int Added, int Changed, int Unchanged, int KeptByHand, int Refused, int NeedEditor);
