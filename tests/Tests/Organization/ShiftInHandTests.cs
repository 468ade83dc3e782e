using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization.HandOvers;
using NhatLe.Payments;
using NhatLe.Payments.Counter;
using NhatLe.Tests.Facts;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>A cashier who is rotated with a shift open counts and closes it first.</summary>
public sealed class ShiftInHandTests(App app) : IClassFixture<App>
{
    static readonly int[] tens = [0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0];

    [Fact]
    public async Task Nobody_signs_before_the_shift_is_counted_and_closed()
    {
        var clerk = await app.As(Filing.Clerk);
        var shift = Guid.CreateVersion7(app.Time.Now);
        await clerk.Post<OpenShift.Opened>("/api/payments/shifts", new { id = shift, openingVnd = 50_000 });
        var justice = await app.OfficerNamedBy(Filing.Justice);
        var id = await app.Prepared(Filing.Clerk, app.Wanted(to: justice.Id));
        var page = await clerk.Page($"{HandingOver.Address}/{id}");
        Assert.Contains("Theo sổ phải có 50.000 đồng", page, StringComparison.Ordinal);
        Assert.Contains($"/quay/ca-thu?ca={shift}", page, StringComparison.Ordinal);
        var refused = await app.HandOver(Filing.Clerk, id, "giving");
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("còn ca thu mở, theo sổ phải có 50.000 đồng", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var english = await clerk.PostForm($"/en{HandingOver.Address}/{id}?handler=Give", new() { ["Version"] = "1" });
        Assert.Contains("still has a cashier&#x27;s shift open", await english.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Còn ca thu mở từ", await clerk.Page("/to-chuc/nghi-phep"), StringComparison.Ordinal);

        await clerk.Post<CloseShift.Closed>($"/api/payments/shifts/{shift}/closing", new { counts = tens });
        await app.Done(Filing.Clerk, id, "giving");
        var again = Guid.CreateVersion7(app.Time.Now);
        await clerk.Post<OpenShift.Opened>("/api/payments/shifts", new { id = again, openingVnd = 0 }); // between the two signatures
        Assert.Equal(HttpStatusCode.Conflict, (await app.HandOver(Filing.Justice, id, "taking")).StatusCode);
        await clerk.Post<CloseShift.Closed>($"/api/payments/shifts/{again}/closing", new { counts = new int[11] });
        await app.Done(Filing.Justice, id, "taking");
        Assert.DoesNotContain("Theo sổ phải có", await clerk.Page($"{HandingOver.Address}/{id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_cashiers_account_is_closed_a_cashier_of_the_unit_counts_in_their_place_and_says_why()
    {
        var (giver, shift) = (Guid.CreateVersion7(app.Time.Now), Guid.CreateVersion7(app.Time.Now));
        var clerk = await app.As(Filing.Clerk);
        await clerk.Post<OpenShift.Opened>("/api/payments/shifts", new { id = shift, openingVnd = 50_000 });
        await app.Execute($"UPDATE payments_shifts SET officer_id = {giver}, officer_name = {"Đinh Văn Cũ"} WHERE id = {shift}"); // of one who has gone: no such officer is active
        Assert.Contains("Chốt thay Đinh Văn Cũ", await clerk.Page($"/quay/ca-thu?ca={shift}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await clerk.PostJson($"/api/payments/shifts/{shift}/closing", new { counts = tens })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.As(Filing.Chair)).PostJson($"/api/payments/shifts/{shift}/closing", new { counts = tens, reason = "Đã nghỉ" })).StatusCode);
        var closed = await clerk.Post<CloseShift.Closed>($"/api/payments/shifts/{shift}/closing", new { counts = tens, reason = "Đã chuyển công tác" });
        Assert.Equal((50_000L, 0L), (closed.CountedVnd, closed.DifferenceVnd));
        await using var scope = app.Services.CreateAsyncScope();
        Assert.EndsWith(": Đã chuyển công tác", (await scope.ServiceProvider.GetRequiredService<PaymentsDb>().Shifts.AsNoTracking().SingleAsync(s => s.Id == shift)).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_colleagues_open_shift_is_nobody_elses_to_close_until_their_post_ends_and_stays_their_own_then()
    {
        await app.Appoint("commune.desk", FactsApp.Justice);
        var (clerk, cashier, shift) = (await app.As(Filing.Clerk), await app.As(Filing.Justice), Guid.CreateVersion7(app.Time.Now));
        await cashier.Post<OpenShift.Opened>("/api/payments/shifts", new { id = shift, openingVnd = 50_000 });
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.PostJson($"/api/payments/shifts/{shift}/closing", new { counts = tens, reason = "Đã nghỉ" })).StatusCode);
        Assert.DoesNotContain($"?ca={shift}", await clerk.Page("/quay/ca-thu"), StringComparison.Ordinal);

        var post = await app.Db(db => db.Positions.AsNoTracking().SingleAsync(p => p.OfficerId == FactsApp.Justice && p.PositionKey == "commune.desk" && p.ValidTo == null));
        Assert.True((await (await app.As(HandingOver.Administrator)).PostJson($"/api/organization/posts/{post.Id}/end", new { reason = "Luân chuyển" })).IsSuccessStatusCode);
        Assert.Contains($"?ca={shift}", await clerk.Page("/quay/ca-thu"), StringComparison.Ordinal);
        Assert.Contains("Chốt thay", await clerk.Page($"/quay/ca-thu?ca={shift}"), StringComparison.Ordinal);
        Assert.Contains("Số tờ của từng loại tiền", await cashier.Page("/quay/ca-thu"), StringComparison.Ordinal); // who may read nothing more of the unit
        await cashier.Post<CloseShift.Closed>($"/api/payments/shifts/{shift}/closing", new { counts = tens });
        Assert.Contains("BIÊN BẢN CHỐT CA THU", await cashier.Page($"/quay/ca-thu/{shift}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await cashier.Get("/quay/ca-thu")).StatusCode);
    }
}
