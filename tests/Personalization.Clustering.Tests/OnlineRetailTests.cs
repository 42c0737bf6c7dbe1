using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class OnlineRetailTests
{
    /// <summary>scikit-learn's best of 50 starts at k = 8, printed by benchmarks/peers/kmeans_rfm.py.</summary>
    private const double PeerInertia = 2891.0617;

    [Fact]
    public void KMeans_OnlineRetail_InertiaWithinAThousandthOfThePeersBestOfFifty()
    {
        FeatureTable? raw = OnlineRetail.Rfm();
        Assert.SkipWhen(raw is null, TestData.SkipReason);
        KMeansModel model = new KMeansTrainer().Fit(raw!.Log1P().Standardize(), null, TestContext.Current.CancellationToken);
        TestContext.Current.SendDiagnosticMessage("inertia {0:R}, sizes {1}", model.Inertia, string.Join(' ', model.Sizes));

        Assert.Equal(5_878, raw!.RowCount);
        Assert.InRange(model.Inertia, PeerInertia * .999, PeerInertia * 1.001);
    }

    [Fact]
    public void Selection_OnlineRetail_FourToSixNamedClusters()
    {
        FeatureTable? raw = OnlineRetail.Rfm();
        Assert.SkipWhen(raw is null, TestData.SkipReason);
        ClusterSelection selection = new ClusterSelector().Fit(raw!.Log1P().Standardize(), null, TestContext.Current.CancellationToken);
        ClusterProfiles profiles = ClusterProfiles.From(selection.Model, raw!);
        IReadOnlyList<string> names = ClusterNameBook.Default.Name(profiles);
        TestContext.Current.SendDiagnosticMessage("{0}", selection.Reason);
        foreach (ClusterProfile profile in profiles)
            TestContext.Current.SendDiagnosticMessage("{0}: {1} {2}", names[profile.Cluster], profile.Size, profile.Summary);

        // Silhouettes of scikit-learn for its own best partitions: .438 at 2, .365 at 4.
        Assert.Equal(.438, selection.Candidates[0].Silhouette.Mean, .003);
        Assert.Equal(.365, selection.Candidates[2].Silhouette.Mean, .003);
        Assert.InRange(selection.RecommendedClusterCount, 4, 6);
        Assert.Equal(names.Count, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("Loyal big spenders", names);
    }
}
