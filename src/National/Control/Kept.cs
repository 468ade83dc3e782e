using System.Text;
using System.Text.Json.Nodes;

namespace NhatLe.National.Control;

/// <summary>
/// What a stand-in has acknowledged, a line each, so that a kill at any moment takes nothing of it away. Without a folder nothing is kept. A line is
/// with the operating system before it is answered: a power cut is not what is played here.
/// </summary>
public sealed class Kept(NationalOptions options)
{
    /// <param name="play">Is given the lines of before this start, in order.</param>
    public KeptLines Open(string name, Action<JsonObject> play) => options.Data.Length == 0 ? new(null, play) : new(Path.Combine(Directory.CreateDirectory(options.Data).FullName, name + ".jsonl"), play);
}

public sealed class KeptLines : IDisposable
{
    readonly FileStream? file;
    readonly Lock gate = new();

    /// <summary>The end of a line that was being written when the program was killed was never acknowledged: it is cut off.</summary>
    public KeptLines(string? path, Action<JsonObject> play)
    {
        if (path is null) return;
        var text = File.Exists(path) ? File.ReadAllBytes(path) : [];
        var whole = Array.LastIndexOf(text, (byte)'\n') + 1;
        foreach (var line in Encoding.UTF8.GetString(text, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries)) play(JsonNode.Parse(line)!.AsObject());
        file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        file.SetLength(whole);
        file.Seek(0, SeekOrigin.End);
    }

    public void Add(JsonObject line)
    {
        if (file is null) return;
        var bytes = Encoding.UTF8.GetBytes(line.ToJsonString() + "\n");
        lock (gate)
        {
            file.Write(bytes);
            file.Flush();
        }
    }

    public void Dispose() => file?.Dispose();
}
