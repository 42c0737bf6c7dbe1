using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

public sealed class LifetimeFitTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(.5)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(10)]
    [InlineData(700)]
    public void LogGamma_KnownValues_AndRecurrence(double x)
    {
        Assert.Equal(Math.Log(x), LifetimeFunctions.LogGamma(x + 1) - LifetimeFunctions.LogGamma(x), 1e-11);
        Assert.Equal(1 / x, LifetimeFunctions.Digamma(x + 1) - LifetimeFunctions.Digamma(x), 1e-13);
        Assert.Equal(.5 * Math.Log(Math.PI), LifetimeFunctions.LogGamma(.5), 1e-14);
        Assert.Equal(-.5772156649015329, LifetimeFunctions.Digamma(1), 1e-14);
    }

    [Theory]
    [InlineData(1e-18)]
    [InlineData(-1e-9)]
    [InlineData(.3)]
    [InlineData(-.9)]
    [InlineData(30)]
    public void LogOnePlus_OfExpMinusOne_GivesItBack(double x)
    {
        double back = StableMath.LogOnePlus(StableMath.ExpMinusOne(x));
        Assert.Equal(x, back, 4e-15 * Math.Abs(x));
    }

    /// <summary>The same bits with one thread or three, and however the customers are ordered.</summary>
    [Fact]
    public void Fit_OtherThreadsAndOrder_SameBytes()
    {
        LifetimeFitOptions one = new() { Threads = 1, Starts = 2 }, three = new() { Threads = 3, Starts = 2 };
        LifetimeSummary shop = SmallShop.Rows(), reversed = SmallShop.Rows(reversed: true);

        Assert.Equal(
            Bytes(new BgNbdTrainer(one).Fit(shop, cancellationToken: Token)),
            Bytes(new BgNbdTrainer(three).Fit(reversed, cancellationToken: Token)));
        Assert.Equal(
            Bytes(new GammaGammaTrainer(one).Fit(shop, cancellationToken: Token)),
            Bytes(new GammaGammaTrainer(three).Fit(reversed, cancellationToken: Token)));
        Assert.Equal(
            Bytes(new ParetoNbdTrainer(one).Fit(shop, cancellationToken: Token)),
            Bytes(new ParetoNbdTrainer(three).Fit(reversed, cancellationToken: Token)));
    }

    /// <summary>In other units of time nothing changes but α, and the density of the times.</summary>
    [Fact]
    public void Fit_OtherUnitOfTime_ScalesAlphaAlone()
    {
        LifetimeSummary weeks = SmallShop.Rows();
        LifetimeSummary days = LifetimeSummary.FromRows(
            [.. Enumerable.Range(0, weeks.Count).Select(row => weeks[row]).Select(row => new LifetimeRow(
                row.RepeatPurchases, row.LastPurchase * 7, row.Age * 7))]);
        int purchases = weeks.RepeatPurchases.ToArray().Sum();

        BgNbdModel a = new BgNbdTrainer().Fit(weeks, cancellationToken: Token), b = new BgNbdTrainer().Fit(days, cancellationToken: Token);

        Assert.True(a.Fit.HasConverged && b.Fit.HasConverged, a.Fit.Explanation + b.Fit.Explanation);
        Assert.Equal(a.R, b.R, 1e-5);
        Assert.Equal(7 * a.Alpha, b.Alpha, 1e-3);
        Assert.Equal(a.Fit.LogLikelihood - (purchases * Math.Log(7)), b.Fit.LogLikelihood, 1e-5);
    }

    [Fact]
    public void Fit_IterationLimit_BestSoFarAndSaysSo()
    {
        BgNbdModel model = new BgNbdTrainer(new() { MaximumIterations = 2, Starts = 1 }).Fit(SmallShop.Rows(), cancellationToken: Token);

        Assert.Equal(LifetimeFitOutcome.IterationLimit, model.Fit.Outcome);
        Assert.Equal((StopReason.IterationLimit, 2), (model.Report.StopReason, model.Report.Iterations));
        Assert.StartsWith("Not converged: the iteration limit", model.Fit.Explanation, StringComparison.Ordinal);
        Assert.InRange(model.ExpectedPurchases(new LifetimeRow(2, 5, 10), 10), 0, 100);
    }

    /// <summary>Customers who are all alike have no spread of rates: r and α run away together, and the fit stays finite.</summary>
    [Fact]
    public void Fit_CustomersAllAlike_FiniteAndSaid()
    {
        LifetimeSummary alike = LifetimeSummary.FromRows([.. Enumerable.Repeat(new LifetimeRow(4, 9, 10) { AverageSpend = 20 }, 50)]);
        foreach (IPurchaseModel model in (IPurchaseModel[])
            [
                new BgNbdTrainer().Fit(alike, cancellationToken: Token), new MbgNbdTrainer().Fit(alike, cancellationToken: Token),
                new ParetoNbdTrainer().Fit(alike, cancellationToken: Token), new BgBbTrainer().Fit(alike, cancellationToken: Token),
            ])
        {
            Assert.True(double.IsFinite(model.Fit.LogLikelihood), model.Kind.Name);
            Assert.False(string.IsNullOrEmpty(model.Fit.Explanation));
            Assert.InRange(model.ExpectedPurchases(alike[0], 10), 2.5, 5.5);
        }

        Assert.Equal(20, new GammaGammaTrainer().Fit(alike, cancellationToken: Token).ExpectedSpend(alike[0]), .2);
    }

    [Fact]
    public void Fit_NothingToLearnFrom_ErrorSaysWhatIsMissing()
    {
        LifetimeSummary none = LifetimeSummary.FromRows([]), once = LifetimeSummary.FromRows([new(0, 0, 2.5)]);

        Assert.Throws<ArgumentException>(() => new BgNbdTrainer().Fit(none, cancellationToken: Token));
        Assert.Throws<ArgumentException>(() => new GammaGammaTrainer().Fit(once, cancellationToken: Token));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new BgBbTrainer().Fit(once, cancellationToken: Token));
        Assert.Contains("WholePeriods", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Cancelled_Throws() => Assert.Throws<OperationCanceledException>(
        () => new BgNbdTrainer().Fit(SmallShop.Rows(), cancellationToken: new CancellationToken(canceled: true)));

    [Fact]
    public void Score_Summary_SameAsOneByOne()
    {
        LifetimeSummary shop = SmallShop.Rows();
        BgNbdModel model = new BgNbdTrainer().Fit(shop, cancellationToken: Token);
        GammaGammaModel spend = new GammaGammaTrainer().Fit(shop, cancellationToken: Token);
        LifetimeValueOptions options = new() { Horizon = 26, DiscountRate = .002, Margin = .4 };

        CustomerTable table = model.Score(shop, spend, options, Token);

        for (int row = 0; row < shop.Count; row += 17)
        {
            Assert.Equal(model.ProbabilityAlive(shop[row]), table.Column<NumberColumn>("probability_alive").Values[row]);
            Assert.Equal(model.ExpectedPurchases(shop[row], 26), table.Column<NumberColumn>("expected_purchases").Values[row]);
            decimal value = table.Column<MoneyColumn>(ColumnNames.LifetimeValue).AmountAt(row)!.Value;
            Assert.Equal((decimal)model.LifetimeValue(spend, shop[row], options), value, 4);

            // Alive for certain: value ÷ P(alive).
            decimal alive = value + table.Column<MoneyColumn>(ColumnNames.WinBackValue).AmountAt(row)!.Value;
            Assert.Equal((double)value, (double)alive * model.ProbabilityAlive(shop[row]), 3);
        }

        Assert.Equal(
            "Expected value of the purchases within 26 weeks, discounted.", table.Column<MoneyColumn>("lifetime_value").Description);
    }

    /// <summary>Where the mean amount doesn't exist, nobody has a value: a cell is missing rather than wrong.</summary>
    [Fact]
    public void Score_SpendWithoutAMean_IsMissing()
    {
        LifetimeSummary shop = LifetimeSummary.FromRows([new LifetimeRow(0, 0, 10)]);

        CustomerTable table = BgNbdModel.Of(.2, 4, .8, 2.4).Score(shop, GammaGammaModel.Of(6, .5, 15), cancellationToken: Token);

        Assert.True(table.Column<MoneyColumn>(ColumnNames.LifetimeValue).IsMissing(0));
        Assert.True(table.Column<MoneyColumn>(ColumnNames.WinBackValue).IsMissing(0));
    }

    private static byte[] Bytes(IModel model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}
