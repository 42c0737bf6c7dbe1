namespace Personalization.Incentives.Tests;

public sealed class OfferTests
{
    [Fact]
    public void RedemptionCost_ByKind_IsWhatKindAndValueSay()
    {
        Assert.Equal(12, Given.Offer("a", percent: .12m).RedemptionCost(100));
        Assert.Equal(5, (Given.Offer("a") with { Kind = OfferKind.Amount, Value = 5 }).RedemptionCost(100));
        Assert.Equal(3, (Given.Offer("a") with { Kind = OfferKind.Amount, Value = 5 }).RedemptionCost(3));
        Assert.Equal(0, (Given.Offer("a") with { Kind = OfferKind.EarlyAccess, Value = 48 }).RedemptionCost(100));
    }

    [Fact]
    public void RedemptionCost_Given_AddsItsPartsUpToTheMaximum()
    {
        RedemptionCost cost = new() { PercentOfOrder = .1m, Fixed = 2, Points = 300, PointValue = .01m };

        Assert.Equal(15, cost.Of(100));
        Assert.Equal(9, (cost with { Maximum = 9 }).Of(100));
        Assert.Equal(15, (Given.Offer("a") with { Cost = new() { Redemption = cost } }).RedemptionCost(100));
    }

    [Fact]
    public void ExpiresWhenIssued_DurationAndEnd_TakesTheEarlier()
    {
        Offer offer = Given.Offer("a");
        Offer twoDays = offer with { Validity = new() { Duration = TimeSpan.FromHours(48) } };

        Assert.Null(offer.ExpiresWhenIssued(Given.Now));
        Assert.Equal(Given.Now.AddDays(2), twoDays.ExpiresWhenIssued(Given.Now));
        Assert.Equal(
            Given.Now.AddDays(1),
            (twoDays with { Validity = twoDays.Validity with { To = Given.Now.AddDays(1) } }).ExpiresWhenIssued(Given.Now));
        Assert.Null((twoDays with { Validity = new() { Duration = TimeSpan.MaxValue } }).ExpiresWhenIssued(Given.Now));
    }

    [Fact]
    public void GoesWith_GroupsAndExclusion_DecideBothWays()
    {
        StackingRule alone = new();
        StackingRule free = new() { Exclusive = false };
        StackingRule discount = new() { Exclusive = false, Groups = ["discount"] };

        Assert.False(alone.GoesWith(free));
        Assert.False(free.GoesWith(alone));
        Assert.True(free.GoesWith(free));
        Assert.True(discount.GoesWith(free));
        Assert.False(discount.GoesWith(discount));
    }

    [Fact]
    public void Properties_OutOfRange_NameTheValue()
    {
        Assert.Contains(
            "-1", Assert.Throws<ArgumentOutOfRangeException>(() => Given.Offer("a") with { Value = -1 }).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new OfferResponse { Uplift = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OfferResponse { Redemption = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OfferCaps { PerCustomer = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new OfferValidity { Duration = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ValueRange(2, 1));
        Assert.Throws<ArgumentException>(() => Given.Offer(" "));
    }
}
