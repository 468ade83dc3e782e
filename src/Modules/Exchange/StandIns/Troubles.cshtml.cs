using Microsoft.AspNetCore.Mvc;
using NhatLe.Platform.Web;

namespace NhatLe.Exchange.StandIns;

/// <summary>The national systems of a demonstration, and what is wrong with each on purpose.</summary>
public sealed class TroublesModel(TroubleStandIn.Handler troubles) : FormPage
{
    public const string Address = "~/van-hanh/thu-su-co";

    public IReadOnlyList<TroubledPlace> Places { get; private set; } = [];

    public static string Words(Trouble trouble) => trouble switch
    {
        Trouble.None => "Hoạt động bình thường", Trouble.Slow => "Trả lời chậm 5 giây", Trouble.Fail => "Ngừng phục vụ", Trouble.Garbage => "Trả lời sai định dạng", Trouble.Hang => "Làm xong rồi im lặng", _ => "Báo hai lần",
    };

    protected override async Task Load(CancellationToken ct) => Places = await troubles.Read(ct);

    public Task<IActionResult> OnGetAsync(CancellationToken ct) => Act(async () =>
    {
        await Load(ct);
        return Page();
    }, ct);

    public Task<IActionResult> OnPostAsync(string at, Trouble kind, CancellationToken ct) => Act(async () =>
    {
        await troubles.Run(new() { At = at ?? "", Kind = kind }, ct);
        return See(Address[1..]);
    }, ct);
}
