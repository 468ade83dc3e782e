using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using NhatLe.Catalogue.Procedures;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Text;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;

namespace NhatLe.Catalogue.Editing;

/// <summary>Completes one procedure: beside each field stands what the source says.</summary>
public sealed class CompleteModel(CatalogueDb db, CompleteProcedure.Handler handler, DirectoryCache directory, JournalReader journal, ProcedureWords words) : FormPage
{
    /// <summary>What a person types as a number or picks from a list: the rest the handler checks.</summary>
    static readonly string[] Converted = [".Value", ".FeeVnd", ".Unit", ".Level", ".Version"];

    [BindProperty] public CompleteProcedure.Command Input { get; set; } = new();

    public Procedure Procedure { get; private set; } = null!;
    public ProcedureContent Newest { get; private set; } = null!;
    public IReadOnlyList<Choice> Departments { get; private set; } = [];
    public IReadOnlyList<Choice> Levels { get; private set; } = [];
    public IReadOnlyList<Choice> Units { get; private set; } = [];
    public IReadOnlyList<JournalLine> Journal { get; private set; } = [];

    public async Task OnGet(string code, CancellationToken ct)
    {
        Input = new() { Code = code };
        await Load(ct);
        Input = new()
        {
            Code = code, Version = Procedure.Version, EverydayName = Newest.EverydayName, Level = Newest.Level, DecidingUnitCode = Newest.DecidingUnitCode,
            FeeNote = Newest.FeeNote, NeedsNoPapers = Newest.NeedsNoPapers,
            Channels = [.. Channel.All.Select(c => Stated(c, Newest.Channels.Where(t => t.Channel == c).ToList()))],
        };
    }

    /// <summary>Filled in only where the source is clear; otherwise it stands beside the field.</summary>
    static CompleteProcedure.ChannelInput Stated(string channel, List<ChannelTerms> terms)
    {
        var clear = terms.Select(t => (t.Value, t.Unit)).Distinct().Count() == 1 ? terms[0] : null;
        var fee = terms.Select(t => t.FeeVnd).Distinct().Count() == 1 && !terms.Exists(t => t.FeeHasNote) ? terms[0].FeeVnd : null;
        return new() { Channel = channel, IsOffered = terms.Count > 0, Value = clear?.Value, Unit = clear?.Unit, FeeVnd = fee };
    }

    public async Task<IActionResult> OnPost(string code, CancellationToken ct)
    {
        Input.Code = code;
        Editors.Require(Actor);
        if (!AllConverted())
        {
            await Load(ct);
            return new Microsoft.AspNetCore.Mvc.RazorPages.PageResult { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
        return await Act(async () =>
        {
            await handler.Run(Input, ct);
            return See($"/danh-muc/{code}");
        }, ct);
    }

    bool AllConverted()
    {
        var wrong = ModelState.Where(e => e.Value!.Errors.Count > 0 && Converted.Any(c => e.Key.EndsWith(c, StringComparison.Ordinal))).ToList();
        ModelState.Where(e => !wrong.Contains(e)).ToList().ForEach(e => e.Value!.Errors.Clear());
        foreach (var (_, entry) in wrong)
        {
            entry!.Errors.Clear();
            entry.Errors.Add(T["Chỉ gõ chữ số, không có dấu chấm."]);
        }
        return wrong.Count == 0;
    }

    protected override async Task Load(CancellationToken ct)
    {
        Editors.Require(Actor);
        Procedure = await db.Procedures.AsNoTracking().SingleOrDefaultAsync(p => p.Code == Input.Code, ct)
            ?? throw Refusal.Missing("procedure", "Không có thủ tục mã {0} trong danh mục.", Input.Code);
        Newest = (await db.Versions.AsNoTracking().SingleAsync(v => v.Id == Procedure.LatestVersionId, ct)).Read();
        Departments = [.. (await directory.Get(ct)).Units.Where(u => u.Kind == UnitKind.Department).OrderBy(u => SortKey.Of(u.FullName), StringComparer.Ordinal).Select(u => new Choice(u.Code, u.FullName))];
        Levels = [.. Enum.GetValues<ProcedureLevel>().Select(l => new Choice(l.ToString(), words.LevelName(l)))];
        Units = [new(nameof(TimeLimitUnit.WorkingDays), T["ngày làm việc"]), new(nameof(TimeLimitUnit.OfficeHours), T["giờ làm việc"]), new(nameof(TimeLimitUnit.CalendarDays), T["ngày"]), new(nameof(TimeLimitUnit.CalendarMonths), T["tháng"])];
        Journal = await journal.Of(Procedure.Id, ct);
    }

    /// <summary>"Nguồn ghi: 3 (không rõ đơn vị), phí 50.000 đ tùy trường hợp": what the newest version says of a channel.</summary>
    public string Source(string channel) => string.Join("; ", Newest.Channels.Where(c => c.Channel == channel).Select(Say).Distinct());

    string Say(ChannelTerms terms)
    {
        var limit = words.HowLong(terms) ?? (terms.Value is { } value ? T["{0}, không rõ đơn vị", value] : T["không rõ thời hạn"]);
        var fee = words.HowMuch(terms) is { } known ? (terms.FeeHasNote ? T["{0} tùy trường hợp", known] : known) : T["không rõ phí"];
        return $"{limit}, {fee}";
    }
}
