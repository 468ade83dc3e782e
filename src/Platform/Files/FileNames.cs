using NhatLe.Platform.Text;

namespace NhatLe.Platform.Files;

/// <summary>The name a sender gave a file: shown to people and sent back on download, never used to find the file.</summary>
public static class FileNames
{
    const int Longest = 150;

    /// <summary>Without folders (of any system), control and direction marks, which hide the true ending; cut in the middle of a long name, so that the ending stays.</summary>
    public static string Clean(string? sent)
    {
        var name = Nfc.Clean((sent ?? "").Split('/', '\\')[^1]);
        if (name.Length == 0) return "tep";
        if (name.Length <= Longest) return name;
        var ending = Path.GetExtension(name) is { Length: > 1 and <= 10 } known ? known : "";
        return Nfc.Clean(name[..(Longest - ending.Length - 1)] + "…" + ending);
    }
}
