using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Assignments;
using NhatLe.Platform;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Numbers;

/// <summary>The dossiers behind one number of the leader's morning.</summary>
public sealed class BehindModel(ListBehind.Handler list, DirectoryCache directory, LegalTime time) : FormPage
{
    DirectorySnapshot snapshot = null!;

    [FromQuery(Name = "so")] public string? Key { get; set; }
    [FromQuery(Name = "don-vi")] public string? UnitCode { get; set; }
    [FromQuery(Name = "thang")] public string? MonthText { get; set; }
    [FromQuery(Name = "rieng")] public bool Own { get; set; }
    [FromQuery(Name = "sau")] public string? After { get; set; }

    public Measure Measure { get; private set; } = Measure.Filed;
    public ListBehind.Answer List { get; private set; } = null!;
    public DateTimeOffset Now => time.Now;

    public async Task OnGetAsync(CancellationToken ct)
    {
        Measure = Key is null ? Measure.Filed : Measure.Find(Key) ?? throw Refusal.Missing("measure", "Không có số liệu này.");
        List = await list.Run(new(Measure, UnitCode, Own, MonthInAddress.Read(MonthText), DutyCursor.Parse(After)), ct);
        snapshot = await directory.Get(ct);
    }

    public string UnitOf(Guid id) => snapshot.FindUnit(id)?.FullName ?? "";

    public bool MayGive => Actor.CanAnywhere(GiveAssignmentLink.Permit);
    public GiveRow GiveAbout(Dossier dossier) => GiveRow.About(Actor, snapshot.FindUnit(dossier.UnitId), dossier);

    public string With(DutyCursor after)
    {
        var query = QueryString.Create("so", Measure.Key).Add("don-vi", List.Unit.Code).Add("thang", MonthInAddress.Write(List.Month.From)).Add("sau", after.ToString());
        return "~/so-lieu/ho-so" + (Own ? query.Add("rieng", "true") : query).ToUriComponent();
    }
}
