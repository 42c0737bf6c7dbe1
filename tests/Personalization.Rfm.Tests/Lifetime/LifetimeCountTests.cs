using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

/// <summary>Probabilities of exactly n purchases, and the time of the next one.</summary>
public sealed class LifetimeCountTests
{
    public static TheoryData<string> Models => ["bg-nbd", "mbg-nbd", "pareto-nbd", "bg-bb"];

    [Fact]
    public void BgNbd_ProbabilityOfNew_Published()
    {
        BgNbdModel model = BgNbdModel.Of(.243, 4.414, .793, 2.426); // both figures are with the rounded parameters

        Assert.Equal(.5737864, model.ProbabilityOfPurchasesOfNew(0, 39), 5e-8);
        Assert.Equal(1.07869e-7, model.ProbabilityOfPurchasesOfNew(10, 2), 5e-13);
    }

    /// <summary>
    /// With s = 1 and α = β both integrals are elementary: none buys with probability (1 + r (β/(β + t))^(r+1)) / (r + 1).
    /// </summary>
    [Theory]
    [InlineData(.5, 3)]
    [InlineData(2, 40)]
    [InlineData(7, .01)]
    public void Pareto_NoPurchase_ByHand(double r, double horizon)
    {
        double expected = (1 + (r * Math.Pow(5 / (5 + horizon), r + 1))) / (r + 1);

        Assert.Equal(expected, ParetoNbdModel.Of(r, 5, 1, 5).ProbabilityOfPurchasesOfNew(0, horizon), 1e-12);
    }

    /// <summary>In two periods, all parameters 1: bought in both: stayed 1/3, bought 1/3.</summary>
    [Fact]
    public void BgBb_TwoPeriods_ByHand()
    {
        BgBbModel model = BgBbModel.Of(1, 1, 1, 1);

        Assert.Equal(1.0 / 9, model.ProbabilityOfPurchasesOfNew(2, 2), 1e-12);
        Assert.Equal((1.0 / 9) + (1.0 / 12), model.ProbabilityOfPurchasesOfNew(1, 2), 1e-12); // or left after the first, 1/6 · 1/2
        Assert.Equal(0, model.ProbabilityOfPurchasesOfNew(3, 2));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ProbabilityOfPurchases_SumsToOne_MeanIsExpected(string name)
    {
        IPurchaseModel model = Model(name);
        foreach (LifetimeRow customer in (LifetimeRow[])[new(0, 0, 0), new(0, 0, 30), new(3, 25, 30), new(20, 29, 30)])
        {
            double sum = 0, mean = 0;
            for (int n = 0; n < 1_500; n++)
            {
                double probability = model.ProbabilityOfPurchases(customer, n, 26);
                Assert.InRange(probability, 0, 1);
                sum += probability;
                mean += n * probability;
            }

            Assert.Equal(1, sum, 1e-9);
            Assert.Equal(model.ExpectedPurchases(customer, 26), mean, 1e-7);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void ProbabilityOfPurchases_Extremes_AreProbabilities(string name)
    {
        IPurchaseModel model = Model(name);
        foreach (LifetimeRow customer in (LifetimeRow[])[new(1_000, 1_000, 1_000), new(0, 0, 10_000), new(1_000, 9_999, 10_000)])
        {
            foreach ((int n, double horizon) in ((int, double)[])[(0, 0), (1, 0), (0, 10_000), (1_000, 1_000), (900, 10_000), (5, 1)])
                Assert.InRange(model.ProbabilityOfPurchases(customer, n, horizon), 0, 1);
            Assert.Equal(1, model.ProbabilityOfPurchases(customer, 0, 0), 1e-12);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => model.ProbabilityOfPurchases(new(0, 0, 1), -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.ProbabilityOfPurchases(new(0, 0, 1), 0, double.NaN));
    }

    /// <summary>Shares of 200,000 drawn customers, within five standard errors.</summary>
    [Fact]
    public void Pareto_ProbabilityOfNew_IsTheShareOfDrawnCustomers()
    {
        RandomStream random = new(1, "pareto counts");
        const int Customers = 200_000;
        int[] shares = new int[4];
        for (int i = 0; i < Customers; i++)
        {
            double rate = random.NextGamma(.8, 1 / 6.0), leaves = random.NextExponential(random.NextGamma(.6, 1 / 9.0));
            int n = random.NextPoisson(Math.Min(rate * Math.Min(leaves, 20), 1e6));
            if (n < shares.Length) shares[n]++;
        }

        for (int n = 0; n < shares.Length; n++)
            Assert.Equal((double)shares[n] / Customers, ParetoNbdModel.Of(.8, 6, .6, 9).ProbabilityOfPurchasesOfNew(n, 20), .006);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void TimeOfNextPurchase_HasItsProbability_OrNeverComes(string name)
    {
        IPurchaseModel model = Model(name);
        LifetimeRow customer = new(6, 29, 30);
        double time = model.TimeOfNextPurchase(customer), until = 1 - model.ProbabilityOfPurchases(customer, 0, time);

        if (model is BgBbModel) Assert.True(until >= .5 && 1 - model.ProbabilityOfPurchases(customer, 0, time - 1) < .5);
        else Assert.Equal(.5, until, 1e-9);
        Assert.Equal(double.PositiveInfinity, model.TimeOfNextPurchase(new LifetimeRow(6, 6, 200), .9));
        Assert.InRange(model.ExpectedTimeOfNextPurchase(customer, 26), 0, 26);
    }

    /// <summary>Who surely doesn't leave and buys at a rate r/α hardly varying: exponential times, cut at h.</summary>
    [Fact]
    public void ExpectedTimeOfNextPurchase_SteadyBuyer_ByHand()
    {
        ParetoNbdModel model = ParetoNbdModel.Of(1e7, 2e7, 1e-7, 1e7);
        const double Rate = .5, Horizon = 3;

        double expected = (1 / Rate) - (Horizon * Math.Exp(-Rate * Horizon) / (1 - Math.Exp(-Rate * Horizon)));

        Assert.Equal(expected, model.ExpectedTimeOfNextPurchase(new LifetimeRow(0, 0, 0), Horizon), 1e-6);
        Assert.Equal(Math.Log(2) / Rate, model.TimeOfNextPurchase(new LifetimeRow(0, 0, 0)), 1e-6);
        Assert.Equal(double.NaN, BgBbModel.Of(1, 1, 1, 1).ExpectedTimeOfNextPurchase(new LifetimeRow(0, 0, 0), .5));
    }

    private static IPurchaseModel Model(string name) => name switch
    {
        "bg-nbd" => BgNbdModel.Of(.243, 4.414, .793, 2.426),
        "mbg-nbd" => MbgNbdModel.Of(.525, 6.183, .891, 1.614),
        "pareto-nbd" => ParetoNbdModel.Of(.553, 10.578, .606, 11.669),
        _ => BgBbModel.Of(1.204, .75, .657, 2.783),
    };
}
