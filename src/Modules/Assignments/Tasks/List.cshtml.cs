using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Facts;
using NhatLe.Platform.Web;

namespace NhatLe.Assignments.Tasks;

/// <summary>The tasks (nhiệm vụ) I gave, those of my unit, those that are late. Every filter is an address.</summary>
public sealed class ListModel(ListAssignments.Handler list, LegalTime time) : FormPage
{
    public static readonly IReadOnlyList<(AssignmentList List, string Address, string Words)> Lists =
        [(AssignmentList.Given, "toi-giao", "Tôi giao"), (AssignmentList.Units, "don-vi", "Đơn vị tôi thực hiện"), (AssignmentList.Late, "tre", "Trễ")];

    public static readonly IReadOnlyList<(AssignmentState State, string Address, string Words)> States =
        [(AssignmentState.Open, "", "Đang mở"), (AssignmentState.Reported, "cho-xac-nhan", "Chờ xác nhận"), (AssignmentState.Ended, "da-xong", "Đã kết thúc")];

    [FromQuery(Name = "muc")] public string? ListAddress { get; set; }
    [FromQuery(Name = "tinh-trang")] public string? StateAddress { get; set; }
    [FromQuery(Name = "do-khan")] public string? UrgencyName { get; set; }
    [FromQuery(Name = "sau")] public string? After { get; set; }

    public AssignmentList List { get; private set; }
    public AssignmentState State { get; private set; }
    public Urgency? Urgency { get; private set; }
    public ListAssignments.Answer Found { get; private set; } = null!;
    public DateTimeOffset Now { get; private set; }

    public bool MayGive => Actor.CanAnywhere(Permits.Give);
    public bool IsFiltered => State != AssignmentState.Open || Urgency is not null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var asked = Lists.FirstOrDefault(l => l.Address == ListAddress);
        List = asked.Address is null && !MayGive ? AssignmentList.Units : asked.List;
        State = List == AssignmentList.Late ? AssignmentState.Open : States.FirstOrDefault(s => s.Address == StateAddress).State;
        Urgency = !int.TryParse(UrgencyName, out _) && Enum.TryParse<Urgency>(UrgencyName, ignoreCase: true, out var urgency) ? urgency : null;
        Now = time.Now;
        Found = await list.Run(new(List, State, Urgency, DutyCursor.Parse(After)), ct);
        if (ListAddress is not null || Found.Open[List] > 0 || Found.Open[AssignmentList.Units] == 0) return;
        List = AssignmentList.Units; // who gave none has their own to do
        Found = await list.Run(new(List, State, Urgency, After: null), ct);
    }

    /// <summary>This list with something else chosen. A filter begins at the top again.</summary>
    public string With(AssignmentList? list = null, AssignmentState? state = null, DutyCursor? after = null)
    {
        var query = QueryString.Create("muc", Lists.First(l => l.List == (list ?? List)).Address);
        if (list is null && States.First(s => s.State == (state ?? State)).Address is { Length: > 0 } address) query = query.Add("tinh-trang", address);
        if (list is null && Urgency is { } urgency) query = query.Add("do-khan", urgency.ToString());
        if (after is not null) query = query.Add("sau", after.ToString());
        return "~/nhiem-vu" + query.ToUriComponent();
    }
}
