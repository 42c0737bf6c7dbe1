namespace Personalization.Rfm.Tests;

/// <summary>Fits of CDNOW and of the donors, against published parameters and log-likelihoods.</summary>
public sealed class PublishedLifetimeTests
{
    private static readonly LifetimeFitOptions Several = new() { Starts = 3 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Sample_Counted_IsThePublishedSummary()
    {
        LifetimeSummary sample = Cdnow.Sample(), rounded = Cdnow.Rounded();

        Assert.Equal(2_357, sample.Count);
        Assert.Equal((2_457, 1_411, 1_882), (Sum(sample.RepeatPurchases), Zeros(sample.RepeatPurchases), Sum(sample.HoldOutPurchases)));
        Assert.Equal(39, sample.HoldOutLength);
        for (int row = 0; row < sample.Count; row++)
        {
            Assert.Equal(rounded.RepeatPurchases[row], sample.RepeatPurchases[row]);
            Assert.Equal(rounded.LastPurchases[row], sample.LastPurchases[row], .0051);
            Assert.Equal(rounded.Ages[row], sample.Ages[row], .0051);
        }
    }

    /// <summary>Fader, Hardie and Lee (2005), to the digits of CLVTools.</summary>
    [Fact]
    public void BgNbd_Cdnow_PublishedParameters()
    {
        BgNbdModel model = new BgNbdTrainer(Several).Fit(Cdnow.Rounded(), cancellationToken: Token);

        Assert.True(model.Fit.HasConverged, model.Fit.Explanation);
        Assert.Equal(3, model.Fit.StartsAgreeing);
        Assert.Equal(-9582.429, model.Fit.LogLikelihood, .005);
        Close(.2425945, model.R);
        Close(4.4136019, model.Alpha);
        Close(.7929199, model.A);
        Close(2.4258881, model.B);
    }

    [Fact]
    public void ParetoNbd_Cdnow_PublishedParameters()
    {
        ParetoNbdModel model = new ParetoNbdTrainer(Several).Fit(Cdnow.Rounded(), cancellationToken: Token);

        Assert.True(model.Fit.HasConverged, model.Fit.Explanation);
        Assert.Equal(3, model.Fit.StartsAgreeing);
        Assert.Equal(-9594.976, model.Fit.LogLikelihood, .005);
        Close(.55315, model.R);
        Close(10.57633, model.Alpha);
        Close(.60625, model.S);
        Close(11.67150, model.Beta);
    }

    [Fact]
    public void Fits_FiftyRandomStarts_SameOptimum()
    {
        LifetimeFitOptions fifty = new() { Starts = 50, Seed = 16 };
        LifetimeSummary rounded = Cdnow.Rounded();

        LifetimeFit bg = new BgNbdTrainer(fifty).Fit(rounded, cancellationToken: Token).Fit;
        LifetimeFit pareto = new ParetoNbdTrainer(fifty).Fit(rounded, cancellationToken: Token).Fit;

        Assert.Equal((50, 50), (bg.StartsAgreeing, pareto.StartsAgreeing));
        Assert.Equal(-9582.429, bg.LogLikelihood, .005);
        Assert.Equal(-9594.976, pareto.LogLikelihood, .005);
    }

    [Fact]
    public void MbgNbd_Cdnow_PublishedParameters()
    {
        MbgNbdModel model = new MbgNbdTrainer(Several).Fit(Cdnow.Rounded(), cancellationToken: Token);

        Assert.True(model.Fit.HasConverged, model.Fit.Explanation);
        Assert.Equal(-9582.133, model.Fit.LogLikelihood, .006);
        Assert.Equal(.525, model.R, .001);
        Assert.Equal(6.183, model.Alpha, .007);
        Assert.Equal(.891, model.A, .001);
        Assert.Equal(1.614, model.B, .002);
    }

    [Fact]
    public void GammaGamma_Cdnow_PublishedParametersAndSpends()
    {
        LifetimeSummary sample = Cdnow.Sample();
        GammaGammaModel model = new GammaGammaTrainer(Several).Fit(sample, cancellationToken: Token);

        Assert.True(model.Fit.HasConverged, model.Fit.Explanation);
        Assert.Equal(946, model.Fit.Customers);
        Assert.Equal(-4055.918, model.Fit.LogLikelihood, .005);
        Assert.Equal(6.25, model.P, .01);
        Assert.Equal(3.74, model.Q, .01);
        Assert.Equal(15.44, model.Gamma, .02);
        double[] published = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
        for (int row = 0; row < published.Length; row++) Assert.Equal(published[row], model.ExpectedSpend(sample[row]), .1);
    }

    /// <summary>Fader, Hardie and Shang (2010), table 3.</summary>
    [Fact]
    public void BgBb_Donors_PublishedParameters()
    {
        BgBbModel model = new BgBbTrainer(Several).Fit(Cdnow.Donors(), cancellationToken: Token);

        Assert.True(model.Fit.HasConverged, model.Fit.Explanation);
        Assert.Equal(-33_225.58, model.Fit.LogLikelihood, .01);
        Assert.Equal(1.204, model.Alpha, .0012);
        Assert.Equal(.750, model.Beta, .0008);
        Assert.Equal(.657, model.Gamma, .0007);
        Assert.Equal(2.783, model.Delta, .0028);
    }

    [Fact]
    public void Forecasts_OfTheHoldOut_AreAsGoodAsComputed()
    {
        LifetimeSummary sample = Cdnow.Sample();
        (double total, double absolute, double square) = Errors(new BgNbdTrainer().Fit(sample, cancellationToken: Token), sample);
        Assert.Equal(1_653.4, total, 1.0);
        Assert.Equal(.7855, absolute, .0005);
        Assert.Equal(1.608, square, .001);

        (total, absolute, square) = Errors(new ParetoNbdTrainer().Fit(sample, cancellationToken: Token), sample);
        Assert.Equal(1_665.5, total, 1.0);
        Assert.Equal(.7545, absolute, .0005);
        Assert.Equal(1.603, square, .001);
    }

    private static (double Total, double Absolute, double Square) Errors(IPurchaseModel model, LifetimeSummary summary)
    {
        double total = 0, absolute = 0, square = 0;
        for (int row = 0; row < summary.Count; row++)
        {
            double expected = model.ExpectedPurchases(summary[row], summary.HoldOutLength);
            double error = expected - summary.HoldOutPurchases[row];
            total += expected;
            absolute += Math.Abs(error);
            square += error * error;
        }

        return (total, absolute / summary.Count, Math.Sqrt(square / summary.Count));
    }

    private static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-3 * expected);

    private static int Sum(ReadOnlySpan<int> values)
    {
        int sum = 0;
        foreach (int value in values) sum += value;
        return sum;
    }

    private static int Zeros(ReadOnlySpan<int> values) => values.Count(0);
}
