using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Workspace.Inbox;

/// <summary>The inbox (việc của tôi): the home of officials. Every filter is an address.</summary>
public sealed class InboxModel(ReadInbox.Handler inbox, DutyList duties, DutyWords words, DirectoryCache directory, LegalTime time) : FormPage
{
    const string UnitsAddress = "don-vi", DoneAddress = "da-xong";

    public static readonly IReadOnlyList<(DutyGroup Group, string Address, string Words)> Groups =
    [
        (DutyGroup.All, "", "Tất cả"),
        (DutyGroup.AnswersCitizen, "tra-loi", "Trả lời người dân"),
        (DutyGroup.Today, "hom-nay", "Đến hạn hôm nay"),
        (DutyGroup.Late, "tre", "Trễ"),
        (DutyGroup.Waiting, "cho", "Chờ người khác"),
    ];

    DirectorySnapshot snapshot = null!;

    [FromQuery(Name = "nguon")] public string? SourceAddress { get; set; }
    [FromQuery(Name = "nhom")] public string? GroupAddress { get; set; }
    [FromQuery(Name = "loai")] public string? Kind { get; set; }
    [FromQuery(Name = "sau")] public string? After { get; set; }
    [FromQuery(Name = "chon")] public Guid? ChosenId { get; set; }

    public DutySource Source { get; private set; }
    public DutyGroup Group { get; private set; }
    public ReadInbox.Answer Inbox { get; private set; } = null!;
    public DutyCounts Mine { get; private set; } = DutyCounts.None;
    public DutyCounts Units { get; private set; } = DutyCounts.None;
    public Duty? Chosen { get; private set; }
    public DateTimeOffset Now { get; private set; }

    public bool IsFiltered => Group != DutyGroup.All || Kind is not null;
    public bool AnswersForUnits => Actor.CanAnywhere(DutyList.ReadPermit);

    public async Task OnGetAsync(CancellationToken ct)
    {
        Actor.MustBeOfficer();
        Source = SourceAddress switch { UnitsAddress => DutySource.Units, DoneAddress => DutySource.Done, _ => DutySource.Mine };
        Group = Source == DutySource.Done ? DutyGroup.All : Groups.FirstOrDefault(g => g.Address == GroupAddress).Group;
        Kind = string.IsNullOrEmpty(Kind) ? null : Kind;
        Now = time.Now;
        snapshot = await directory.Get(ct);
        Inbox = await inbox.Run(new ReadInbox.Query(Source, Group, Kind, After), ct);
        Mine = Source == DutySource.Mine && Kind is null ? Inbox.Counts : await duties.Count(DutySource.Mine, ct);
        if (AnswersForUnits) Units = Source == DutySource.Units && Kind is null ? Inbox.Counts : await duties.Count(DutySource.Units, ct);
        Chosen = (ChosenId is { } id ? Inbox.Items.FirstOrDefault(d => d.Id == id) ?? await duties.Find(id, ct) : null) ?? Inbox.Items.FirstOrDefault();
    }

    public DutyKind WordsOf(Duty duty) => words.Of(duty.Kind);

    /// <summary>The kinds of the select: those there are, and the one asked for.</summary>
    public IEnumerable<DutyKind> Kinds => Inbox.Kinds.Keys.Append(Kind).OfType<string>().Distinct().Select(words.Of).OrderBy(k => k.Words, StringComparer.CurrentCulture);

    /// <summary>This list with something else chosen. A filter begins at the top again.</summary>
    public string With(DutySource? source = null, DutyGroup? group = null, string? kind = null, string? after = null, Guid? chosen = null)
    {
        var wanted = source ?? Source;
        var stays = source is null && wanted != DutySource.Done;
        var query = QueryString.Empty;
        if (wanted != DutySource.Mine) query = query.Add("nguon", wanted == DutySource.Units ? UnitsAddress : DoneAddress);
        if (stays && Groups.First(g => g.Group == (group ?? Group)).Address is { Length: > 0 } address) query = query.Add("nhom", address);
        if (stays && (kind ?? Kind) is { Length: > 0 } asked) query = query.Add("loai", asked);
        if ((after ?? (chosen is null ? null : After)) is { } cursor) query = query.Add("sau", cursor);
        if (chosen is { } id) query = query.Add("chon", id.ToString());
        return "~/viec" + query.ToUriComponent();
    }

    /// <summary>What can be done to many at once, among the actor's own duties on this page.</summary>
    public IReadOnlyList<DutyKind> Batches => [.. Inbox.Items.Where(MayBatch).Select(d => d.Kind).Distinct().Select(words.Of)];

    public bool MayBatch(Duty duty) => Source == DutySource.Mine && !duty.Paused && words.Of(duty.Kind).Batch is not null;

    public string UnitOf(Duty duty) => snapshot.FindUnit(duty.UnitId)?.FullName ?? "";

    /// <summary>The colleague it is laid on; null when anybody with the permit can do it, or when it is the actor.</summary>
    public string? ColleagueOf(Duty duty) => duty.OfficerId is { } id && id != Actor.OfficerId ? snapshot.FindOfficer(id)?.FullName : null;

    /// <summary>For whom the actor would do it, where only a delegation gives them the permit.</summary>
    public string? DelegatorOf(Duty duty) =>
        Actor.Posts.Where(p => p.UnitId == duty.UnitId && p.Permits.Contains(duty.Permit)).MinBy(p => p.OnBehalfOf is null ? 0 : 1)?.OnBehalfOf;
}
