using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Exchange;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.Axis;

/// <summary>The form for sending a document: first to whom, then what. About an earlier one it is filled in with what that says.</summary>
[RequestSizeLimit(SendPackets.LongestFiles + (2 * 1024 * 1024)), RequestFormLimits(MultipartBodyLengthLimit = SendPackets.LongestFiles + (2 * 1024 * 1024))]
public sealed class SendModel(SendPacket.Handler send, ReadPackets.Handler packets, IDocumentAxis axis, DirectoryCache directory, LegalTime time) : FormPage
{
    const int MostListed = 60;

    static readonly IReadOnlyList<(PacketBusiness Business, string Address)> businesses = [(PacketBusiness.Recall, "thu-hoi"), (PacketBusiness.Update, "cap-nhat"), (PacketBusiness.Replace, "thay-the")];

    [FromQuery(Name = "den")] public List<string> Chosen { get; set; } = [];
    [FromQuery(Name = "tim")] public string? Search { get; set; }
    [FromQuery(Name = "sua")] public bool Again { get; set; }
    [FromQuery(Name = "ve")] public Guid? AboutAsked { get; set; }
    [FromQuery(Name = "viec")] public string? BusinessAsked { get; set; }

    [BindProperty] public SendPacket.Command Input { get; set; } = new();
    [BindProperty] public DateInput IssuedOn { get; set; } = new();
    [BindProperty] public DateInput DueOn { get; set; } = new();
    [BindProperty] public List<IFormFile> Uploads { get; set; } = [];

    public PacketView? About { get; private set; }
    public IReadOnlyList<AxisAgency> To { get; private set; } = [];

    /// <summary>Those chosen, then those found.</summary>
    public IReadOnlyList<Choice> Offered { get; private set; } = [];

    public bool More { get; private set; }
    public IReadOnlyList<Choice> Units { get; private set; } = [];
    public IEnumerable<Choice> Types => AxisWords.DocumentTypes.Select(t => new Choice(t, T[t]));
    public IEnumerable<Choice> Priorities => Enum.GetValues<PacketPriority>().Select(p => new Choice(p.ToString(), T[AxisWords.Of(p)]));

    /// <summary>To whom is asked before what.</summary>
    public bool IsChoosing => About is null && (To.Count == 0 || Again);

    public string Title => Input.Business switch { PacketBusiness.Recall => T["Thu hồi văn bản đã gửi"], PacketBusiness.Update => T["Cập nhật văn bản đã gửi"], PacketBusiness.Replace => T["Thay thế văn bản đã gửi"], _ => T["Gửi văn bản"] };

    protected override async Task Load(CancellationToken ct)
    {
        await Find(Input.AboutId, ct);
        await Offer(ct);
    }

    async Task Find(Guid? about, CancellationToken ct)
    {
        send.DemandSender();
        if (about is { } id) About = await packets.Open(id, ct);
    }

    async Task Offer(CancellationToken ct)
    {
        var all = await axis.Find(null, ct);
        HashSet<string> chosen = [.. Input.To ?? []];
        To = [.. all.Where(a => chosen.Contains(a.Id))];
        var found = string.IsNullOrWhiteSpace(Search) ? [.. all.Where(a => !a.IsOurs)] : await axis.Find(Search, ct);
        (Offered, More) = ([.. To.Concat(found.Where(a => !chosen.Contains(a.Id)).Take(MostListed)).Select(a => new Choice(a.Id, a.Name, a.Id))], found.Count > MostListed);
        var snapshot = await directory.Get(ct);
        Units = [.. Actor.Posts.Where(p => p.Permits.Contains(Permits.Packets)).Select(p => snapshot.Unit(p.UnitId)).Where(KeepAgencies.IsAgency).DistinctBy(u => u.Id).Select(u => new Choice(u.Code, u.FullName))];
    }

    public async Task OnGetAsync(CancellationToken ct)
    {
        (Input.Id, Input.To, Input.AboutId, Input.Type) = (Guid.CreateVersion7(time.Now), Chosen, AboutAsked, AxisWords.DocumentTypes[0]);
        Input.Business = AboutAsked is null ? PacketBusiness.New : businesses.FirstOrDefault(b => b.Address == BusinessAsked) is { Address: not null } asked ? asked.Business : PacketBusiness.Recall;
        IssuedOn = DateInput.Of(time.Today);
        await Find(AboutAsked, ct);
        if (About is { } about)
        {
            if (about.Packet.Direction != PacketDirection.Sent) throw PacketActs.Unknown();
            Fill(about.Packet, await directory.Get(ct));
        }
        await Offer(ct);
        if (About is null && Units is [var only, ..]) Input.Unit = only.Value;
    }

    void Fill(DocumentPacket p, DirectorySnapshot units)
    {
        (Input.Unit, Input.Number, Input.Notation, Input.Type, Input.Subject, Input.SignerPosition, Input.SignerName, Input.Priority) = (units.Now(p.UnitId).Code, p.Number, p.Notation, p.TypeName, p.Subject, p.SignerPosition, p.SignerName, p.Priority);
        Input.To = [.. About!.Receivers.Select(r => r.OrganId)];
        if (p.IssuedOn is { } day) IssuedOn = DateInput.Of(day);
    }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => Act(async () =>
    {
        foreach (var key in (string[])["Input.IssuedOn", "Input.DueOn"]) ModelState.Remove(key); // their errors stand beside the three fields
        Input.Files = [.. Input.Files ?? [], .. await Kept(ct)];
        (Input.IssuedOn, Input.DueOn) = (IssuedOn.Demand(nameof(IssuedOn)), DueOn.Demand(nameof(DueOn)));
        try { return See(PacketModel.AddressOf((await send.Run(Input, ct)).Id)[1..]); }
        catch (Refusal refusal) when (refusal.Fields.Any(f => f.Field == "Files")) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f.Field == "Files" ? f with { Field = nameof(Uploads) } : f)]); }
    }, ct);

    /// <summary>What was attached is kept though the form is refused.</summary>
    async Task<List<FileToSend>> Kept(CancellationToken ct)
    {
        List<FileToSend> kept = [];
        foreach (var upload in Uploads.Where(u => u.FileName.Length > 0))
        {
            try { kept.Add(await send.Keep(upload, ct)); }
            catch (Refusal refusal) when (refusal.Fields.Count > 0) { throw Refusal.Invalid([.. refusal.Fields.Select(f => f with { Field = nameof(Uploads) })]); }
        }
        return kept;
    }
}
