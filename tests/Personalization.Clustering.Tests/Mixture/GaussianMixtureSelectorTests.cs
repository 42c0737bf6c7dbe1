using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class GaussianMixtureSelectorTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Fit_ThreeSlantedClouds_ThreeWithSharedCovariance()
    {
        GaussianMixtureSelection selection = new GaussianMixtureSelector(new() { MaxClusters = 5, Mixture = new() { Starts = 2 } }).Fit(
            Clouds(), null, Token);

        Assert.Equal((3, CovarianceKind.Tied), (selection.Model.ClusterCount, selection.Model.Options.Covariance));
        Assert.Equal(20, selection.Candidates.Count);
        Assert.Equal(selection.Candidates.Min(model => model.BayesianCriterion), selection.Model.BayesianCriterion);
        Assert.StartsWith("3 components with tied covariance: BIC ", selection.Reason, StringComparison.Ordinal);
        Assert.Contains(" is the lowest of 20, before ", selection.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Akaike_LowestOfThoseAsked()
    {
        GaussianMixtureSelection selection = new GaussianMixtureSelector(new()
        {
            MinClusters = 2,
            MaxClusters = 4,
            Covariances = [CovarianceKind.Diagonal],
            Criterion = InformationCriterion.Akaike,
        }).Fit(Clouds(), null, Token);

        Assert.Equal([2, 3, 4], selection.Candidates.Select(model => model.ClusterCount));
        Assert.Equal(selection.Candidates.Min(model => model.AkaikeCriterion), selection.Model.AkaikeCriterion);
    }

    [Fact]
    public void Constructor_Contradiction_ErrorNamesBoth()
    {
        Assert.Throws<ArgumentException>(() => new GaussianMixtureSelector(new() { MinClusters = 4, MaxClusters = 3 }));
        Assert.Throws<ArgumentException>(() => new GaussianMixtureSelector(new() { Mixture = new() { InitialMeans = new Matrix(2, 2) } }));
    }

    private static FeatureTable Clouds()
    {
        RandomStream random = new(1, "clouds");
        const int Rows = 300;
        float[] x = new float[Rows], y = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            double along = random.NextGaussian(0, 2);
            x[row] = (float)(along + (5 * (row % 3)));
            y[row] = (float)(along + random.NextGaussian(0, .4) - (4 * (row % 3)));
        }

        return FeatureTable.Create(
            IdIndex<CustomerId>.From(Enumerable.Range(10_000, Rows).Select(i => new CustomerId($"{i}"))), ("x", x), ("y", y));
    }
}
