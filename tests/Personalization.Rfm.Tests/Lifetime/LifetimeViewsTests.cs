using Personalization.Core;

namespace Personalization.Rfm.Tests;

public sealed class LifetimeViewsTests
{
    private static readonly ParetoNbdModel Model = ParetoNbdModel.Of(.553, 10.58, .606, 11.67);
    private static readonly DateTime Start = new(2024, 1, 1);

    [Fact]
    public void Tracking_TwoCustomers_ByHand()
    {
        // A on days 0, 3, 8; B on day 7, again on days 9 and 15. Weeks end on days 6, 13 and 20.
        OrderTable orders = Orders(("A", 0), ("A", 3), ("A", 8), ("B", 7), ("B", 9), ("B", 9), ("B", 15), ("C", 20));
        LifetimeSummary summary = LifetimeSummary.From(
            orders, new() { CalibrationEnd = Start.AddDays(13) }, TestContext.Current.CancellationToken);

        IReadOnlyList<LifetimeTrackingPoint> points = LifetimeTracking.Of(Model, orders, summary, TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 1], points.Select(point => point.Actual));
        Assert.Equal([false, false, true], points.Select(point => point.IsHoldOut));
        Assert.Equal(Start.AddDays(20), points[2].Until);
        double expected = Model.ExpectedPurchasesOfNew(20 / 7.0) + Model.ExpectedPurchasesOfNew(13 / 7.0);
        Assert.Equal((4, expected), (points[2].CumulativeActual, points[2].CumulativeExpected));
        Assert.Equal(expected, points.Sum(point => point.Expected), 1e-12);
    }

    [Fact]
    public void Calibration_SmallShop_AllCustomersOnce()
    {
        LifetimeSummary summary = SmallShop.Rows(50);

        IReadOnlyList<LifetimeFrequencyClass> classes = LifetimeCalibration.Of(Model, summary, 3, TestContext.Current.CancellationToken);

        Assert.Equal(50, classes.Sum(part => part.Customers));
        Assert.Equal(50, classes.Sum(part => part.ExpectedCustomers), 1e-9);
        double none = 0;
        for (int row = 0; row < 50; row++) none += Model.ProbabilityOfPurchasesOfNew(0, summary.Ages[row]);
        Assert.Equal(none, classes[0].ExpectedCustomers, 1e-12);
        Assert.Equal(summary.RepeatPurchases.ToArray().Count(x => x >= 3), classes[3].Customers);
        Assert.True(double.IsNaN(classes[0].HoldOutMean));
    }

    [Fact]
    public void Grid_Cells_AreTheModels()
    {
        LifetimeGrid grid = LifetimeGrid.Of(Model, 40, 5, 5, 26);

        Assert.Equal([0, 10, 20, 30, 40], grid.LastPurchases);
        Assert.Equal(Model.ProbabilityAlive(new LifetimeRow(3, 20, 40)), grid.ProbabilityAlive[3][2]);
        Assert.Equal(Model.ExpectedPurchases(new LifetimeRow(0, 0, 40), 26), grid.ExpectedPurchases[0][0]);
        Assert.True(double.IsNaN(grid.ProbabilityAlive[0][1]) && double.IsNaN(grid.ProbabilityAlive[1][0]));
    }

    [Fact]
    public void History_OneCustomer_OnlyWhatWasKnown()
    {
        OrderTable orders = Orders(("A", 0), ("A", 10), ("B", 16));

        IReadOnlyList<LifetimeMoment> moments = LifetimeHistory.Of(Model, orders, new CustomerId("A"));

        Assert.Equal([0, 7, 10, 14, 16], moments.Select(moment => (moment.Time - Start).Days));
        Assert.Equal([true, false, true, false, false], moments.Select(moment => moment.IsPurchase));
        Assert.Equal(Model.ProbabilityAlive(new LifetimeRow(0, 0, 1)), moments[1].ProbabilityAlive);
        Assert.Equal(Model.ProbabilityAlive(new LifetimeRow(1, 10 / 7.0, 16 / 7.0)), moments[4].ProbabilityAlive);
        Assert.Empty(LifetimeHistory.Of(Model, orders, new CustomerId("nobody")));
    }

    private static OrderTable Orders(params (string Customer, int Day)[] purchases)
    {
        EventLogBuilder builder = new();
        foreach ((string customer, int day) in purchases)
            builder.Add(new ShopEvent(new CustomerId(customer), Start.AddDays(day), EventType.Purchase) { UnitPrice = 10 });
        return OrderTable.From(builder.Build());
    }
}
