using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization.Reforms;
using NhatLe.Platform.Directory;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>A plan is checked against the tree before anybody can have it executed.</summary>
public sealed class ReformPlanTests(App app) : IClassFixture<App>
{
    object Plan(params object[] changes) => new { id = Guid.CreateVersion7(app.Time.Now), plan = new { name = "Thử", day = "2024-12-20", changes } };

    public static TheoryData<string, object[]> Wrong() => new()
    {
        { "Phương án chưa có thay đổi nào", [] },
        { "Không có đơn vị mã", [new { kind = "Merge", units = new[] { "99999" }, into = "18907" }] },
        { "không nhập vào chính mình", [new { kind = "Abolish", units = new[] { "18907" }, into = "18907" }] },
        { "khác loại", [new { kind = "Merge", units = new[] { "18907" }, into = "452" }] },
        { "đã thôi hoạt động ở một thay đổi khác", [new { kind = "Merge", units = new[] { "18907" }, into = "18904" }, new { kind = "Merge", units = new[] { "18907" }, into = "18913" }] },
        { "mà đơn vị này cũng thôi hoạt động", [new { kind = "Merge", units = new[] { "18907" }, into = "18904" }, new { kind = "Merge", units = new[] { "18904" }, into = "18913" }] },
        { "đơn vị nằm dưới", [new { kind = "Abolish", units = new[] { "452" }, into = "44" }] },
        { "nằm dưới chính nó", [new { kind = "Move", units = new[] { "452" }, into = "18907" }] },
        { "đã có. Chọn mã khác", [new { kind = "Create", @new = new[] { new { code = "18907", parent = "452", name = "A", type = "xa" } } }] },
        { "có hai đơn vị cùng dùng", [new { kind = "Create", @new = new[] { new { code = "77777", parent = "452", name = "A", type = "xa", shortCode = "H46.22.03" } } }] },
        { "Có hai đơn vị cùng tên", [new { kind = "Rename", units = new[] { "18904" }, become = new { name = "Trọng Hóa" } }] },
        { "ít nhất hai đơn vị nhận", [new { kind = "Split", units = new[] { "18904" }, into = "18907" }] },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_plan_that_does_not_fit_the_tree_says_why_and_cannot_be_executed(string why, object[] changes)
    {
        var reform = await app.Planned(Plan(changes));
        Assert.Contains(reform.Problems!, p => p.Words.Contains(why, StringComparison.Ordinal));
        await (await (await app.As(Reforming.Administrator)).PostJson($"/api/organization/reforms/{reform.Id}/schedule", new { atOnce = true })).Refused(HttpStatusCode.Conflict);
        Assert.Equal(ReformStatus.Draft, (await app.Reform(reform.Id)).Status);
    }
}

/// <summary>Who may plan, and what is given up. Time goes on a month here, so it has a server of its own.</summary>
public sealed class CancelledReformTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Only_who_administers_the_province_plans_a_reform_and_a_cancelled_one_never_comes()
    {
        foreach (var login in (string[])[Filing.Chair, "chu-tich.tinh", Filing.Mother])
            Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(login)).PostJson("/api/organization/reforms", new { id = Guid.CreateVersion7(app.Time.Now), file = "2024-12-01" })).StatusCode);
        var admin = await app.As(Reforming.Administrator);
        var reform = await app.Planned(new
        {
            id = Guid.CreateVersion7(app.Time.Now), plan = new { name = "Thử", day = "2024-12-20", changes = new[] { new { kind = "Rename", units = new[] { "18904" }, become = new { name = "Dân Hóa Mới" } } } },
        });
        await app.Schedule(reform.Id, atOnce: false);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await admin.PostJson($"/api/organization/reforms/{reform.Id}/cancellation", new { })).StatusCode);
        await admin.Post<PlanReform.Made>($"/api/organization/reforms/{reform.Id}/cancellation", new { reason = "Hoãn" });
        app.Time.MoveTo(App.Day(2024, 12, 20, 1));
        await app.Services.GetRequiredService<ExecuteReforms>().Run(default);
        Assert.Equal("Xã Dân Hóa", (await app.Services.GetRequiredService<DirectoryCache>().Confirm()).FindUnit("18904")!.FullName);
    }
}

/// <summary>A split: what is open goes where somebody chose, and both parts read the past.</summary>
public sealed class SplitTests
{
    [Fact]
    public async Task A_commune_is_split_its_open_dossiers_go_to_the_chosen_part_and_both_read_what_ended()
    {
        var app = new App();
        await app.InitializeAsync();
        await using var own = new Owned(app);
        var (ended, running) = (await app.GivenReturned(), (await app.GivenFiled()).Code);
        var reform = await app.Planned(new
        {
            id = Guid.CreateVersion7(app.Time.Now), plan = new
            {
                name = "Chia xã Trọng Hóa", day = "2024-11-18", changes = new[] { new
                {
                    kind = "Split", units = new[] { "18907" }, @new = new[]
                    {
                        new { code = "77001", parent = "452", name = "Trọng Hóa Đông", type = "xa", shortCode = "H46.22.91" }, new { code = "77002", parent = "452", name = "Trọng Hóa Tây", type = "xa", shortCode = "H46.22.92" },
                    },
                } },
            },
        });
        Assert.Empty(reform.Problems!);
        var question = Assert.Single(reform.Questions!, q => q.Default is null);
        Assert.Equal(["77001", "77002"], question.Choices.Select(c => c.Value));
        var admin = await app.As(Reforming.Administrator);
        await (await admin.PostJson($"/api/organization/reforms/{reform.Id}/schedule", new { atOnce = true })).Refused(HttpStatusCode.Conflict);
        await admin.Post<PlanReform.Made>($"/api/organization/reforms/{reform.Id}/answers", new { answers = new Dictionary<string, string> { [question.Key] = "77002" } });
        await app.Schedule(reform.Id, atOnce: true);
        Assert.Equal(0, (await app.Done(reform.Id)).Outcome!.Lost);

        Assert.Equal(Reforming.Unit("77002"), (await app.Dossier(running)).UnitId);
        Assert.Equal(Reforming.Unit("18907"), (await app.Dossier(ended)).UnitId);
        await app.Act(Filing.Clerk, running, "acceptance"); // her post went along
        await (await app.As(Filing.Clerk)).Page($"/giai-quyet/{ended}");
        var units = await app.Services.GetRequiredService<DirectoryCache>().Confirm();
        foreach (var part in (string[])["77001", "77002"]) Assert.Contains(Reforming.Unit("18907"), units.Left(Reforming.Unit(part)));
        Assert.DoesNotContain(Reforming.Unit("18907"), units.Former(Reforming.Unit("77001")));
        Assert.Equal("Một cửa xã Trọng Hóa Tây", units.DeskOf(Reforming.Unit("77002"))!.Name);
        Assert.NotNull((await app.Anybody().Http.Open("/mot-cua")).QuerySelector("option[value='77002']"));
        Assert.Contains("XÃ TRỌNG HÓA", (await (await app.As(Filing.Mother)).Page($"/ho-so/{ended}/giay-hen")), StringComparison.Ordinal); // the slip of then
        Assert.DoesNotContain("XÃ TRỌNG HÓA TÂY", (await (await app.As(Filing.Mother)).Page($"/ho-so/{ended}/giay-hen")), StringComparison.Ordinal);
    }
}
