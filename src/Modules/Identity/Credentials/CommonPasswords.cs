using System.Collections.Frozen;
using System.IO.Compression;
using NhatLe.Platform.Directory;

namespace NhatLe.Identity.Credentials;

/// <summary>What everybody tries first: passwords that were published after thefts, and words they are made of here. Read when the first password is chosen.</summary>
public sealed class CommonPasswords(ReferenceData data)
{
    readonly Lazy<FrozenSet<ulong>> known = new(() => Lines(data).Select(HashOf).ToFrozenSet());

    /// <param name="word">Folded, without blanks.</param>
    public bool Has(string word) => known.Value.Contains(HashOf(word));

    static IEnumerable<string> Lines(ReferenceData data)
    {
        using (var file = new StreamReader(new GZipStream(File.OpenRead(data.PathOf("common-passwords.txt.gz")), CompressionMode.Decompress)))
            while (file.ReadLine() is { } line) yield return line;
        foreach (var line in File.ReadLines(data.PathOf("common-passwords-vi.txt")))
            if (line is [not '#', ..]) yield return line;
    }

    /// <summary>FNV-1a of 64 bits: a tenth of the memory of the words, and one chance in 10^14 to refuse another one by mistake.</summary>
    static ulong HashOf(string word)
    {
        var hash = 14695981039346656037UL;
        foreach (var letter in word) hash = (hash ^ letter) * 1099511628211UL;
        return hash;
    }
}
