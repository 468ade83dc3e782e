namespace NhatLe.Contracts.Services;

/// <summary>Dossiers as a module sees them that does something for one. Who may is for that module to judge, by the unit.</summary>
public interface IDossiers
{
    Task<DossierCard?> Find(Guid dossierId, CancellationToken ct);

    Task<DossierCard?> Find(string code, CancellationToken ct);

    /// <summary>What another agency is told of a dossier, its papers by hash.</summary>
    Task<DossierRecord?> Record(Guid dossierId, CancellationToken ct);

    /// <summary>The dossier is the acting citizen's own, or of somebody they represent now.</summary>
    Task<bool> IsOwn(Guid dossierId, CancellationToken ct);
}

/// <summary>What the applicant said when filing: they are whom the law lets pay less (đề nghị miễn, giảm).</summary>
/// <param name="Subject">Name of the catalogue's fee subject: PoorHousehold.</param>
/// <param name="Paper">The paper that shows it: its name, number and issuer.</param>
public sealed record ReliefSaid(string Subject, string Paper);

/// <param name="UnitId">The unit that decides.</param>
/// <param name="DeskUnitId">The desk where it was received.</param>
/// <param name="AccountId">The applicant's account, or of who filed for them; null: at the desk, without one.</param>
/// <param name="NumberKey">Keyed hash of the applicant's number, for the access log.</param>
/// <param name="AwaitsFee">The dossier stands still until its fee is paid.</param>
/// <param name="FullFeeVnd">The fee before any relief, đồng: what the form computes, else the one of the procedure.</param>
/// <param name="HasResult">Approved, and waits at the desk to be returned.</param>
/// <param name="MayWaitForFee">Somebody works on it or signs it, so that it can stand still until its fee is paid.</param>
public sealed record DossierCard(
    Guid Id, string Code, string Title, string Applicant, Guid? AccountId, string NumberKey, Guid UnitId, Guid DeskUnitId, string ProcedureCode, Guid ProcedureVersionId, bool IsOnline, bool HasEnded, bool AwaitsFee, long FullFeeVnd, ReliefSaid? Relief = null, bool HasResult = false, bool MayWaitForFee = false);

/// <param name="UnitCode">Code of the unit that decides.</param>
/// <param name="Channel">1 counter, 2 online, 3 public post.</param>
/// <param name="ApplicantNumber">Citizen number, or tax code of an enterprise.</param>
public sealed record DossierRecord(
    Guid Id, string Code, string ProcedureCode, string Title, string UnitCode, string UnitName, int Channel, string Applicant, string ApplicantNumber, DateTimeOffset FiledAt, DateTimeOffset? AcceptedAt, DateTimeOffset? DueAt, IReadOnlyList<PaperRecord> Papers);

/// <param name="Hash">SHA-256 of the file, lower-case hexadecimal.</param>
/// <param name="Role">1 submitted, 2 supplement, 3 result.</param>
public sealed record PaperRecord(string Name, string FileName, string Hash, string MediaType, long Size, int Role);
