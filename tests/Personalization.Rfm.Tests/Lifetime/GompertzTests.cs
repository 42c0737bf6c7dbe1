namespace Personalization.Rfm.Tests;

public sealed class GompertzTests
{
    private static readonly LifetimeRow[] Rows = [new(0, 0, 39), new(2, 30.43, 38.86), new(7, 20, 20), new(26, 12, 31), new(0, 0, 0)];

    [Fact]
    public void Answers_GrowthNearZero_AreThoseOfPareto()
    {
        ParetoNbdModel pareto = ParetoNbdModel.Of(.553, 10.58, .606, 11.67);
        GompertzNbdModel model = GompertzNbdModel.Of(.553, 10.58, 1e-9, .606, 11.67e-9);
        foreach (LifetimeRow row in Rows)
        {
            Assert.Equal(pareto.LogLikelihood(row), model.LogLikelihood(row), 1e-6);
            Assert.Equal(pareto.ProbabilityAlive(row), model.ProbabilityAlive(row), 1e-6);
            Assert.Equal(pareto.ExpectedPurchases(row, 39), model.ExpectedPurchases(row, 39), 1e-6);
            Assert.Equal(pareto.ProbabilityOfPurchases(row, 3, 39), model.ProbabilityOfPurchases(row, 3, 39), 1e-6);
        }
    }

    [Fact]
    public void LogLikelihood_PlainSum_Same()
    {
        (double r, double alpha, double b, double s, double beta) = (.8, 7, .05, .9, .4);
        GompertzNbdModel model = GompertzNbdModel.Of(r, alpha, b, s, beta);
        foreach (LifetimeRow row in Rows)
        {
            // Midpoints of many parts of the integral as Bemmaor and Glady (2012) write it.
            double power = r + row.RepeatPurchases, sum = 0, span = row.Age - row.LastPurchase;
            const int Parts = 200_000;
            for (int i = 0; i < Parts; i++)
            {
                double u = row.LastPurchase + (span * (i + .5) / Parts);
                sum += Math.Exp(b * u) * Math.Pow(alpha + u, -power) * Math.Pow(beta - 1 + Math.Exp(b * u), -s - 1) * span / Parts;
            }

            double alive = Math.Pow(alpha + row.Age, -power) * Math.Pow(beta - 1 + Math.Exp(b * row.Age), -s);
            double gammas = LifetimeFunctions.LogGamma(power) - LifetimeFunctions.LogGamma(r);
            gammas += (r * Math.Log(alpha)) + (s * Math.Log(beta));
            Assert.Equal(gammas + Math.Log(alive + (b * s * sum)), model.LogLikelihood(row), 1e-8);
            Assert.Equal(alive / (alive + (b * s * sum)), model.ProbabilityAlive(row), 1e-8);
        }
    }

    [Fact]
    public void ProbabilityOfPurchases_AllCounts_OneAndTheMean()
    {
        GompertzNbdModel model = GompertzNbdModel.Of(.8, 7, .05, .9, .4);
        foreach (LifetimeRow row in Rows)
        {
            double sum = 0, mean = 0;
            for (int n = 0; n < 300; n++)
            {
                double probability = model.ProbabilityOfPurchases(row, n, 20);
                sum += probability;
                mean += n * probability;
            }

            Assert.Equal(1, sum, 1e-9);
            Assert.Equal(model.ExpectedPurchases(row, 20), mean, 1e-7 * (1 + mean));
        }
    }

    [Theory]
    [InlineData(1_000, 200, 10_000)]
    [InlineData(1_000, 9_990, 10_000)]
    [InlineData(0, 0, 10_000)]
    public void Answers_Extremes_Finite(int x, double last, double age)
    {
        foreach (GompertzNbdModel model in (GompertzNbdModel[])
            [GompertzNbdModel.Of(.5, 10, .3, .6, .01), GompertzNbdModel.Of(.5, 10, 1e-7, .6, 100), GompertzNbdModel.Of(3, .01, 5, 2, 1e6)])
        {
            LifetimeRow row = new(x, last, age);
            Assert.True(double.IsFinite(model.LogLikelihood(row)));
            Assert.InRange(model.ProbabilityAlive(row), 0, 1);
            Assert.True(double.IsFinite(model.ExpectedPurchases(row, 52)));
        }
    }

    [Fact]
    public void Fit_Cdnow_PublishedLikelihood()
    {
        GompertzNbdModel model =
            new GompertzNbdTrainer(new() { Starts = 1 }).Fit(Cdnow.Sample(), null, TestContext.Current.CancellationToken);

        Assert.Equal(-9594.98, model.Fit.LogLikelihood, .01);
        Assert.Equal(.553, model.R, .002);
        Assert.Equal(10.578, model.Alpha, .03);
    }
}
