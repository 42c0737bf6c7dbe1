namespace Personalization.Prediction.Tests.Bayesian;

public sealed class BayesianMeansTests
{
    /// <summary>What is believed firmly isn't moved by a few customers: each treatment has its own mean, or that of all.</summary>
    [Fact]
    public void Fit_MeansOfSingleTreatments_AreWhereTheyBegin()
    {
        BayesianUpliftOptions firm = new()
        {
            Mean = .1,
            Means = new Dictionary<string, double> { ["gift"] = .6 },
            TreatmentDeviation = .001,
            ColumnDeviation = .001,
        };
        UpliftData data = WeeklyShop.Data(60, 1, 5, (_, _, _) => 0);

        BayesianUpliftModel model = new BayesianUpliftTrainer(firm).Fit(data, cancellationToken: TestContext.Current.CancellationToken);

        (double[] gift, _) = model.LogOddsEffects(data.Slices[0].Customers, 0, TestContext.Current.CancellationToken);
        (double[] news, _) = model.LogOddsEffects(data.Slices[0].Customers, 1, TestContext.Current.CancellationToken);
        Assert.All(gift, effect => Assert.InRange(effect, .59, .61));
        Assert.All(news, effect => Assert.InRange(effect, .09, .11));
    }

    [Fact]
    public void Means_OutOfRange_NamesTheOption()
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(
            () => new BayesianUpliftOptions { Means = new Dictionary<string, double> { ["gift"] = 6 } });

        Assert.Contains("Means is 6; it must be from -5 to 5.", e.Message, StringComparison.Ordinal);
    }
}
