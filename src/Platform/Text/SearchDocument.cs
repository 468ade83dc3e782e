namespace NhatLe.Platform.Text;

/// <summary>A record as officials find it: what the list shows, and the words it is found by.</summary>
public sealed class SearchDocument
{
    public Guid SubjectId { get; init; }
    public string Kind { get; init; } = "";
    public Guid UnitId { get; init; }

    /// <summary>When the record came to be: lists are newest first.</summary>
    public DateTimeOffset At { get; init; }

    public string Title { get; init; } = "";
    public string Person { get; init; } = "";
    public string Code { get; init; } = "";
    public string Link { get; init; } = "";

    /// <summary>The folded words of <see cref="SearchCard.Names"/>.</summary>
    public string Names { get; init; } = "";
}

/// <summary>What a found record looks like in the list, and the names it is found by. The link is without the language prefix.</summary>
public sealed record SearchCard(DateTimeOffset At, string Title, string Person, string Code, string Link, IReadOnlyList<string> Names);

/// <summary>A kind of record that can be searched for. Registered by the module that owns it.</summary>
/// <param name="Kind">The name of its subjects in the journal.</param>
/// <param name="Words">In Vietnamese; the key of its translation: "Hồ sơ".</param>
/// <param name="ReadPermit">Who holds it over the record's unit may find it.</param>
public sealed record SearchKind(string Kind, string Words, string ReadPermit);
