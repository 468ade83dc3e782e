using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;

namespace NhatLe.Contracts.Catalogue;

/// <summary>The catalogue of procedures (danh mục thủ tục hành chính) as other modules see it.</summary>
public interface ICatalogue
{
    /// <summary>The published version a dossier filed today runs under; null when the code is unknown or nothing is published.</summary>
    Task<PublishedProcedure?> Current(string code, CancellationToken ct);

    /// <summary>Every published procedure that has an electronic form.</summary>
    Task<IReadOnlyList<PublishedProcedure>> WithForms(CancellationToken ct);

    /// <summary>The version a running dossier keeps, whatever was published since.</summary>
    /// <exception cref="KeyNotFoundException">No such version.</exception>
    Task<PublishedProcedure> Version(Guid versionId, CancellationToken ct);
}

public enum ProcedureLevel { Commune = 1, District = 2, Province = 3 }

public enum PaperForm { Original = 0, Copy = 1, Electronic = 2 }

/// <summary>One version of a procedure (thủ tục), complete enough to be filed.</summary>
/// <param name="Code">National code: 1.001193.</param>
/// <param name="Name">Official name.</param>
/// <param name="EverydayName">What people call it: "Khai sinh cho con".</param>
/// <param name="DecidingUnitCode">The department that decides, for Level Province; null where it is the citizen's own commune or district.</param>
/// <param name="FeeVnd">Đồng; 0 is free.</param>
/// <param name="FormKey">The electronic form; null when it can only be filed with files.</param>
public sealed record PublishedProcedure(
    Guid VersionId, string Code, int Number, string Name, string EverydayName, string? EnglishName, string Field, ProcedureLevel Level,
    string? DecidingUnitCode, TimeLimit TimeLimit, long FeeVnd, IReadOnlyList<RequiredDocument> Documents, IReadOnlyList<string> Results,
    IReadOnlyList<string> Channels, Flow Flow, string? FormKey)
{
    /// <summary>Who pays less, and why; what is due is <see cref="Catalogue.FeeRules.Due"/> of <see cref="FeeVnd"/>.</summary>
    public IReadOnlyList<FeeRule> FeeRules { get; init; } = [];

    /// <summary>When the fee is taken; where nothing is said, with the acceptance.</summary>
    public FeeMoment FeeTakenAt { get; init; } = FeeMoment.Acceptance;

    /// <summary>How sure the state must be of who files online; at the desk the card is looked at.</summary>
    public AssuranceLevel OnlineAssurance { get; init; }
}

/// <summary>A paper the applicant brings (thành phần hồ sơ).</summary>
/// <param name="IsReusable">About the applicant and lasting: one of an earlier dossier of theirs will do.</param>
public sealed record RequiredDocument(string Key, string Name, string? EnglishName, PaperForm Form, bool Required, string? Condition, bool IsReusable = false);
