using NhatLe.Catalogue.Curated;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Text;

namespace NhatLe.Catalogue.Editing;

/// <summary>A draft as the form and the open API say it. Several lines of text are one value a line.</summary>
public sealed record DraftInput
{
    public string Code { get; set; } = "";

    /// <summary>The revision the editor saw.</summary>
    public int Seen { get; set; }

    public string? Name { get; set; }
    public string? EverydayName { get; set; }
    public string? EnglishName { get; set; }
    public string? EnglishEverydayName { get; set; }
    public string? Field { get; set; }
    public string? LifeEvent { get; set; }
    public ProcedureLevel? Level { get; set; }

    /// <summary>Who accepts, where that is not who decides.</summary>
    public ProcedureLevel? FileAt { get; set; }

    /// <summary>The department, for level Province.</summary>
    public string? DecidingUnitCode { get; set; }

    public string? Subjects { get; set; }
    public List<PaperInput> Papers { get; set; } = [];
    public bool NeedsNoPapers { get; set; }
    public List<ChannelInput> Channels { get; set; } = [];

    /// <summary>How sure the state must be of who files online.</summary>
    public AssuranceLevel OnlineAssurance { get; set; }

    public string? FeeNote { get; set; }
    public string? EnglishFeeNote { get; set; }
    public List<FeeRuleInput> FeeRules { get; set; } = [];

    /// <summary>A step template; empty keeps the steps as they are.</summary>
    public string? Template { get; set; }

    public string? Results { get; set; }
    public string? Note { get; set; }
    public string? EnglishNote { get; set; }
    public string? LegalBasis { get; set; }

    /// <summary>Compared with the decision that announces the procedure.</summary>
    public bool IsChecked { get; set; }

    /// <summary>The text behind this change.</summary>
    public string? Reason { get; set; }

    public sealed record PaperInput
    {
        /// <summary>Stays with the paper, so that versions can be compared; empty for a new one.</summary>
        public string? Key { get; set; }

        public string? Name { get; set; }
        public string? EnglishName { get; set; }
        public PaperForm Form { get; set; }
        public int? Originals { get; set; }
        public int? Copies { get; set; }
        public bool Required { get; set; }
        public string? Condition { get; set; }
        public string? EnglishCondition { get; set; }
        public bool IsForm { get; set; }
        public bool IsReusable { get; set; }

        internal bool IsEmpty => Blank(Name) && Blank(EnglishName) && Blank(Condition) && Blank(EnglishCondition);
    }

    public sealed record ChannelInput
    {
        public string? Channel { get; set; }
        public bool IsOffered { get; set; }
        public int? Value { get; set; }
        public TimeLimitUnit? Unit { get; set; }
        public long? FeeVnd { get; set; }
    }

    public enum FeeUnit { Vnd = 1, Percent = 2 }

    public sealed record FeeRuleInput
    {
        public FeeSubject? Subject { get; set; }
        public long? Value { get; set; }
        public FeeUnit Unit { get; set; } = FeeUnit.Vnd;
        public string? LegalBasis { get; set; }
        [DateParts] public DateOnly? ValidFrom { get; set; }
        [DateParts] public DateOnly? ValidUntil { get; set; }

        internal bool IsEmpty => Subject is null && Value is null && Blank(LegalBasis) && ValidFrom is null && ValidUntil is null;
    }

    static bool Blank(string? text) => Nfc.Clean(text).Length == 0;

    /// <summary>Filled in only where the draft is clear: a channel stated twice with different terms is left empty.</summary>
    public static DraftInput Of(string code, ProcedureVersion version, ProcedureContent content) => new()
    {
        Code = code, Seen = version.Revision, Reason = version.Reason,
        Name = content.Name, EverydayName = content.EverydayName, EnglishName = content.EnglishName, EnglishEverydayName = content.EnglishEverydayName,
        Field = content.Field, LifeEvent = content.LifeEvent, Level = content.Level, FileAt = content.FileAt, DecidingUnitCode = content.DecidingUnitCode,
        Subjects = string.Join('\n', content.Subjects), NeedsNoPapers = content.NeedsNoPapers, IsChecked = !content.IsUnverified,
        Papers = [.. content.Papers.Select(p => new PaperInput
        {
            Key = p.Key, Name = p.Name, EnglishName = p.EnglishName, Form = p.Form, Originals = p.Originals, Copies = p.Copies,
            Required = p.Required, Condition = p.Condition, EnglishCondition = p.EnglishCondition, IsForm = p.IsForm, IsReusable = p.IsReusable,
        })],
        Channels = [.. Channel.All.Select(c => Stated(c, [.. content.Channels.Where(t => t.Channel == c)]))],
        OnlineAssurance = content.OnlineAssurance,
        FeeNote = content.FeeNote, EnglishFeeNote = content.EnglishFeeNote,
        FeeRules = [.. content.FeeRules.Select(r => new FeeRuleInput
        {
            Subject = r.Subject, Value = r.AmountVnd ?? r.Percent, Unit = r.Percent is null ? FeeUnit.Vnd : FeeUnit.Percent,
            LegalBasis = r.LegalBasis, ValidFrom = r.ValidFrom, ValidUntil = r.ValidUntil,
        })],
        Results = string.Join('\n', content.Results.Select(r => r.Name)), LegalBasis = string.Join('\n', content.LegalBasis), Note = content.Note, EnglishNote = content.EnglishNote,
    };

    static ChannelInput Stated(string channel, IReadOnlyList<ChannelTerms> terms)
    {
        var clear = terms.Select(t => (t.Value, t.Unit)).Distinct().Count() == 1 ? terms[0] : null;
        var fee = terms.Select(t => t.FeeVnd).Distinct().Count() == 1 && !terms.Any(t => t.FeeHasNote) ? terms[0].FeeVnd : null;
        return new() { Channel = channel, IsOffered = terms.Count > 0, Value = clear?.Value, Unit = clear?.Unit, FeeVnd = fee };
    }

    /// <summary>The content it means; what the form does not ask for stays. It has been checked.</summary>
    internal ProcedureContent Over(ProcedureContent old, Flows flows)
    {
        var content = old with
        {
            Name = Nfc.Clean(Name), EverydayName = Text(EverydayName), EnglishName = Text(EnglishName), EnglishEverydayName = Text(EnglishEverydayName),
            Field = Nfc.Clean(Field), LifeEvent = Text(LifeEvent), Level = Level, FileAt = FileAt == Level ? null : FileAt,
            DecidingUnitCode = Level == ProcedureLevel.Province ? Text(DecidingUnitCode) : null,
            Subjects = Lines(Subjects), Papers = PapersOver(old.Papers), NeedsNoPapers = NeedsNoPapers,
            Channels = [.. Channels.Where(c => c.IsOffered).Select(c => new ChannelTerms(c.Channel!, c.Value, c.Unit, c.FeeVnd, FeeHasNote: false))],
            OnlineAssurance = OnlineAssurance,
            FeeNote = Text(FeeNote), EnglishFeeNote = Text(EnglishFeeNote),
            FeeRules = [.. FeeRules.Where(r => !r.IsEmpty).Select(r => new FeeRule(
                r.Subject!.Value, r.Unit == FeeUnit.Vnd ? r.Value : null, r.Unit == FeeUnit.Percent ? (int)r.Value!.Value : null, Nfc.Clean(r.LegalBasis), r.ValidFrom, r.ValidUntil))],
            Results = [.. Lines(Results).Select(name => old.Results.FirstOrDefault(r => r.Name == name) ?? new ResultPaper(name, null, null))],
            Note = Text(Note), EnglishNote = Text(EnglishNote), LegalBasis = Lines(LegalBasis), IsUnverified = old.IsUnverified && !IsChecked,
        };
        if (Text(Template) is { } key) return content with { Flow = flows[key] };
        return content.Level is { } level && (content.Flow is null || level != old.Level) ? content with { Flow = flows.For(level, content.TimeLimit) } : content;
    }

    /// <summary>A new paper gets a key no other has had here.</summary>
    List<Paper> PapersOver(IReadOnlyList<Paper> old)
    {
        var kept = Papers.Where(p => !p.IsEmpty).ToList();
        var taken = kept.Select(p => p.Key).OfType<string>().Concat(old.Select(p => p.Key)).ToHashSet();
        var next = 0;
        string NewKey()
        {
            do next++; while (!taken.Add($"p{next}"));
            return $"p{next}";
        }
        return kept.ConvertAll(p => new Paper(
            Text(p.Key) ?? NewKey(), Nfc.Clean(p.Name), Text(p.EnglishName), p.Form, p.Originals, p.Copies, p.Required, Text(p.Condition), Text(p.EnglishCondition), p.IsForm, p.IsReusable));
    }

    static string? Text(string? typed) => Nfc.Clean(typed) is { Length: > 0 } text ? text : null;

    static List<string> Lines(string? typed) => [.. (typed ?? "").Split('\n').Select(Nfc.Clean).Where(line => line.Length > 0)];
}
