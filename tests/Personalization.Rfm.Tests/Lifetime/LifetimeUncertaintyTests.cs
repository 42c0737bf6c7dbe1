using Personalization.Core;

namespace Personalization.Rfm.Tests;

/// <summary>Standard errors, drawn customers and intervals.</summary>
public sealed class LifetimeUncertaintyTests
{
    private static readonly BgNbdModel Truth = BgNbdModel.Of(.8, 6, 1.2, 4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>CLVTools' standard errors.</summary>
    [Fact]
    public void Pareto_Cdnow_PublishedStandardErrors()
    {
        ParetoNbdModel model = new ParetoNbdTrainer(new() { Starts = 1 }).Fit(Cdnow.Rounded(), cancellationToken: Token);

        double[] published = [.0476, .8427, .1873, 6.2105];
        for (int i = 0; i < 4; i++) Assert.Equal(published[i], model.Uncertainty!.StandardErrors[i], .01 * published[i]);
        Assert.Equal(["r", "alpha", "s", "beta"], model.Parameters.Select(parameter => parameter.Name));
        Assert.InRange(model.Uncertainty!.Correlation(2, 3), .8, 1);
        Assert.Equal(1, model.Uncertainty.Correlation(2, 2));
    }

    /// <summary>Each customer four times: the same parameters, half the standard errors.</summary>
    [Fact]
    public void StandardErrors_FourTimesTheCustomers_AreHalved()
    {
        LifetimeSummary shop = SmallShop.Rows();
        LifetimeSummary four = LifetimeSummary.FromRows([.. Enumerable.Range(0, 4 * shop.Count).Select(row => shop[row % shop.Count])]);

        BgNbdModel once = new BgNbdTrainer().Fit(shop, cancellationToken: Token);
        BgNbdModel often = new BgNbdTrainer().Fit(four, cancellationToken: Token);

        for (int i = 0; i < 4; i++)
        {
            double error = once.Parameters[i].StandardError;
            Assert.Equal(error / 2, often.Parameters[i].StandardError, 1e-3 * error);
        }
    }

    [Fact]
    public void Uncertainty_OfASavedModel_IsKept()
    {
        BgBbModel model = new BgBbTrainer(new() { Starts = 1 }).Fit(SmallShop.Rows(), cancellationToken: Token);
        using MemoryStream stream = new();
        model.Save(stream);
        stream.Position = 0;

        BgBbModel loaded = BgBbModel.Kind.Load(stream);

        Assert.Equal(model.Uncertainty!.LogCovariance.ToArray(), loaded.Uncertainty!.LogCovariance.ToArray());
        Assert.Equal(model.Parameters, loaded.Parameters);
    }

    [Fact]
    public void Laplace_OfGivenParameters_ErrorSaysWhy()
    {
        Assert.Null(Truth.Uncertainty);
        Assert.Equal(double.NaN, Truth.Parameters[0].StandardError);
        Assert.Throws<ArgumentException>(() => LifetimeDraws.Laplace(Truth));
    }

    /// <summary>Drawn shares of customers are the model's probabilities, within five standard errors, for any threads.</summary>
    [Fact]
    public void DrawCustomers_EachModel_HasItsProbabilities()
    {
        double[] ages = Enumerable.Repeat(20.0, 40_000).ToArray();
        foreach (IPurchaseModel model in Models())
        {
            LifetimeSummary drawn = model.DrawCustomers(ages, 10, 5, 1), again = model.DrawCustomers(ages, 10, 5, 3);
            Assert.True(drawn.LastPurchases.SequenceEqual(again.LastPurchases));
            for (int n = 0; n < 3; n++)
            {
                double share = drawn.RepeatPurchases.Count(n) / (double)ages.Length;
                Assert.Equal(model.ProbabilityOfPurchasesOfNew(n, 20), share, .0125);
            }

            double expected = 0, actual = 0;
            for (int row = 0; row < drawn.Count; row++)
            {
                expected += model.ExpectedPurchases(drawn[row], 10);
                actual += drawn.HoldOutPurchases[row];
            }

            Assert.Equal(1, actual / expected, .05);
        }
    }

    /// <summary>Futures drawn for a known customer are distributed as the model says: their 90 % interval holds 90 % or more.</summary>
    [Fact]
    public void Purchases_OfOneCustomer_IntervalHasItsProbability()
    {
        foreach (LifetimeSummary drawn in (LifetimeSummary[])[Truth.DrawCustomers(Enumerable.Repeat(30.0, 4_000).ToArray(), 0, 1)])
        {
            BgNbdModel model = new BgNbdTrainer(new() { Starts = 1 }).Fit(drawn, cancellationToken: Token);
            LifetimeDraws draws = LifetimeDraws.Laplace(model);
            LifetimeRow customer = new(8, 28, 30);
            LifetimeInterval purchases = draws.Purchases(customer, 20), expected = draws.ExpectedPurchases(customer, 20);

            double inside = 0;
            for (int n = (int)purchases.Low; n <= purchases.High; n++) inside += model.ProbabilityOfPurchases(customer, n, 20);
            Assert.InRange(inside, .89, .985);
            Assert.Equal(model.ExpectedPurchases(customer, 20), expected.Estimate);
            Assert.True(expected.Low < expected.Estimate && expected.Estimate < expected.High);
            Assert.True(purchases.High - purchases.Low > 3 * (expected.High - expected.Low));
        }
    }

    [Fact]
    public void LaplaceAndBootstrap_ManyCustomers_Agree()
    {
        LifetimeSummary drawn = Truth.DrawCustomers(Enumerable.Repeat(30.0, 3_000).ToArray(), 26, 2);
        BgNbdModel model = new BgNbdTrainer(new() { Starts = 1 }).Fit(drawn, cancellationToken: Token);

        LifetimeDraws laplace = LifetimeDraws.Laplace(model);
        LifetimeDraws bootstrap = LifetimeDraws.Bootstrap(model, drawn, new() { Draws = 100 }, Token);

        Assert.Equal(100, bootstrap.Models.Count);
        LifetimeInterval first = laplace.ExpectedTotal(drawn, 26), second = bootstrap.ExpectedTotal(drawn, 26);
        Assert.Equal(first.Estimate, second.Estimate);
        Assert.InRange((second.High - second.Low) / (first.High - first.Low), .6, 1.6);
        LifetimeInterval real = laplace.TotalPurchases(drawn, 26);
        Assert.True(real.High - real.Low > first.High - first.Low);
        Assert.True(laplace.OfParameters()[0].Covers(.8), $"{laplace.OfParameters()[0]}");
        Assert.Equal(laplace.OfParameters(), LifetimeDraws.Laplace(model, new() { Threads = 1 }).OfParameters());
    }

    private static IPurchaseModel[] Models() =>
    [
        Truth, MbgNbdModel.Of(.8, 6, .9, 1.6), ParetoNbdModel.Of(.8, 6, .6, 11), BgBbModel.Of(1.2, 2, .7, 6),
    ];
}
