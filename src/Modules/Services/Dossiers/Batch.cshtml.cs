using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform;
using NhatLe.Platform.Data;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Flow;
using NhatLe.Platform.Text;
using NhatLe.Platform.Web;

namespace NhatLe.Services.Dossiers;

/// <summary>
/// The same act on many dossiers chosen in the inbox. It asks first, and takes out what cannot be done; then each is an act of its own.
/// Approvals have their own page: <see cref="SignModel"/>.
/// </summary>
public sealed class BatchModel(ServicesDb db, OneByOne each) : FormPage
{
    const int Most = 100;

    public sealed record Line(string Code, string Title, string Person, DateTimeOffset? DueAt, long Version);

    public sealed record Outcome(string Code, string? Refusal);

    [FromRoute(Name = "act")] public string ActName { get; set; } = "";
    [BindProperty(Name = "ma")] public List<string> Codes { get; set; } = [];

    /// <summary>"code version" of each line that was shown.</summary>
    [BindProperty(Name = "dong")] public List<string> Shown { get; set; } = [];

    public StepKind Kind { get; private set; }
    public IReadOnlyList<Line> Ready { get; private set; } = [];
    public IReadOnlyList<string> LeftOut { get; private set; } = [];
    public IReadOnlyList<Outcome>? Outcomes { get; private set; }

    public (string Ask, string Button, string Consequence, string Done) Said => Kind switch
    {
        StepKind.Accept => ("Tiếp nhận {0} hồ sơ?", "Tiếp nhận {0} hồ sơ", "Mỗi người nộp nhận ngay giấy hẹn và thông báo.", "Đã tiếp nhận {0} hồ sơ"),
        _ => ("Trả {0} kết quả?", "Trả {0} kết quả", "Người nộp tải được kết quả ngay.", "Đã trả {0} kết quả"),
    };

    public IActionResult OnGet() => See("/viec");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await Understand(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostDo(CancellationToken ct)
    {
        var versions = OneByOne.Versions(Shown);
        Codes = [.. versions.Keys];
        await Understand(ct);
        List<Outcome> outcomes = [.. LeftOut.Select(code => new Outcome(code, T["Hồ sơ vừa đổi bước nên đã tách ra. Mở hồ sơ để xem."]))];
        foreach (var line in Ready) outcomes.Add(new Outcome(line.Code, await Do(line.Code, versions[line.Code], ct)));
        (Outcomes, Ready, LeftOut) = (outcomes, [], []);
        return Page();
    }

    /// <returns>Why not, or null when it is done.</returns>
    Task<string?> Do(string code, long version, CancellationToken ct) => each.Do(code, services => Kind == StepKind.Accept
        ? services.GetRequiredService<AcceptDossier.Handler>().Run(new() { Code = code, Version = version }, ct)
        : services.GetRequiredService<ReturnResult.Handler>().Run(new() { Code = code, Version = version }, ct));

    async Task Understand(CancellationToken ct)
    {
        Actor.MustBeOfficer();
        Kind = ActName switch
        {
            "tiep-nhan" => StepKind.Accept, "tra-ket-qua" => StepKind.Return,
            _ => throw Refusal.Missing("act", "Không có việc hàng loạt này. Về hộp việc và chọn lại."),
        };
        if (Codes.Count == 0) throw Refusal.Missing("chosen", "Chưa chọn hồ sơ nào. Về hộp việc và chọn ít nhất một hồ sơ.");
        var asked = Codes.Select(Nfc.Clean).Distinct().Take(Most).ToList();
        var found = await db.Dossiers.AsNoTracking().Visible(db, Actor, Permits.Read).Where(d => asked.Contains(d.Code)).OrderBy(d => d.DueAt).ThenBy(d => d.FiledAt).ToListAsync(ct);
        var ready = found.Where(d => d.Status != DossierStatus.SupplementRequested && d.CurrentStep is { } step && step.Kind == Kind && Actor.HoldsPost(step.Permit, d.UnitId));
        Ready = [.. ready.Select(d => new Line(d.Code, d.Title, d.Person, d.DueAt, d.Version))];
        LeftOut = [.. asked.Except(Ready.Select(r => r.Code))];
    }
}
