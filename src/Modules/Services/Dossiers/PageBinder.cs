using NhatLe.Platform;
using NhatLe.Platform.Files;

namespace NhatLe.Services.Dossiers;

/// <summary>Several photographs of one document become one PDF, a page a picture, before the official gets them. What is no picture stays a file of its own.</summary>
public sealed class PageBinder(PagesToPdf pages)
{
    /// <summary>The papers in their order; the PDF stands where its first page stood. The files are stored before any transaction begins.</summary>
    public async Task<List<Paper>> Bind(IReadOnlyList<Paper> papers, CancellationToken ct)
    {
        List<Paper> bound = [.. papers];
        foreach (var document in papers.Where(p => MediaTypes.IsPicture(p.MediaType)).GroupBy(p => (p.Key, p.Name)).Select(g => g.ToList()).Where(g => g.Count > 1))
        {
            if (await Bind(document, ct) is not { } pdf) continue; // one cannot be read: the official gets them as they are
            bound[bound.IndexOf(document[0])] = document[0].As(pdf, FileNames.Clean(document[0].Name.Replace('/', '-').Replace('\\', '-') + ".pdf"));
            bound.RemoveAll(document[1..].Contains);
        }
        return bound;
    }

    /// <exception cref="Refusal">422 beside the paper's field: the pictures together are too large.</exception>
    async Task<StoredFile?> Bind(List<Paper> document, CancellationToken ct)
    {
        try
        {
            return await pages.Bind(document[0].Name, [.. document.Select(p => p.Hash)], ct);
        }
        catch (Refusal refusal) when (refusal.Fields.Count > 0)
        {
            throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = document[0].Role == PaperRole.Supplement ? "Files" : $"paper-{document[0].Key}" })]);
        }
    }
}
