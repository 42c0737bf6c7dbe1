using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

public sealed class LifetimeCovariateTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Customers drawn with known coefficients: each is found within 3.3 standard errors, of 1,000 one isn't.</summary>
    [Theory]
    [InlineData(LifetimeFamily.BgNbd)]
    [InlineData(LifetimeFamily.ParetoNbd)]
    public void Fit_DrawnCustomers_FindsTheCoefficients(LifetimeFamily family)
    {
        double[] buys = [.6, -.3], leaves = [.5, .2];
        (LifetimeSummary summary, LifetimeCovariates covariates) = Draw(family, buys, leaves, 6_000);

        LifetimeCovariateModel model = new LifetimeCovariateTrainer(family, new() { Starts = 1 }).Fit(summary, covariates, null, Token);

        Assert.True(model.Fit.HasConverged, model.Fit.Explanation);
        double[] truth = [.. buys, .. leaves];
        for (int i = 0; i < 4; i++)
        {
            LifetimeCoefficient found = model.Coefficients[i];
            Assert.Equal((i % 2 == 0 ? "member" : "distance", i > 1), (found.Covariate, found.IsOfLeaving));
            Assert.InRange(found.StandardError, .001, 1);
            Assert.True(found.Interval(.999).Covers(truth[i]), $"{family}: {found}, truly {truth[i]}");
        }
    }

    /// <summary>Of covariates that are all 0 nothing is learned but the model without them.</summary>
    [Theory]
    [InlineData(LifetimeFamily.BgNbd)]
    [InlineData(LifetimeFamily.ParetoNbd)]
    public void For_NoEffect_IsTheModelWithout(LifetimeFamily family)
    {
        LifetimeSummary shop = SmallShop.Rows();
        LifetimeCovariateModel model = new LifetimeCovariateTrainer(family, new() { Starts = 1 }).Fit(
            shop, new LifetimeCovariates(("nothing", new double[shop.Count])), null, Token);
        IPurchaseModel plain = family == LifetimeFamily.BgNbd
            ? new BgNbdTrainer(new() { Starts = 1 }).Fit(shop, cancellationToken: Token)
            : new ParetoNbdTrainer(new() { Starts = 1 }).Fit(shop, cancellationToken: Token);

        Assert.Equal(plain.Fit.LogLikelihood, model.Fit.LogLikelihood, 1e-6);
        Assert.Equal(plain.ExpectedPurchases(shop[0], 20), model.For(0).ExpectedPurchases(shop[0], 20), 1e-4);
        Assert.Null(model.Uncertainty); // flat in the coefficients
        Assert.True(double.IsNaN(model.Coefficients[0].Interval().Low));
        Assert.Throws<ArgumentException>(() => model.For(1, 2));
    }

    /// <summary>The gradient against differences of the likelihood.</summary>
    [Theory]
    [InlineData(LifetimeFamily.BgNbd)]
    [InlineData(LifetimeFamily.ParetoNbd)]
    public void Gradient_OfAnyCell_IsTheDifference(LifetimeFamily family)
    {
        (LifetimeSummary summary, LifetimeCovariates covariates) = Draw(family, [.6, -.3], [.5, .2], 40);
        CovariateLikelihood likelihood = new(family, summary, covariates);
        double[] parameters = [.7, 5, .6, 3, 1.3, .8, .7, 1.2], gradient = new double[8], unused = new double[8];
        for (int cell = 0; cell < likelihood.CellCount; cell++)
        {
            likelihood.At(cell, parameters, gradient);
            for (int i = 0; i < 8; i++)
            {
                double step = 1e-5 * parameters[i];
                double[] above = [.. parameters], below = [.. parameters];
                above[i] += step;
                below[i] -= step;
                double difference = (likelihood.At(cell, above, unused) - likelihood.At(cell, below, unused)) / (2 * step);
                Assert.Equal(difference, gradient[i], 1e-6 * (1 + Math.Abs(difference)));
            }
        }
    }

    [Fact]
    public void Covariates_Faulty_ErrorNamesTheColumn()
    {
        ArgumentException length = Assert.Throws<ArgumentException>(() => new LifetimeCovariates(("a", [1, 2]), ("b", [1])));
        Assert.Contains("'b' has 1 values", length.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new LifetimeCovariates(("a", [1]), ("a", [1])));
        Assert.Throws<ArgumentException>(() => new LifetimeCovariates(("a", [double.NaN])));
        LifetimeCovariates three = new(("a", [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new LifetimeCovariateTrainer().Fit(SmallShop.Rows(), three, null, Token));
    }

    /// <summary>Members or not, at one of three distances: six kinds of customers, each drawn from its own model.</summary>
    private static (LifetimeSummary Summary, LifetimeCovariates Covariates) Draw(
        LifetimeFamily family, double[] buys, double[] leaves, int customers)
    {
        RandomStream random = new(4, "covariates");
        List<LifetimeRow> rows = [];
        List<double> member = [], distance = [];
        for (int kind = 0; kind < 6; kind++)
        {
            (double first, double second) = (kind % 2, (kind / 2) - 1);
            double rate = Math.Exp((buys[0] * first) + (buys[1] * second)), leaving = Math.Exp((leaves[0] * first) + (leaves[1] * second));
            IPurchaseModel model = family == LifetimeFamily.BgNbd
                ? BgNbdModel.Of(.9, 6 / rate, .8 * leaving, 2 * leaving)
                : ParetoNbdModel.Of(.9, 6 / rate, .8, 15 / leaving);
            double[] ages = [.. Enumerable.Range(0, customers / 6).Select(_ => 20 + (random.NextDouble() * 30))];
            LifetimeSummary drawn = model.DrawCustomers(ages, 0, (ulong)kind);
            for (int row = 0; row < drawn.Count; row++)
            {
                rows.Add(drawn[row]);
                member.Add(first);
                distance.Add(second);
            }
        }

        return (LifetimeSummary.FromRows(rows), new LifetimeCovariates(("member", [.. member]), ("distance", [.. distance])));
    }
}
