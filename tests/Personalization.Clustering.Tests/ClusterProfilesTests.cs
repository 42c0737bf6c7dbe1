using Personalization.Core;

namespace Personalization.Clustering.Tests;

public sealed class ClusterProfilesTests
{
    private static readonly IdIndex<CustomerId> Four = IdIndex<CustomerId>.From("abcd".Select(c => new CustomerId(c.ToString())));

    private static readonly FeatureTable Raw = FeatureTable.Create(Four, ("recency", [10f, 20, 90, 80]), ("monetary", [5f, 5, 5, 5]));

    [Fact]
    public void From_Labels_ByHand()
    {
        ClusterProfiles profiles = ClusterProfiles.From(Raw, [0, 0, 1, -1], 2, FeatureScaling.None, [60m, 20m, 10m, 10m]);

        ClusterProfile first = profiles[0];
        Assert.Equal((2, .5, 80m, .8), (first.Size, first.Share, first.Revenue, first.RevenueShare));
        Assert.Equal(15, first.Features[0].Median);
        Assert.Equal(12.5, first.Features[0].LowerQuartile);
        Assert.Equal(17.5, first.Features[0].UpperQuartile);

        // All: mean 50, variance (1600 + 900 + 1600 + 900) / 4 = 1250; the cluster's mean is 15.
        Assert.Equal((15 - 50) / Math.Sqrt(1250), first.Features[0].Deviation, 12);
        Assert.Equal("recency 1.0 sd below average", first.Summary);
        Assert.Equal(0, first.DeviationOf("Monetary"));
        Assert.Null(first.DeviationOf("tenure"));
        Assert.Equal(1, profiles[1].Size);
    }

    [Fact]
    public void From_NoRevenue_NoShares() => Assert.Null(ClusterProfiles.From(Raw, [0, 0, 1, 1], 2, FeatureScaling.None)[0].RevenueShare);

    [Fact]
    public void From_Model_SameAsItsLabels()
    {
        KMeansModel model = new KMeansTrainer(new() { ClusterCount = 2 }).Fit(
            Raw.Standardize(), null, TestContext.Current.CancellationToken);

        Assert.Equal([2, 2], ClusterProfiles.From(model, Raw).Select(profile => profile.Size));
        Assert.Equal(15, ClusterProfiles.From(model, Raw)[0].Features[0].Mean);
        Assert.Throws<ArgumentException>(() => ClusterProfiles.From(model, Raw.Standardize()));
    }

    [Fact]
    public void From_LabelTooLarge_ErrorNamesTheRow() =>
        Assert.Contains(
            "Row 2 has label 2",
            Assert.Throws<ArgumentException>(() => ClusterProfiles.From(Raw, [0, 1, 2, 0], 2, FeatureScaling.None)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Name_DefaultBook_TypicalDeviations()
    {
        IReadOnlyList<string> names = ClusterNameBook.Default.Name(
        [
            Profile(-1.2, 1.5, 1.4), Profile(.6, .4, .5), Profile(-1, -.5, -.4), Profile(1.1, -.8, -.9), Profile(.1, -.5, -.6),
        ]);

        Assert.Equal(["Loyal big spenders", "Slipping away", "New and promising", "Long gone", "Occasional buyers"], names);
    }

    [Fact]
    public void Name_SharedName_QualifiedByWhatDiffersMost()
    {
        IReadOnlyList<string> names = ClusterNameBook.Default.Name(
            [Profile(.9, -.9, -.4), Profile(1, -.8, -1.3), Profile(1.4, -.8, -1.3), Profile(1.4, -.8, -1.3)]);

        Assert.Equal(
            [
                "Long gone (higher spend)",
                "Long gone (lower spend, more recent)",
                "Long gone (lower spend, longer ago, 1)",
                "Long gone (lower spend, longer ago, 2)",
            ],
            names);
    }

    [Fact]
    public void Name_NoRuleFits_NamedAfterWhatStandsOut()
    {
        ClusterNameBook book = new([new("Big", new ClusterNameCondition("monetary", AtLeast: 3))]);

        Assert.Equal(
            ["Low recency", "High frequency", "Average customers", "Big"],
            book.Name([Profile(-2, 0, 1), Profile(0, 1, 0), Profile(0, 0, 0), Profile(0, 0, 3)]));
    }

    private static ClusterProfile Profile(double recency, double frequency, double monetary) => new()
    {
        Cluster = 0,
        Size = 1,
        Share = .1,
        Features =
        [
            new("recency", 0, 0, 0, 0, recency),
            new("frequency", 0, 0, 0, 0, frequency),
            new("monetary", 0, 0, 0, 0, monetary),
        ],
    };
}
