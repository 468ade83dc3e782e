using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Assignments.Tasks;

/// <summary>The form for giving a task (giao việc), filled in as far as the row it was opened from says.</summary>
public sealed class GiveModel(GiveAssignment.Handler give, Matters matters, DirectoryCache directory, LegalClock clock, LegalTime time) : FormPage
{
    const int MostListed = 40;

    /// <summary>Units or people one may choose, under one heading.</summary>
    public sealed record Group(string Label, IReadOnlyList<Choice> Choices);

    [FromQuery(Name = "ve")] public string? KindAsked { get; set; }
    [FromQuery(Name = "ma")] public string? CodeAsked { get; set; }
    [FromQuery(Name = "don-vi")] public string? UnitAsked { get; set; }

    [BindProperty] public Guid Id { get; set; }

    /// <summary>"18907", or "18907/…" with the id of an officer of the own unit.</summary>
    [BindProperty] public string? Unit { get; set; }

    [BindProperty] public string? Phrase { get; set; }
    [BindProperty] public string? What { get; set; }
    [BindProperty] public DateInput DueOn { get; set; } = new();
    [BindProperty] public Urgency Urgency { get; set; } = Urgency.Normal;
    [BindProperty] public List<string> JointUnits { get; set; } = [];
    [BindProperty] public string? AboutKind { get; set; }
    [BindProperty] public string? AboutCode { get; set; }

    public Matter? About { get; private set; }
    public IReadOnlyList<Group> Units { get; private set; } = [];
    public IReadOnlyList<Choice> Joinable { get; private set; } = [];
    public IEnumerable<Choice> Phrases => Words.Phrases.Select(p => new Choice(p, T[p]));
    public IEnumerable<Choice> Urgencies => Enum.GetValues<Urgency>().Select(u => new Choice(u.ToString(), T[Words.Of(u)]));

    public async Task OnGetAsync(CancellationToken ct)
    {
        give.DemandGiver();
        (AboutKind, AboutCode, Id) = (KindAsked, CodeAsked, Guid.CreateVersion7(time.Now));
        DueOn = DateInput.Of(LegalTime.DateOf(clock.DueAt(AssignmentActs.UsualLimit, time.Now)));
        await Load(ct);
        if (About is not null) Phrase = Words.Phrases[0];
        if (Units.SelectMany(g => g.Choices).Any(c => c.Value == UnitAsked)) Unit = UnitAsked;
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        var (unit, officer) = Unit?.Split('/') is [var code, var person] ? (code, Guid.TryParse(person, out var id) ? id : Guid.Empty) : (Unit, (Guid?)null);
        var given = await give.Run(new()
        {
            Id = Id, What = string.Join(". ", new[] { Phrase, What?.Trim() }.Where(s => !string.IsNullOrEmpty(s))), Unit = unit ?? "", Officer = officer, JointUnits = JointUnits,
            DueOn = DueOn.Demand(nameof(DueOn)), Urgency = Urgency, AboutKind = AboutKind, AboutCode = AboutCode,
        }, ct);
        return See($"/nhiem-vu/{given.Code}");
    }, ct);

    protected override async Task Load(CancellationToken ct)
    {
        give.DemandGiver();
        if (AboutCode is { Length: > 0 } code) About = await matters.Find(AboutKind ?? "", code, ct);
        var snapshot = await directory.Get(ct);
        var own = Actor.Posts.Where(p => p.Permits.Contains(Permits.Give)).Select(p => snapshot.Unit(p.UnitId)).DistinctBy(u => u.Id).ToList();
        var scope = Actor.UnitsWith(Permits.Give);
        List<Unit> others = [.. snapshot.Units.Where(u => scope.Contains(u.Id) && !own.Contains(u) && u.Kind != UnitKind.OneStopDesk && (u.ValidTo is null || u.ValidTo >= time.Today)).OrderBy(u => u.Code, StringComparer.Ordinal)];
        List<Group> groups = [.. own.Select(u => new Group(u.FullName, [.. snapshot.Holders(u.Id, Permits.Own, time.Today).Where(o => o.Id != Actor.OfficerId)
            .Select(o => new Choice($"{u.Code}/{o.Id}", snapshot.LeaveOf(o.Id, time.Today) is { } leave ? T["{0}, nghỉ đến {1:dd/MM}: việc sẽ giao {2}", o.FullName, leave.UntilOn, snapshot.Instead(o, u.Id, Permits.Own, time.Today)?.FullName ?? u.FullName] : $"{o.FullName}, {snapshot.TitlesIn(u.Id, o.Id, time.Today)}"))]))];
        groups.Add(new(T["Sở, ban, ngành"], Choices(others.Where(u => u.Kind is UnitKind.Department or UnitKind.ServiceCentre))));
        groups.Add(new(T["Huyện, thị xã, thành phố"], Choices(others.Where(u => u.Kind == UnitKind.District))));
        groups.AddRange(others.Where(u => u.Kind == UnitKind.Commune).GroupBy(u => u.ParentId).Select(g => new Group(snapshot.Unit(g.Key!.Value).FullName, Choices(g))));
        Units = [.. groups.Where(g => g.Choices.Count > 0)];
        Joinable = Choices(others.Count <= MostListed ? others : others.Where(u => u.Kind != UnitKind.Commune));
    }

    static List<Choice> Choices(IEnumerable<Unit> units) => [.. units.Select(u => new Choice(u.Code, u.FullName))];
}
