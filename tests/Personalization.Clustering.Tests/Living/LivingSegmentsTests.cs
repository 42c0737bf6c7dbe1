using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Clustering.Tests;

public sealed class LivingSegmentsTests
{
    [Fact]
    public void Next_ClustersGoOn_IdsAndNamesLast()
    {
        LivingSegments segments = LivingSegments.Start(["Regulars", "Splurgers"]);
        ClusterTransitions swapped = ClusterTransitions.Between([0, 0, 0, 1, 1], 2, [1, 1, 1, 0, 0], 2);

        LivingSegments next = segments.Next(swapped, ["Whatever", "Anything"]);

        Assert.Equal([new LivingSegment(2, "Splurgers", 0, 1), new LivingSegment(1, "Regulars", 1, 1)], next.Segments);
        Assert.Equal((2, 3), (next.Generation, next.NextId));
        Assert.Null(next[-1]);
    }

    [Fact]
    public void Next_OneDiesAndComesBack_IdIsNotUsedAgain()
    {
        LivingSegments one = LivingSegments.Start(["Regulars", "Splurgers"])
            .Next(ClusterTransitions.Between([0, 0, 0, 1], 2, [0, 0, 0, 0], 1), ["Everybody"]);

        LivingSegments two = one.Next(ClusterTransitions.Between([0, 0, 0, 0], 1, [0, 0, 0, 1], 2), ["Some", "Regulars"]);

        Assert.Equal([new LivingSegment(1, "Regulars", 0, 1), new LivingSegment(3, "Regulars 2", 1, 3)], two.Segments);
    }

    [Fact]
    public void Start_SameNameTwice_ArgumentException()
    {
        Assert.Throws<ArgumentException>(() => LivingSegments.Start(["a", "a"]));
        Assert.Throws<ArgumentException>(() => LivingSegments.Start(["a", " "]));
    }

    [Fact]
    public void Next_OtherNumberOfClusters_ArgumentException()
    {
        LivingSegments segments = LivingSegments.Start(["a", "b"]);

        Assert.Throws<ArgumentException>(() => segments.Next(ClusterTransitions.Between([0], 1, [0], 1), ["a"]));
        Assert.Throws<ArgumentException>(() => segments.Next(ClusterTransitions.Between([0, 1], 2, [0, 1], 2), ["a"]));
    }

    [Fact]
    public void Load_Saved_SameSegments()
    {
        LivingSegments segments = LivingSegments.Start(["Regulars", "Splurgers"])
            .Next(ClusterTransitions.Between([0, 0, 1, 1], 2, [0, 1, 2, 2], 3), ["x", "y", "z"]);
        using MemoryStream stream = new();
        segments.Save(stream);

        LivingSegments loaded = LivingSegments.Load(new MemoryStream(stream.ToArray()));

        Assert.Equal(segments.Segments, loaded.Segments);
        Assert.Equal((segments.Generation, segments.NextId), (loaded.Generation, loaded.NextId));
    }
}

public sealed class LivingSegmentsConformanceTests : ModelConformance<LivingSegments>
{
    protected override LivingSegments Sample() => LivingSegments.Start(["Regulars", "Splurgers"]);
}
