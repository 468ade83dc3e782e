using System.Diagnostics.CodeAnalysis;

namespace NhatLe.Exchange.XRoad;

/// <summary>A member of the exchange, or a subsystem of one: INSTANCE/CLASS/MEMBER[/SUBSYSTEM] (PR-REST section 4.1).</summary>
public sealed record ClientId(string Instance, string Class, string Member, string? Subsystem)
{
    /// <summary>Without the subsystem: what a certificate is made out to.</summary>
    public ClientId Owner => this with { Subsystem = null };

    /// <summary>Each part percent-encoded by itself, as on the wire (section 4.2).</summary>
    public override string ToString() => string.Join('/', Parts.Select(Uri.EscapeDataString));

    IEnumerable<string> Parts => Subsystem is null ? [Instance, Class, Member] : [Instance, Class, Member, Subsystem];

    public static bool TryParse(string? text, [NotNullWhen(true)] out ClientId? id)
    {
        id = Split(text) is { Length: 3 or 4 } parts ? new(parts[0], parts[1], parts[2], parts.Length == 4 ? parts[3] : null) : null;
        return id is not null;
    }

    /// <summary>Null where a part is empty or has what no identifier has (section 4.8: no control characters, no path segments).</summary>
    internal static string[]? Split(string? text)
    {
        if (text is not { Length: > 0 and <= 500 }) return null;
        var parts = text.Split('/').Select(Uri.UnescapeDataString).ToArray();
        return parts.All(p => p.Length > 0 && p is not ("." or "..") && !p.Any(c => char.IsControl(c) || c is '/' or '\\' or ':' or ';' or '%')) ? parts : null;
    }
}

/// <summary>A service: the subsystem that offers it and its code.</summary>
public sealed record ServiceId(ClientId Provider, string Code)
{
    public override string ToString() => $"{Provider}/{Uri.EscapeDataString(Code)}";

    /// <summary>Of a request path: /r1/INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE[/path].</summary>
    /// <param name="path">As it came, still percent-encoded.</param>
    /// <param name="rest">What stands behind the service: "" or "/…".</param>
    public static ServiceId? OfPath(string path, out string rest)
    {
        rest = "";
        var parts = path.Split('/', 8);
        if (parts.Length < 7 || parts[0].Length > 0 || parts[1] != "r1" || ClientId.Split(string.Join('/', parts[2..7])) is not { Length: 5 } id) return null;
        if (parts.Length == 8) rest = "/" + parts[7];
        return new(new(id[0], id[1], id[2], id[3]), id[4]);
    }
}
