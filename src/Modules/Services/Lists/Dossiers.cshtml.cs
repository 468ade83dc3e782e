using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Contracts.Catalogue;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Ui;
using NhatLe.Platform.Web;
using NhatLe.Services.Dossiers;

namespace NhatLe.Services.Lists;

/// <summary>The dossiers of the units one may read, with every filter in the address.</summary>
public sealed class DossiersModel(ListDossiers.Handler list, ICatalogue catalogue, LegalTime time) : FormPage
{
    public const string Address = "/ho-so-don-vi";

    /// <summary>The fields of the handler as they stand in the address.</summary>
    static readonly Dictionary<string, string> Names = new() { ["unit"] = "don-vi", ["status"] = "trang-thai", ["procedure"] = "thu-tuc", ["late"] = "tre", ["from"] = "tu", ["to"] = "den" };

    [FromQuery(Name = "don-vi")] public string? UnitCode { get; set; }
    [FromQuery(Name = "trang-thai")] public string? State { get; set; }
    [FromQuery(Name = "thu-tuc")] public string? Procedure { get; set; }
    [FromQuery(Name = "tre")] public string? Late { get; set; }
    [FromQuery(Name = "tu")] public string? FromText { get; set; }
    [FromQuery(Name = "den")] public string? ToText { get; set; }
    [FromQuery(Name = "sau")] public string? After { get; set; }

    /// <summary>Null where a filter is wrong: the form says which.</summary>
    public ListDossiers.Answer? List { get; private set; }

    public IReadOnlyList<Choice> Units { get; private set; } = [];
    public IReadOnlyList<Choice> Procedures { get; private set; } = [];
    public DateTimeOffset Now => time.Now;

    public IReadOnlyList<Choice> States => [.. ListDossiers.States.Select(s => new Choice(s.Address, T[s.Words]))];

    public bool IsFiltered => new[] { UnitCode, State, Procedure, Late, FromText, ToText }.Any(f => !string.IsNullOrEmpty(f));

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => Act(async () =>
    {
        await Load(ct);
        List = await list.Run(ListDossiers.Read(new(UnitCode, State, Procedure, Late, FromText, ToText, After), field => Names[field]), ct);
        return Page();
    }, ct);

    protected override async Task Load(CancellationToken ct)
    {
        Units = [.. (await list.Units(ct)).Select(u => new Choice(u.Code, u.HasEnded ? T["{0} (đến {1:dd/MM/yyyy})", u.FullName, u.ValidTo] : u.FullName))];
        var procedures = (await catalogue.WithForms(ct)).OrderBy(p => p.EverydayName, StringComparer.CurrentCulture).Select(p => new Choice(p.Code, p.EverydayName)).ToList();
        if (Procedure is { Length: > 0 } asked && procedures.All(p => p.Value != asked)) procedures.Add(new(asked, asked)); // one that is filed no more
        Procedures = procedures;
    }

    public static string WordsOf(DossierStatus status) => ListDossiers.States.First(s => s.Statuses.Contains(status)).Words;

    /// <summary>This list with its filters, from another place on.</summary>
    public string With(string? after)
    {
        var query = QueryString.Empty;
        foreach (var (name, value) in new[] { ("don-vi", UnitCode), ("trang-thai", State), ("thu-tuc", Procedure), ("tre", Late), ("tu", FromText), ("den", ToText), ("sau", after) })
            if (!string.IsNullOrEmpty(value)) query = query.Add(name, value);
        return "~" + Address + query.ToUriComponent();
    }
}
