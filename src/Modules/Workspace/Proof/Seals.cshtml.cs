using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Proof;

/// <summary>The seals of the journal (niêm phong), for everybody, newest first.</summary>
public sealed class SealsModel(SealBook book) : FormPage
{
    const int PageSize = 20;

    [FromQuery(Name = "truoc")] public long? Before { get; set; }

    public IReadOnlyList<SealBook.Line> Lines { get; private set; } = [];
    public IReadOnlyList<KeyView> Keys { get; private set; } = [];

    /// <summary>The number that the next page begins before; null on the last.</summary>
    public long? Next => Lines is [.., { Seal.Number: > 1 and var last }] && Lines.Count == PageSize ? last : null;

    public async Task OnGet(CancellationToken ct)
    {
        Lines = await book.Read(Before, PageSize, ct);
        Keys = await book.Keys(ct);
    }

    /// <summary>"3f09 c1d2 …": read aloud and compared by people.</summary>
    public static string Grouped(byte[] hash) => string.Join(' ', Convert.ToHexStringLower(hash).Chunk(4).Select(four => new string(four)));
}
