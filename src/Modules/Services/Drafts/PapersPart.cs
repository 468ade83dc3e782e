using Microsoft.AspNetCore.Http;
using NhatLe.Contracts.Catalogue;
using NhatLe.Contracts.Services;
using NhatLe.Platform;
using NhatLe.Platform.Clock;

namespace NhatLe.Services.Drafts;

/// <summary>The part of a page that takes papers: one list a required document. With script each goes up at once; without, with the form.</summary>
public sealed class PapersPart(DraftBook drafts, LegalTime time)
{
    /// <summary>For the pages that hold this part: without script all photographs come with the form; the store refuses each that is too large, in words.</summary>
    public const int MostBytes = 110 * 1024 * 1024;

    IReadOnlyList<OwnPaper> own = [];

    public Draft Draft { get; private set; } = null!;
    public PublishedProcedure Procedure { get; private set; } = null!;
    public IReadOnlyList<DraftFile> Files { get; private set; } = [];

    /// <summary>Original, copy or electronic, by document, as the form that was sent says.</summary>
    public IReadOnlyDictionary<string, PaperForm> Sent { get; private set; } = new Dictionary<string, PaperForm>();

    /// <summary>Whom the procedure's rules let pay less.</summary>
    public IReadOnlyList<FeeSubject> Offered => FeeRules.Offered(Procedure.FeeRules, time.Today);

    /// <summary>What was said of it, right or wrong.</summary>
    public string ReliefSubject { get; private set; } = "";

    public string ReliefPaper { get; private set; } = "";

    public IEnumerable<RequiredDocument> Documents => RequiredPapers.Of(Procedure);

    /// <summary>The same paper from an earlier dossier, while none was chosen for this one.</summary>
    public OwnPaper? Earlier(RequiredDocument document) => !document.IsReusable || Files.Any(f => f.Key == document.Key) ? null : own.FirstOrDefault(p => p.Name == document.Name);

    /// <summary>What was said just now, or before; at first what the procedure asks for.</summary>
    public PaperForm FormOf(RequiredDocument document) =>
        Sent.TryGetValue(document.Key, out var said) ? said : Files.FirstOrDefault(f => f.Key == document.Key)?.Form ?? document.Form;

    public async Task Load(Draft draft, PublishedProcedure procedure, CancellationToken ct)
    {
        (Draft, Procedure) = (draft, procedure);
        Files = await drafts.Files(draft.Id, ct);
        own = await drafts.OwnPapers(draft, ct);
        SayRelief(draft);
    }

    void SayRelief(Draft draft)
    {
        var answers = drafts.Answers(draft);
        (ReliefSubject, ReliefPaper) = (answers.GetValueOrDefault(Relief.SubjectField) ?? "", answers.GetValueOrDefault(Relief.PaperField) ?? "");
    }

    /// <summary>What is missing or wrong before one may go on.</summary>
    public List<FieldError> Faults()
    {
        var errors = RequiredPapers.Missing(Procedure, Files);
        Relief.Read(new Dictionary<string, string> { [Relief.SubjectField] = ReliefSubject, [Relief.PaperField] = ReliefPaper }, Procedure, time.Today, errors);
        return errors;
    }

    /// <summary>What came with the form. The good files are kept even if another is refused.</summary>
    /// <exception cref="Refusal">422 beside each file that could not be kept.</exception>
    public async Task Keep(IFormCollection form, CancellationToken ct)
    {
        List<FieldError> refused = [];
        foreach (var sent in form.Files.Where(f => f.Name.StartsWith("paper-", StringComparison.Ordinal) && f.FileName.Length > 0))
        {
            await using var content = sent.OpenReadStream();
            try { await drafts.AddFile(Draft.Id, sent.Name["paper-".Length..], sent.FileName, chosen: null, content, ct); }
            catch (Refusal refusal) when (refusal.Fields.Count > 0) { refused.AddRange(refusal.Fields.Select(f => f with { Field = sent.Name })); }
        }
        Sent = form.Where(f => f.Key.StartsWith("form-", StringComparison.Ordinal) && f.Value is ["0" or "1" or "2"])
            .ToDictionary(f => f.Key["form-".Length..], f => Enum.Parse<PaperForm>(f.Value.ToString()));
        await drafts.SayForms(Draft.Id, Sent, ct);
        if (Relief.With([], form) is { Count: > 0 } relief) SayRelief(Draft = await drafts.Keep(Draft.Id, relief, ct));
        Files = await drafts.Files(Draft.Id, ct);
        if (refused.Count > 0) throw Refusal.Invalid(refused);
    }
}

/// <summary>Said to a citizen, or to a clerk about one.</summary>
/// <param name="Sends">Before the kind of the paper.</param>
/// <param name="Given">Above one of an earlier dossier.</param>
/// <param name="RemoveHandler">Of the page, for a file.</param>
public sealed record PaperFieldsView(PapersPart Papers, string Sends, string Given, string RemoveHandler);
