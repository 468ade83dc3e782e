using System.ComponentModel;

namespace NhatLe.Contracts.Services;

/// <summary>An official asked the national population database about a person of the dossier; the purpose stands beside it as the note.</summary>
[Description("Tra cứu cơ sở dữ liệu dân cư")]
public sealed record PopulationAsked(Guid DossierId, string Code);
