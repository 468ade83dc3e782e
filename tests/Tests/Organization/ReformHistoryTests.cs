using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Platform.Clock;
using NhatLe.Platform.Directory;
using NhatLe.Services.Dossiers;
using NhatLe.Services.Lists;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>After a reform: the past reads under its names, is found by them, and is counted by the units of then or of now.</summary>
public sealed class ReformHistoryTests
{
    [Fact]
    public async Task The_past_is_read_found_and_counted_under_its_names_and_successors_go_on_with_the_work()
    {
        await using var own = new Owned(await ReformApp.Begin());
        var app = own.App;
        var (mother, clerk) = (await app.As(Filing.Mother), await app.As("quan-tri"));
        app.Time.MoveTo(App.Day(2024, 11, 29, 8));
        var running = (await app.GivenFiled("Cao Thị Chuyển", "18916")).Code; // Hóa Thanh
        app.Time.MoveTo(App.Day(2024, 12, 1, 0, 1));
        var before = await app.Dossier(running);
        var due = (await app.Duties(before.Id)).Single(d => d.EndedAt is null).DueAt;
        var reform = await app.PlannedFrom("2024-12-01");
        await app.Schedule(reform.Id, atOnce: true);
        await app.Done(reform.Id);

        // The page of the reform says how it ended, and the story too.
        Assert.Contains("6 xã, 0 hồ sơ mất", (await clerk.Http.Open($"/to-chuc/sap-xep/{reform.Id}")).Words(), StringComparison.Ordinal);
        Assert.Contains("6 xã, 0 hồ sơ mất", (await app.Anybody().Http.Open("/trinh-dien")).Words(), StringComparison.Ordinal);

        // The dossier lies with the successor, due as before; its journal tells from where.
        var after = await app.Dossier(running);
        Assert.Equal((Reforming.Unit("18919"), Reforming.Unit("18916")), (after.UnitId, after.FiledUnitId));
        var duty = (await app.Duties(after.Id)).Single(d => d.EndedAt is null);
        Assert.Equal((Reforming.Unit("18919"), due), (duty.UnitId, duty.DueAt));
        var line = (await app.Journal(after.Id))[^1];
        Assert.Equal("Chuyển sang đơn vị kế thừa, hạn giữ nguyên", line.Words);
        Assert.StartsWith("Xã Hóa Thanh → Xã Tân Thành", line.Content!.Note, StringComparison.Ordinal);
        Assert.Contains("Xã Tân Thành", (await app.Anybody().Page($"/tra-cuu/{running}")), StringComparison.Ordinal);

        // Who worked in Hóa Thanh works in Tân Thành, sees the old dossiers and does the new work.
        var units = await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        var desk = units.Positions.First(p => p.PositionKey == "commune.desk" && p.UnitId == Reforming.Unit("18919") && p.IsValidOn(app.Time.Today) && p.ValidFrom == new DateOnly(2024, 12, 1));
        var login = (await app.Services.GetRequiredService<NhatLe.Identity.Accounts.Population>().OfficerLogins(default))[desk.OfficerId];
        await app.Act(login, running, "acceptance");
        var listed = await (await app.As(login)).Get<ListDossiers.Answer>("/api/services/dossiers?unit=18916");
        var ended = await app.Tables(db => db.Dossiers.AsNoTracking().Where(d => d.UnitId == Reforming.Unit("18916")).ToListAsync());
        Assert.Equal(ended.Count, listed.Items.Count);
        Assert.All(listed.Items, i => Assert.Equal("Xã Hóa Thanh", i.UnitName));

        // Found by the old name, with the new one beside it.
        var found = (await (await app.As(Filing.Clerk)).Http.Open("/tim?q=hoa thanh")).Words();
        Assert.Contains("Xã Hóa Thanh", found, StringComparison.Ordinal);
        Assert.Contains("Nay là Xã Tân Thành", found, StringComparison.Ordinal);
        var unit = (await (await app.As(Filing.Clerk)).Http.Open("/to-chuc/18919")).Words();
        Assert.Contains("Xã Hóa Tiến, đến hết 30/11/2024", unit, StringComparison.Ordinal);
        Assert.Contains("Xã Hóa Thanh, nhập vào từ 01/12/2024", unit, StringComparison.Ordinal);
        Assert.Contains((await (await app.As(login)).Get<SearchAnswer>("/api/workspace/search?q=" + running)).Hits, h => h.Code == running);

        // Counted by the units of now, and of then: the sums are the same.
        var all = await app.Tables(db => db.Dossiers.AsNoTracking().ToListAsync());
        var november = all.Where(d => d.FiledOn.Year == 2024 && d.FiledOn.Month == 11).ToList();
        var leader = await app.As("chu-tich.minhhoa");
        var now = await leader.Http.Open("/buoi-sang?don-vi=452&thang=2024-11");
        var then = await leader.Http.Open("/buoi-sang?don-vi=452&thang=2024-11&theo=luc-do");
        int Filed(AngleSharp.Dom.IDocument page, string code) => page.QuerySelector($"tr[data-unit='{code}'] td[data-so=da-nop]") is { } cell ? int.Parse(cell.TextContent.Trim(), System.Globalization.CultureInfo.InvariantCulture) : 0;
        int Of(params string[] codes) => november.Count(d => codes.Select(Reforming.Unit).Contains(d.FiledUnitId ?? d.UnitId));
        Assert.Equal((Of("18919", "18916"), 0), (Filed(now, "18919"), Filed(now, "18916")));
        Assert.Equal((Of("18919"), Of("18916")), (Filed(then, "18919"), Filed(then, "18916")));
        Assert.True(Of("18916") > 0);
        Assert.Equal(Filed(now, "sum"), Filed(then, "sum"));
        Assert.Contains("Xã Hóa Thanh", then.QuerySelector("tr[data-unit='18916']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Xã Hóa Tiến", then.QuerySelector("tr[data-unit='18919']")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Xã Tân Thành", now.QuerySelector("tr[data-unit='18919']")!.TextContent, StringComparison.Ordinal);

        // Nobody files with what has ended, and it is offered no more.
        var draft = await mother.Begin();
        await mother.UploadPapers(draft);
        Assert.Equal(System.Net.HttpStatusCode.UnprocessableEntity, (await mother.PostJson("/api/services/dossiers", new { id = draft, procedureCode = Filing.BirthRegistration, answers = Filing.Answers(unit: "18916") })).StatusCode);
        Assert.Null((await app.Anybody().Http.Open("/mot-cua")).QuerySelector("option[value='18916']"));
    }

    sealed record SearchAnswer(List<Hit> Hits);
    sealed record Hit(string Code);
}
