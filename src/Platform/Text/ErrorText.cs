using System.Text.RegularExpressions;

namespace NhatLe.Platform.Text;

/// <summary>
/// What somebody else's program said, as it may be kept and shown to operators: one line, short, without addresses and numbers of
/// people, and without characters that a database refuses.
/// </summary>
public static partial class ErrorText
{
    public const int Longest = 500;

    public static string Of(string said)
    {
        var line = Control().Replace(Number().Replace(Address().Replace(said, "…@…"), "…"), " ").Trim();
        return line.Length > Longest ? line[..Longest] : line;
    }

    public static string Of(Exception e) => Of($"{e.GetType().Name}: {e.Message}");

    [GeneratedRegex(@"[^\s<>""']+@[^\s<>""',;]+")]
    private static partial Regex Address();

    /// <summary>A telephone or citizen number, also written in groups.</summary>
    [GeneratedRegex(@"\+?\d(?:[ .-]?\d){7,}")]
    private static partial Regex Number();

    [GeneratedRegex(@"[\p{C}]+")]
    private static partial Regex Control();
}
