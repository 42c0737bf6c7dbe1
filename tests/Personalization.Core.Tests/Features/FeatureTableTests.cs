namespace Personalization.Core.Tests;

public sealed class FeatureTableTests
{
    private static readonly IdIndex<CustomerId> Four = IdIndex<CustomerId>.From("abcd".Select(c => new CustomerId(c.ToString())));

    private static FeatureTable Table(params float[] values) => FeatureTable.Create(Four, ("x", values));

    [Fact]
    public void Standardize_ByHand_ZScores()
    {
        // 2, 4, 4, 6: mean 4, variance (4 + 0 + 0 + 4) / 4 = 2.
        float[] scaled = Table(2, 4, 4, 6).Standardize().Column("x");

        Assert.Equal([-1.41421354f, 0, 0, 1.41421354f], scaled);
    }

    [Fact]
    public void Log1P_Negative_MirrorsThePositive()
    {
        float[] scaled = Table(0, 1, -1, MathF.E - 1).Log1P().Column("x");

        Assert.Equal(0, scaled[0]);
        Assert.Equal(scaled[1], -scaled[2]);
        Assert.Equal(1, scaled[3], 6);
    }

    [Fact]
    public void MinMax_ByHand_ZeroToOne() => Assert.Equal([0, .5f, .75f, 1], Table(0, 2, 3, 4).MinMax().Column("x"));

    [Fact]
    public void Robust_ByHand_MedianAndQuartiles()
    {
        // 0, 4, 8, 12: median 6, quartiles 3 and 9.
        Assert.Equal([-1, -1 / 3f, 1 / 3f, 1], Table(0, 4, 8, 12).Robust().Column("x"));
    }

    [Fact]
    public void Standardize_ConstantFeature_Zero() => Assert.Equal([0, 0, 0, 0], Table(7, 7, 7, 7).Standardize().Column("x"));

    [Fact]
    public void Scale_StepsFittedElsewhere_SameValuesAsTheFit()
    {
        FeatureTable raw = Table(1, 10, 100, 1000), scaled = raw.Log1P().Standardize();

        Assert.Equal(scaled.Column("x"), raw.Scale(scaled.Scaling).Column("x"));
        Assert.Equal(100, scaled.Scaling.Invert(scaled.Column("x")[2], 0), 2);
        Assert.Equal(scaled.Scaling, raw.Scale(scaled.Scaling).Scaling);
    }

    [Fact]
    public void Create_NotFinite_ErrorNamesCustomerAndFeature()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Table(1, float.NaN, 2, 3));
        Assert.Contains("'x' of customer 'b' is NaN", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Winsorize_Tails_PulledToQuantiles()
    {
        // Type 7 on 0, 1, 2, 100: the 0 and 2/3 quantiles are 0 and 2.
        Assert.Equal([0, 1, 2, 2], Table(0, 1, 2, 100).Winsorize(0, 2.0 / 3).Column("x"));
    }

    [Fact]
    public void With_OtherFeatures_SideBySide()
    {
        FeatureTable both = Table(1, 2, 3, 4).With(FeatureTable.Create(Four, ("y", [5, 6, 7, 8])));

        Assert.Equal(["x", "y"], both.Names);
        Assert.Equal([5, 6, 7, 8], both.Column("y"));
        Assert.Throws<InvalidOperationException>(() => both.Standardize().With(Table(1, 2, 3, 4)));
        Assert.Throws<ArgumentException>(() => both.Column("z"));
    }
}
