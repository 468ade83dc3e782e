using NhatLe.Contracts.Catalogue;

namespace NhatLe.Tests.Catalogue;

/// <summary>What is due by rule: a pure reckoning.</summary>
[Trait("Run", "Once")]
public sealed class FeeRuleTests
{
    static readonly DateOnly Day = new(2024, 11, 18);

    static FeeRule Amount(FeeSubject subject, long amount, DateOnly? from = null, DateOnly? until = null) => new(subject, amount, null, "Nghị quyết 34/2023/NQ-HĐND", from, until);

    static FeeRule Percent(FeeSubject subject, int percent, DateOnly? from = null, DateOnly? until = null) => new(subject, null, percent, "Nghị quyết 34/2023/NQ-HĐND", from, until);

    static FeeDue Due(long fee, IEnumerable<FeeRule> rules, params FeeSubject[] subjects) => FeeRules.Due(fee, rules, subjects.ToHashSet(), Day);

    [Fact]
    public void Who_is_in_no_group_pays_the_whole_fee() =>
        Assert.Equal(new FeeDue(75_000, null), Due(75_000, [Amount(FeeSubject.PoorHousehold, 0)]));

    [Fact]
    public void A_rule_of_another_group_does_not_help() =>
        Assert.Equal(new FeeDue(75_000, null), Due(75_000, [Amount(FeeSubject.PoorHousehold, 0)], FeeSubject.Elderly));

    [Fact]
    public void The_lowest_amount_of_several_rules_is_due_and_its_rule_is_named()
    {
        FeeRule[] rules = [Percent(FeeSubject.OnlineFiling, 50), Amount(FeeSubject.NearPoorHousehold, 30_000), Percent(FeeSubject.Elderly, 80)];
        Assert.Equal(new FeeDue(30_000, rules[1]), Due(75_000, rules, FeeSubject.OnlineFiling, FeeSubject.NearPoorHousehold, FeeSubject.Elderly));
        Assert.Equal(new FeeDue(37_500, rules[0]), Due(75_000, rules, FeeSubject.OnlineFiling, FeeSubject.Elderly));
    }

    [Theory]
    [InlineData(2024, 11, 18, 2024, 11, 18, true)] // first and last day count
    [InlineData(2024, 11, 19, null, null, null, false)] // from tomorrow
    [InlineData(null, null, null, 2024, 11, 17, false)] // until yesterday
    [InlineData(2024, 1, 1, 2024, 12, 31, true)]
    public void A_rule_holds_from_its_first_day_to_its_last(int? y1, int? m1, int? d1, int? y2, int? m2, int? d2, bool holds)
    {
        DateOnly? On(int? y, int? m, int? d) => y is null ? null : new DateOnly(y.Value, m!.Value, d!.Value);
        var rule = Amount(FeeSubject.Child, 0, On(y1, m1, d1), On(y2, m2, d2));
        Assert.Equal(holds ? new FeeDue(0, rule) : new FeeDue(8_000, null), Due(8_000, [rule], FeeSubject.Child));
    }

    [Fact]
    public void Of_two_periods_of_one_group_the_one_of_the_day_holds()
    {
        FeeRule[] rules = [Percent(FeeSubject.OnlineFiling, 50, until: new(2024, 6, 30)), Percent(FeeSubject.OnlineFiling, 70, from: new(2024, 7, 1))];
        Assert.Equal(new FeeDue(70_000, rules[1]), Due(100_000, rules, FeeSubject.OnlineFiling));
    }

    [Theory]
    [InlineData(75_001, 50, 37_500)] // what does not divide is left to the payer
    [InlineData(1, 99, 0)]
    [InlineData(0, 50, 0)]
    [InlineData(100_000_000_000_000_000, 99, 99_000_000_000_000_000)] // and does not overflow
    public void A_share_is_reckoned_in_whole_dong(long fee, int percent, long due) =>
        Assert.Equal(due, Due(fee, [Percent(FeeSubject.Merit, percent)], FeeSubject.Merit).AmountVnd);

    [Fact]
    public void A_rule_never_makes_it_dearer_and_names_itself_only_where_it_helps()
    {
        Assert.Equal(new FeeDue(8_000, null), Due(8_000, [Amount(FeeSubject.Disabled, 20_000), Percent(FeeSubject.Disabled, 100)], FeeSubject.Disabled));
        Assert.Equal(new FeeDue(0, null), Due(0, [Amount(FeeSubject.Disabled, 0)], FeeSubject.Disabled));
    }

    [Fact]
    public void Of_equal_amounts_the_first_rule_is_named()
    {
        FeeRule[] rules = [Amount(FeeSubject.Child, 0), Amount(FeeSubject.PoorHousehold, 0)];
        Assert.Same(rules[0], Due(50_000, rules, FeeSubject.PoorHousehold, FeeSubject.Child).Rule);
    }
}
