namespace Personalization.Core.Tests;

public sealed class ClusterAgreementTests
{
    [Fact]
    public void Between_SamePartitionOtherNumbers_OneByEveryMeasure()
    {
        ClusterAgreement agreement = ClusterAgreement.Between([0, 0, 1, 1, 2], [7, 7, -2, -2, 5]);

        Assert.Equal(1, agreement.AdjustedRand, 14);
        Assert.Equal(1, agreement.FowlkesMallows, 14);
        Assert.Equal(1, agreement.NormalizedMutualInformation, 14);
        Assert.Equal(1, agreement.AdjustedMutualInformation(), 12);
        Assert.Equal(1, agreement.VMeasure, 14);
    }

    [Fact]
    public void Between_OneClusterSplit_ByHand()
    {
        // 0 0 1 1 against 0 0 1 2: the second says all of the first (ln 2), the first only ln 2 of ½ ln 2 + ½ ln 4.
        ClusterAgreement agreement = ClusterAgreement.Between([0, 0, 1, 1], [0, 0, 1, 2]);

        Assert.Equal(Math.Log(2), agreement.MutualInformation, 14);
        Assert.Equal(1, agreement.Homogeneity, 14);
        Assert.Equal(Math.Log(2) / (1.5 * Math.Log(2)), agreement.Completeness, 14);
        Assert.Equal(.8, agreement.VMeasure, 14);
        Assert.Equal(.8, agreement.NormalizedMutualInformation, 14);

        // Pairs together: 2 and 1, in both 1.
        Assert.Equal(Math.Sqrt(1 / 2.0), agreement.FowlkesMallows, 14);
        Assert.Equal((1 - (1.0 / 3)) / (1.5 - (1.0 / 3)), agreement.AdjustedRand, 14);
    }

    [Fact]
    public void Jaccard_ByHand_BestMatchNoiseLeftOutAndNumbersWithoutRowsNaN()
    {
        // Cluster 0 has rows 0–2, of which 0 and 1 are with row 3; cluster 2 has rows 3 and 4, of which one is noise.
        Assert.Equal([2.0 / 4, double.NaN, 1.0 / 4], ClusterAgreement.Between([0, 0, 0, 2, 2, -1], [4, 4, -1, 4, -1, -1]).Jaccard());
    }

    [Fact]
    public void Between_OneClusterEach_One()
    {
        ClusterAgreement agreement = ClusterAgreement.Between([3, 3, 3], [1, 1, 1]);

        Assert.Equal((1, 1, 1.0), (agreement.NormalizedMutualInformation, agreement.AdjustedMutualInformation(), agreement.AdjustedRand));
        Assert.Throws<ArgumentException>(() => ClusterAgreement.Between([0], [0, 1]));
    }

    /// <summary>Figures of scikit-learn 1.2.1.</summary>
    [Fact]
    public void Between_TwoHundredLabels_AsScikitLearn()
    {
        int[] first = [.. Enumerable.Range(0, 200).Select(i => i * 37 % 101 / 26)],
            second = [.. Enumerable.Range(0, 200).Select(i => i * 53 % 89 / 30)];
        int[] near = [.. first.Select((label, i) => i % 5 == 0 ? (label + 1) % 4 : label)];

        AssertEqual(
            [
                0.0034558162484050192, 0.002782810253592043, -0.009624057203606814, 0.0024948582207333474,
                0.0031459049215867684, 0.0027828102535920433, 0.27855113990056357, -0.009439266929737778,
            ],
            ClusterAgreement.Between(first, second));
        AssertEqual(
            [
                0.8878453949767435, 0.6435015181499424, 0.6374544094521397, 0.640962430632791,
                0.6460608021886944, 0.6435015181499425, 0.6777842982948122, 0.5706301936434902,
            ],
            ClusterAgreement.Between(first, near));
    }

    private static void AssertEqual(double[] expected, ClusterAgreement found)
    {
        double[] all =
        [
            found.MutualInformation,
            found.NormalizedMutualInformation,
            found.AdjustedMutualInformation(),
            found.Homogeneity,
            found.Completeness,
            found.VMeasure, found.FowlkesMallows, found.AdjustedRand,
        ];
        for (int i = 0; i < all.Length; i++)
            Assert.Equal(expected[i], all[i], 1e-10);
    }
}
