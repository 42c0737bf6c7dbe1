namespace Personalization.Rfm.Tests;

/// <summary>Single answers of models with published parameters, and answers that can be had in two ways.</summary>
public sealed class LifetimeAnswersTests
{
    private static readonly BgNbdModel Bg = BgNbdModel.Of(.243, 4.414, .793, 2.426);

    private static readonly ParetoNbdModel Pareto = ParetoNbdModel.Of(.553, 10.578, .606, 11.669);

    [Theory]
    [InlineData(.1429, .0078, 5e-5)]
    [InlineData(1, .0532, 5e-5)]
    [InlineData(3, .1506, 5e-5)]
    [InlineData(31.8571, 1.0405, 5e-5)]
    [InlineData(32, 1.0437, 5e-5)]
    [InlineData(78, 1.8576, 4e-4)] // SciPy's own value of equation 9 at these parameters is 1.85796
    public void BgNbd_ExpectedOfNew_Published(double horizon, double expected, double tolerance) => Assert.Equal(
        expected, BgNbdModel.Of(.2425945, 4.4136019, .7929199, 2.4258881).ExpectedPurchasesOfNew(horizon), tolerance);

    [Fact]
    public void BgNbd_ExpectedPurchases_Published() =>
        Assert.Equal(1.226, Bg.ExpectedPurchases(new LifetimeRow(2, 30.43, 38.86), 39), 5e-4);

    [Fact]
    public void Pareto_Answers_Published()
    {
        LifetimeRow customer = new(26, 30.86, 31);
        Assert.Equal(.9979, Pareto.ProbabilityAlive(customer), 5e-5);
        Assert.Equal(25.46, Pareto.ExpectedPurchases(customer, 52), 5e-3);
    }

    /// <summary>With the parameters rounded to two decimals, as lifetimes' tests have them.</summary>
    [Theory]
    [InlineData(132, 6.2060517889632418)]
    [InlineData(133, 6.2528722475748113)]
    public void Pareto_CountsThatOverflowTheHypergeometric_Published(int purchases, double expected) => Assert.Equal(
        expected, ParetoNbdModel.Of(.55, 10.58, .61, 11.67).ExpectedPurchases(new LifetimeRow(purchases, 200, 200), 10), 1e-9);

    [Theory]
    [InlineData(0, 0, -.41792826)]
    [InlineData(200, 38, 100.7869)]
    public void MbgNbd_LogLikelihood_Published(int purchases, double last, double expected) =>
        Assert.Equal(expected, MbgNbdModel.Of(.25, 4, .8, 2.5).LogLikelihood(new LifetimeRow(purchases, last, 40)), 5e-5);

    /// <summary>In one period the chance of each history is a product on paper: α = β = γ = δ = 1.</summary>
    [Fact]
    public void BgBb_OnePeriod_ByHand()
    {
        BgBbModel model = BgBbModel.Of(1, 1, 1, 1);

        Assert.Equal(Math.Log(.25), model.LogLikelihood(new LifetimeRow(1, 1, 1)), 1e-12); // stayed ½, bought ½
        Assert.Equal(Math.Log(.75), model.LogLikelihood(new LifetimeRow(0, 0, 1)), 1e-12); // left ½, or stayed ½ and didn't buy ½
        Assert.Equal(2.0 / 3, model.ProbabilityAlive(new LifetimeRow(1, 1, 1)), 1e-12); // the mean of δ stays, once stayed
        Assert.Equal(.5 * .5, model.ExpectedPurchasesOfNew(1), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 - 1e-9)]
    [InlineData(1 + 1e-9)]
    public void ExpectedPurchases_WherePapersDivideByZero_Continuous(double shape)
    {
        LifetimeRow customer = new(3, 20, 30);
        double bg = BgNbdModel.Of(.5, 5, shape, 2).ExpectedPurchases(customer, 40);
        double pareto = ParetoNbdModel.Of(.5, 5, shape, 10).ExpectedPurchases(customer, 40);

        double below = BgNbdModel.Of(.5, 5, .999, 2).ExpectedPurchases(customer, 40);
        double above = BgNbdModel.Of(.5, 5, 1.001, 2).ExpectedPurchases(customer, 40);
        Assert.Equal((below + above) / 2, bg, 1e-5);
        below = ParetoNbdModel.Of(.5, 5, .999, 10).ExpectedPurchases(customer, 40);
        above = ParetoNbdModel.Of(.5, 5, 1.001, 10).ExpectedPurchases(customer, 40);
        Assert.Equal((below + above) / 2, pareto, 1e-5);
    }

    /// <summary>The mean over the probability of leaving, by the midpoint rule: (1 − (A/(A + pt))^(r+x)) / p over Beta(a, b + x).</summary>
    [Fact]
    public void BgNbd_ExpectedPurchases_IsTheIntegral()
    {
        BgNbdModel model = BgNbdModel.Of(.7, 6, 2.5, 3);
        LifetimeRow customer = new(4, 25, 30);
        double sum = 0, mass = 0;
        const int Points = 200_000;
        for (int i = 0; i < Points; i++)
        {
            double p = (i + .5) / Points, density = Math.Pow(p, 1.5) * Math.Pow(1 - p, 6);
            sum += density * (1 - Math.Pow(36 / (36 + (p * 50)), 4.7)) / p;
            mass += density;
        }

        Assert.Equal(sum / mass, model.ExpectedPurchases(customer, 50) / model.ProbabilityAlive(customer), 1e-6);
    }

    [Fact]
    public void DiscountedPurchases_ManySteps_BetweenNoneAndAll()
    {
        LifetimeRow customer = new(5, 30, 38) { AverageSpend = 40 };
        LifetimeValueOptions fine = new() { DiscountRate = .01, Steps = 5_000 }, coarse = fine with { Steps = 52 };
        GammaGammaModel spend = GammaGammaModel.Of(6.25, 3.74, 15.44);

        double expected = Bg.ExpectedPurchases(customer, 52), discounted = Bg.DiscountedPurchases(customer, fine);

        Assert.InRange(discounted, expected * Math.Exp(-.52), expected);
        Assert.Equal(discounted, Bg.DiscountedPurchases(customer, coarse), 1e-4);
        Assert.Equal(.5 * spend.ExpectedSpend(customer) * discounted, Bg.LifetimeValue(spend, customer, fine with { Margin = .5 }), 1e-9);
    }

    /// <summary>Counts of 1,000 and ages of 10,000: probabilities are probabilities, and purchases grow with the horizon.</summary>
    [Theory]
    [InlineData(0, 0, 10_000)]
    [InlineData(1, 1, 10_000)]
    [InlineData(1_000, 10, 10_000)]
    [InlineData(1_000, 9_999, 10_000)]
    [InlineData(1_000, 10_000, 10_000)]
    [InlineData(1_000, 1_000, 1_000)]
    public void Answers_OfExtremeCustomers_AreFinite(int purchases, double last, double age)
    {
        IPurchaseModel[] models = [Bg, MbgNbdModel.Of(.525, 6.183, .891, 1.614), Pareto, ParetoNbdModel.Of(.5, 100, 2, .1)];
        LifetimeRow customer = new(purchases, last, age);
        foreach (IPurchaseModel model in models) CheckAnswers(model, customer);
        if (purchases <= last) CheckAnswers(BgBbModel.Of(1.204, .75, .657, 2.783), customer);
    }

    private static void CheckAnswers(IPurchaseModel model, LifetimeRow customer)
    {
        double alive = model.ProbabilityAlive(customer);
        Assert.InRange(alive, 0, 1);
        double before = 0;
        foreach (double horizon in (double[])[0, 1, 100, 10_000])
        {
            double expected = model.ExpectedPurchases(customer, horizon);
            Assert.True(double.IsFinite(expected) && expected >= before - 1e-12, $"{model.Kind} {customer}: {expected} at {horizon}");
            before = expected;
        }
    }
}
