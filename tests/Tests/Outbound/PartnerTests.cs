using NhatLe.Platform.Outbound;

namespace NhatLe.Tests.Outbound;

[Trait("Run", "Once")]
public sealed class PartnerTests
{
    readonly Partner partner = new("The neighbour", TimeSpan.FromSeconds(5), TimeProvider.System);

    [Fact]
    public async Task A_call_that_fails_is_tried_once_more()
    {
        var calls = 0;
        await partner.Ask(_ => ++calls == 1 ? throw new PartnerIsAway("a hiccup") : Task.CompletedTask, default);
        Assert.Equal(2, calls);
        await Assert.ThrowsAsync<RefusedByPartner>(() => partner.Ask(_ => { calls++; throw new RefusedByPartner("never"); }, default));
        Assert.Equal(3, calls); // what is refused is not asked again
    }

    [Fact]
    public async Task A_partner_that_is_down_is_left_alone()
    {
        var calls = 0;
        Task Fail() => Assert.ThrowsAnyAsync<Exception>(() => partner.Ask(_ => { Interlocked.Increment(ref calls); throw new PartnerIsAway("down"); }, default));
        await Task.WhenAll(Enumerable.Range(0, Partner.Many).Select(_ => Fail()));
        var asked = calls;
        await Assert.ThrowsAsync<PartnerRests>(() => partner.Ask(_ => { Interlocked.Increment(ref calls); return Task.CompletedTask; }, default));
        Assert.Equal(asked, calls);
    }
}
