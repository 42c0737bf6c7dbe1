using Personalization.Core;

namespace Personalization.Incentives.Tests;

public sealed class BusinessCaseTests
{
    /// <summary>The second table of the deck: costs to the cent, the undiscounted value, 8.45 times the costs, 11.8 % of returns.</summary>
    [Fact]
    public void BookShop_Published_IsTheDecks()
    {
        BusinessCase published = BookShopExample.PublishedCase;

        Assert.Equal([-1_600m, -800m, -30_800m, -580m, 285_456.40m], published.Items.Select(item => item.Amount));
        Assert.Equal((33_780m, 285_456.40m, 251_676.40m), (published.Costs, published.Returns, published.NetPresentValue));
        Assert.Equal((8.45m, .118m), (decimal.Round(published.ReturnOnCost!.Value, 2), decimal.Round(published.CostShare!.Value, 3)));
        Assert.Equal([-.5m, 2m], BookShopExample.Changes.Select(change => change.Change));
    }

    /// <summary>33,200 of analysis and 125,689.50 of incentives (3,880 + 461.50 + 103,140 + 18,208) for the corrected revenue.</summary>
    [Fact]
    public void BookShop_Corrected_PaysForEverybody()
    {
        BusinessCase corrected = BookShopExample.CorrectedCase;

        Assert.Equal(33_200m + 125_689.50m, corrected.Costs);
        Assert.Equal(BookShopExample.Report["total"].Corrected, corrected.Returns);
        Assert.Equal(corrected.Returns - corrected.Costs, corrected.NetPresentValue);
    }

    /// <summary>−100 now, 60 after a year, 60 after two, at 10 %: 54.55 + 49.59 − 100 = 4.13; paid back in the second year.</summary>
    [Fact]
    public void NetPresentValue_Rate_DiscountsByPeriod()
    {
        CashItem[] items =
        [
            CashItem.Cost("campaign", 100), CashItem.Return("first year", 60) with { Period = 1 },
            CashItem.Return("second year", 60) with { Period = 2 },
        ];

        Assert.Equal((4.13m, 2), (new BusinessCase(items, .10m).NetPresentValue, new BusinessCase(items, .10m).PaidBackIn));
        Assert.Equal((20m, 2), (new BusinessCase(items).NetPresentValue, new BusinessCase(items).PaidBackIn));
        Assert.Null(new BusinessCase(items, .5m).PaidBackIn);
    }

    /// <summary>Errors of 30 and 40, the second worth half in a period at 100 %: ± 1.96 · √(30² + 20²).</summary>
    [Fact]
    public void Interval_IndependentErrors_AddInSquares()
    {
        BusinessCase one = new(
            [CashItem.Return("now", 100, 30), CashItem.Return("later", 200, 40) with { Period = 1 }, CashItem.Cost("cost", 50)], 1m);

        decimal half = 1.96m * (decimal)Math.Sqrt(1_300);
        Assert.Equal(150m, one.NetPresentValue);
        Assert.Equal((decimal.Round(150 - half, 2), decimal.Round(150 + half, 2)), one.Interval);
        Assert.Equal(
            [new CaseSensitivity("now", 91.2m, 208.8m), new CaseSensitivity("later", 110.8m, 189.2m)], one.Sensitivity);
        Assert.Equal((null, 6m), (new BusinessCase([CashItem.Return("a", 1)]).ReturnOnCost, one.ReturnOnCost));
    }

    [Fact]
    public void Of_Plan_HasItsMoneyAndErrors()
    {
        CustomerTable table = new CustomerTable(IdIndex<CustomerId>.From([new("a"), new("b")]), new DateTime(2026, 1, 1)).With(
            new MoneyColumn(ColumnNames.AverageOrder, [(decimal?)100, 200]), new NumberColumn(ColumnNames.PurchaseProbability, [.1, .2]));
        Offer gift = new() { Id = "gift", Name = "A gift", Kind = OfferKind.Gift, Cost = new() { Contact = 1 } };
        OfferPlan plan = new OfferAllocator(new() { Responses = new Fixed() }).Allocate(
            table, new OfferCatalogue([gift]), DateTimeOffset.UnixEpoch);

        BusinessCase found = BusinessCase.Of(plan);

        // .1 more purchases of 100 and 200 at a margin of 40 %: 12; errors of .02 each: 2.40.
        Assert.Equal((2m, 12m, 10m), (found.Costs, found.Returns, found.NetPresentValue));
        Assert.Equal((10 - (1.96m * 2.4m), 10 + (1.96m * 2.4m)), (found.Interval.Low, found.Interval.High), Near);

        static bool Near((decimal Low, decimal High) one, (decimal Low, decimal High) other) =>
            Math.Abs(one.Low - other.Low) < .01m && Math.Abs(one.High - other.High) < .01m;
    }

    [Fact]
    public void New_WhatCantBe_SaysWhy()
    {
        Assert.Contains("'a' stands 2 times", Assert.Throws<ArgumentException>(
            () => new BusinessCase([CashItem.Return("a", 1), CashItem.Return("a", 2)])).Message, StringComparison.Ordinal);
        Assert.Contains("must be above -1", Assert.Throws<ArgumentOutOfRangeException>(
            () => new BusinessCase([CashItem.Return("a", 1)], -1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new BusinessCase([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => CashItem.Cost("a", -1));
    }

    private sealed class Fixed : IOfferResponses
    {
        public OfferReaction Of(Offer offer, CustomerProfile customer) => new(0, .1, .02);
    }
}
