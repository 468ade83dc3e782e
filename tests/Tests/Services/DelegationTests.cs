using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Directory;
using NhatLe.Platform.Facts;

namespace NhatLe.Tests.Services;

/// <summary>One officer acts for another, within the time and the permits given (ủy quyền).</summary>
public sealed class DelegationTests
{
    /// <summary>As the directory's own screen would: the delegation, and a new version of the directory.</summary>
    static async Task Delegate(App app, string fromOfficer, string toOfficer, string permits, DateTimeOffset from, DateTimeOffset until)
    {
        await using var scope = app.Services.As(Actor.System);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        var giver = await db.Officers.SingleAsync(o => o.FullName == fromOfficer);
        var taker = await db.Officers.SingleAsync(o => o.FullName == toOfficer);
        var position = await db.Positions.FirstAsync(p => p.OfficerId == giver.Id);
        db.Delegations.Add(new Delegation { Id = Guid.CreateVersion7(from), PositionId = position.Id, OfficerId = taker.Id, Permits = permits, FromAt = from, UntilAt = until, Reason = "Đi họp" });
        db.Record(await db.Directory.SingleAsync(), new DirectoryLoaded(0, 0, 0));
        await db.SaveChangesAsync();
        await scope.ServiceProvider.GetRequiredService<DirectoryCache>().Confirm();
    }

    [Fact]
    public async Task Who_stands_in_accepts_in_the_other_ones_name_until_the_end_and_not_after()
    {
        await using var app = await OwnApp.Begin();
        var (one, other) = ((await app.GivenFiled()).Code, (await app.GivenFiled()).Code);
        var standIn = await app.As("can-bo.nguhoa"); // holds the same post in a unit of her own
        await (await standIn.PostJson($"/api/services/dossiers/{one}/acceptance", new { })).Refused(HttpStatusCode.NotFound);

        await Delegate(app, "Cao Thu Giang", "Đỗ Mỹ Tuyết", "services.accept services.read services.approve", App.Day(2024, 11, 18, 8), App.Day(2024, 11, 18, 12));
        await app.Act("can-bo.nguhoa", one, "acceptance");
        var dossier = await app.Dossier(one);
        var entry = (await app.Journal(dossier.Id))[^1];
        Assert.Equal(("Đỗ Mỹ Tuyết", "Cao Thu Giang"), (entry.Content!.Name, entry.Content.OnBehalfOf));
        Assert.Equal(dossier.UnitId, entry.Entry.UnitId);
        Assert.Contains("thay Cao Thu Giang", (await (await app.As(Filing.Clerk)).Http.Open($"/giai-quyet/{one}")).Words(), StringComparison.Ordinal);

        // Only what the giver holds and gave: no processing, and nobody gives an approval they do not have.
        await (await standIn.PostJson($"/api/services/dossiers/{one}/processing", new { })).Refused(HttpStatusCode.Forbidden);
        await app.Process(one);
        await (await standIn.PostJson($"/api/services/dossiers/{one}/approval", new { })).Refused(HttpStatusCode.Forbidden);

        // Her own unit's work stays her own.
        var own = (await app.GivenFiled("Đinh Ngư Hóa", "18979")).Code;
        await app.Act("can-bo.nguhoa", own, "acceptance");
        Assert.Null((await app.Journal((await app.Dossier(own)).Id))[^1].Content!.OnBehalfOf);

        app.Time.MoveTo(App.Day(2024, 11, 18, 12, 0));
        var before = await app.Facts(other);
        await (await standIn.PostJson($"/api/services/dossiers/{other}/acceptance", new { })).Refused(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await standIn.Get($"/giai-quyet/{other}")).StatusCode);
        Assert.Equal(before, await app.Facts(other));
    }

    [Fact]
    public async Task Nobody_approves_what_they_processed_even_by_delegation_of_the_chair()
    {
        await using var app = await OwnApp.Begin();
        await Delegate(app, "Hồ Văn Ai", "Trần Tiến Đông", "services.approve services.read", App.Day(2024, 11, 18, 8), App.Day(2024, 11, 19, 8));
        var code = (await app.GivenFiled()).Code;
        await app.Act(Filing.Clerk, code, "acceptance");
        await app.Process(code);
        var before = await app.Facts(code);
        var answer = await (await app.As(Filing.Justice)).PostJson($"/api/services/dossiers/{code}/approval", new { });
        Assert.Contains("Anh/chị đã giải quyết hồ sơ này nên người khác phải phê duyệt.", await answer.Refused(HttpStatusCode.Conflict), StringComparison.Ordinal);
        Assert.Equal(before, await app.Facts(code));
        Assert.Equal("return", (await app.Act(Filing.Chair, code, "approval")).Step);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Who_is_no_longer_in_office_has_nothing_to_delegate(bool inOffice, int posts)
    {
        var (unit, giver, taker, position) = (Guid.Parse("00000000-0000-0000-0000-000000000001"), Guid.Parse("00000000-0000-0000-0000-000000000002"), Guid.Parse("00000000-0000-0000-0000-000000000003"), Guid.Parse("00000000-0000-0000-0000-000000000004"));
        var directory = new DirectorySnapshot(1,
            [new Unit { Id = unit, Code = "18907" }],
            [new Officer { Id = giver, FullName = "Cao Thu Giang", Active = inOffice }, new Officer { Id = taker, FullName = "Đỗ Mỹ Tuyết", Active = true }],
            [new Position { Id = position, OfficerId = giver, UnitId = unit, SeatUnitId = unit, Permits = "services.accept" }],
            [new Delegation { PositionId = position, OfficerId = taker, Permits = "services.accept", FromAt = App.Start, UntilAt = App.Start.AddHours(4) }]);
        Assert.Equal(posts, directory.ActorFor(taker, taker, App.Start, new DateOnly(2024, 11, 18)).Posts.Count);
    }
}
