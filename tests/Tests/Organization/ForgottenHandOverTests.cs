using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NhatLe.Organization;
using NhatLe.Organization.HandOvers;
using NhatLe.Tests.Services;

namespace NhatLe.Tests.Organization;

/// <summary>Ten years after both signed a hand-over is deleted; the journal stays.</summary>
public sealed class ForgottenHandOverTests(App app) : IClassFixture<App>
{
    Task<int> Forget() => app.Services.GetRequiredService<ForgetHandOvers>().Run(default);

    async Task<bool> IsThere(Guid id)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<OrganizationDb>().HandOvers.AnyAsync(h => h.Id == id);
    }

    [Fact]
    public async Task Ten_years_after_both_signed_or_it_was_given_up_it_is_gone_and_what_is_open_stays()
    {
        var signed = await app.Prepared();
        await app.Done(Filing.Justice, signed, "giving");
        await app.Done(Filing.Clerk, signed, "taking");
        var cancelled = await app.Prepared();
        await app.Done(Filing.Justice, cancelled, "cancellation", new { reason = "Chưa luân chuyển nữa." });
        var open = await app.Prepared();
        await app.Settled();

        app.Time.MoveTo(App.Day(2034, 11, 18, 7));
        Assert.Equal(0, await Forget());
        app.Time.MoveTo(App.Day(2034, 11, 19, 9));
        Assert.Equal(2, await Forget());
        Assert.Equal(0, await Forget());
        Assert.Equal((false, false, true), (await IsThere(signed), await IsThere(cancelled), await IsThere(open)));
        foreach (var gone in (Guid[])[signed, cancelled])
        {
            var journal = await app.Journal(gone);
            Assert.Equal("organization.hand-over-forgotten", journal[^1].Entry.Event);
            Assert.All(journal, l => Assert.True(l.Holds));
        }
    }
}
