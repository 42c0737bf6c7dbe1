using Personalization.Core;

namespace Personalization.Clustering.Tests;

public sealed class ClusterTransitionsTests
{
    [Fact]
    public void Between_OtherNumbers_EverybodyStays()
    {
        ClusterTransitions transitions = ClusterTransitions.Between([0, 0, 1, 1, 2, -1], 3, [2, 2, 0, 0, 1, -1], 3);

        Assert.All(transitions.Before, transition => Assert.Equal(ClusterChange.Survived, transition.Change));
        Assert.Equal([2, 0, 1], transitions.Before.Select(transition => transition.Counterpart));
        Assert.Equal((6, 0, 1.0), (transitions.Shared, transitions.Moved, transitions.AdjustedRand));
        Assert.Equal("3 clusters go on; 0 of 6 customers moved (0 %).", transitions.Summary);
    }

    [Fact]
    public void Between_OneHalves_LargerPartGoesOnAndTheOtherSplits()
    {
        ClusterTransitions transitions = ClusterTransitions.Between([0, 0, 0, 0, 0, 1, 1], 2, [1, 1, 0, 0, 0, 2, 2], 3);

        Assert.Equal(new ClusterTransition(0, ClusterChange.Survived, 0, 5, 3), transitions.Before[0]);
        Assert.Equal(new ClusterTransition(1, ClusterChange.Split, 0, 2, 2), transitions.After[1]);
        Assert.Equal(2, transitions.Moved);
        Assert.Equal("2 clusters go on, 1 split off; 2 of 7 customers moved (28.6 %).", transitions.Summary);
    }

    [Fact]
    public void Between_TwoJoin_LargerGoesOnAndTheOtherMerges()
    {
        ClusterTransitions transitions = ClusterTransitions.Between([0, 0, 1, 1, 1], 2, [0, 0, 0, 0, 0], 1);

        Assert.Equal(new ClusterTransition(0, ClusterChange.Merged, 0, 2, 2), transitions.Before[0]);
        Assert.Equal(new ClusterTransition(1, ClusterChange.Survived, 0, 3, 3), transitions.Before[1]);
        Assert.Equal(new ClusterTransition(0, ClusterChange.Survived, 1, 5, 3), transitions.After[0]);
    }

    [Fact]
    public void Between_ScatteredMembers_DiesAndIsBorn()
    {
        // Old cluster 3 is dealt out over three; new cluster 3 takes a few of each.
        int[] before = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3];
        int[] after = [0, 0, 0, 0, 3, 1, 1, 1, 1, 3, 2, 2, 2, 2, 3, 0, 1, 2];

        ClusterTransitions transitions = ClusterTransitions.Between(before, 4, after, 4);

        Assert.Equal(new ClusterTransition(3, ClusterChange.Died, -1, 3, 0), transitions.Before[3]);
        Assert.Equal(new ClusterTransition(3, ClusterChange.Born, -1, 3, 0), transitions.After[3]);
        Assert.Equal(6, transitions.Moved);
        Assert.Equal(1, transitions.Overlap(0, 3));
    }

    [Fact]
    public void Between_GreedyWouldLose_MostCustomersStay()
    {
        // Greedy takes the largest overlap (0, 0) first and leaves 1 with nothing; together 0 → 1 and 1 → 0 keep more.
        int[] before = [.. Enumerable.Repeat(0, 17), .. Enumerable.Repeat(1, 9)];
        int[] after = [.. Enumerable.Repeat(0, 9), .. Enumerable.Repeat(1, 8), .. Enumerable.Repeat(0, 8), .. Enumerable.Repeat(2, 1)];

        Assert.Equal(10, ClusterTransitions.Between(before, 2, after, 3, .01).Moved);
    }

    [Fact]
    public void Between_NoiseBothTimes_Stays()
    {
        ClusterTransitions transitions = ClusterTransitions.Between([-1, -1, 0, 0], 1, [-1, 0, 0, -1], 1);

        Assert.Equal(2, transitions.Moved);
        Assert.True(transitions.IsSameSegment(-1, -1));
        Assert.False(transitions.IsSameSegment(0, -1));
    }

    [Fact]
    public void Between_BadLabels_ErrorNamesTheRow()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ClusterTransitions.Between([0, 0], 1, [0, 3], 2));

        Assert.Contains("Row 1 has label 3", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClusterTransitions.Between([0], 1, [0, 0], 1));
    }

    [Fact]
    public void Between_TablesOfOtherCustomers_JoinedAndLeftAreCounted()
    {
        FeatureTable then = Table("abcd", [1f, 2, 91, 92]), now = Table("bcde", [2f, 91, 3, 95]);
        KMeansModel model = Train(then);

        ClusterTransitions transitions = ClusterTransitions.Between(model, then, model, now);

        Assert.Equal((3, 1, 1, 1), (transitions.Shared, transitions.Joined, transitions.Left, transitions.Moved));
    }

    [Fact]
    public void Between_EverybodySwaps_SegmentsGoOnAndAllMoved()
    {
        FeatureTable then = Table("abcd", [1f, 2, 91, 92]), now = Table("abcd", [90f, 93, 1, 3]);
        KMeansModel before = Train(then), after = Train(now);

        ClusterTransitions transitions = ClusterTransitions.Between(before, then, after, now);

        Assert.All(transitions.After, transition => Assert.Equal(ClusterChange.Survived, transition.Change));
        Assert.Equal((4, 4, 0), (transitions.Shared, transitions.Moved, transitions.MovedByRetrain));
    }

    [Fact]
    public void Between_NoCustomers_NothingMoved()
    {
        ClusterTransitions transitions = ClusterTransitions.Between([], 2, [], 2);

        Assert.Equal(0, transitions.MovedShare);
        Assert.True(double.IsNaN(transitions.AdjustedRand));
        Assert.All(transitions.Before, transition => Assert.Equal(ClusterChange.Died, transition.Change));
    }

    private static KMeansModel Train(FeatureTable table) =>
        new KMeansTrainer(new() { ClusterCount = 2 }).Fit(table, null, TestContext.Current.CancellationToken);

    private static FeatureTable Table(string customers, float[] values) =>
        FeatureTable.Create(IdIndex<CustomerId>.From(customers.Select(c => new CustomerId(c.ToString()))), ("x", values));
}
