namespace NhatLe.Platform.Directory;

/// <summary>The name of an officer, as the directory takes it.</summary>
public static class OfficerName
{
    public const int Longest = 100;

    /// <summary>One blank between words, and none around.</summary>
    public static string Clean(string? said) => string.Join(' ', (said ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static bool Fits(string name) => name.Length is >= 2 and <= Longest && name.All(c => char.IsLetter(c) || c is ' ' or '\'' or '-' or '.');
}
