using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering.Tests;

public sealed class KPrototypesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static readonly Matrix Four = Matrix.FromRows([0, 1], [2, 1], [10, 2], [12, 2]);

    /// <summary>
    /// Numbers 0, 2, 10, 12 have a variance of 26, levels 1, 1, 2, 2 a heterogeneity of ½: γ = 1 ÷ ½. Prototypes (1, 1) and (11, 2), each
    /// row 1 ÷ √26 from its own: 4 ÷ 26 in all.
    /// </summary>
    [Fact]
    public void Fit_FourRows_GammaPrototypesAndObjectiveByHand()
    {
        KPrototypesModel model = new KPrototypesTrainer(new() { ClusterCount = 2, Categories = ["x1"] }).Fit(Four, null, Token);

        Assert.Equal(2, model.Gamma, 12);
        Assert.Equal([1f, 1f, 11f, 2f], model.Centers.Memory.ToArray());
        Assert.Equal([0, 0, 1, 1], model.TrainingLabels.ToArray());
        Assert.Equal(4d / 26, model.Objective, 12);
        Assert.Equal(["x1"], model.Categories);
    }

    /// <summary>With γ so large that levels alone decide, row 1 of level 2 goes where its level is.</summary>
    [Fact]
    public void Fit_LargeGamma_LevelsDecide()
    {
        Matrix samples = Matrix.FromRows([0, 1], [2, 2], [10, 1], [12, 2]);

        int[] Labels(double gamma) => new KPrototypesTrainer(new() { ClusterCount = 2, Categories = ["x1"], Gamma = gamma })
            .Fit(samples, null, Token).TrainingLabels.ToArray();

        Assert.Equal([0, 0, 1, 1], Labels(0));
        Assert.Equal([0, 1, 0, 1], Labels(100));
    }

    /// <summary>A missing level is as far from one prototype as from the other, so the number decides.</summary>
    [Fact]
    public void Predict_MissingOrNewLevel_NumberDecides()
    {
        KPrototypesModel model = new KPrototypesTrainer(new() { ClusterCount = 2, Categories = ["x1"] }).Fit(Four, null, Token);

        Assert.Equal((0, 1, 1), (model.Predict([3, -1]), model.Predict([9, -1]), model.Predict([9, 7])));
    }

    /// <summary>Missing levels are no mode, even where most are missing.</summary>
    [Fact]
    public void Fit_MostLevelsMissing_ModeIsAKnownOne()
    {
        KPrototypesModel model = new KPrototypesTrainer(new() { ClusterCount = 1, Categories = ["x1"] })
            .Fit(Matrix.FromRows([0, -1], [1, -1], [2, 3], [3, -1]), null, Token);

        Assert.Equal(3, model.Centers[0, 1]);
    }

    [Fact]
    public void Fit_UnknownCategory_ErrorNamesTheFeatures() =>
        Assert.Contains(
            "There is no feature 'tier' to be a category; the features are x0, x1.",
            Assert.Throws<ArgumentException>(
                () => new KPrototypesTrainer(new() { ClusterCount = 2, Categories = ["tier"] }).Fit(Four, null, Token)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Fit_TableOfMixedColumns_CategoriesAreTold()
    {
        CustomerTable table = new CustomerTable(
                IdIndex<CustomerId>.From([new("a"), new("b"), new("c"), new("d")]), new DateTime(2024, 1, 1))
            .With(
                new NumberColumn("age", (ReadOnlySpan<double>)[20, double.NaN, 60, 64]),
                new CategoryColumn("tier", [null, "gold", "none", "none"]),
                new FlagColumn("consent", (ReadOnlySpan<bool?>)[true, true, false, null]));
        FeatureTable features = MixedFeatures.From(table, "age", "tier", "consent");

        KPrototypesModel model = new KPrototypesTrainer(new() { ClusterCount = 2 }).Fit(features.Log1P(), null, Token);

        Assert.Equal([20f, -1f, 1f, 60f, 0f, 1f, 60f, 1f, 0f, 64f, 1f, -1f], features.Values.Memory.ToArray());
        Assert.Equal(["tier", "consent"], model.Categories);
        Assert.Equal(model.TrainingLabels.ToArray(), model.Predict(table));
    }

    /// <summary>The range is 12; a missing level is half a difference, and none from a missing one.</summary>
    [Fact]
    public void Gower_Distances_ByHand()
    {
        GowerDistance gower = GowerDistance.Of(Four, MixedColumns.Of(2, FeatureScaling.None, [1]));

        Assert.Equal(2d / 12 / 2, gower.Between(Four.Row(0), Four.Row(1)), 12);
        Assert.Equal(((10d / 12) + 1) / 2, gower.Between(Four.Row(0), Four.Row(2)), 12);
        Assert.Equal(.25, gower.Between(Four.Row(0), [0, -1]), 12);
        Assert.Equal(0, gower.Between([5, -1], [5, -1]), 12);
    }

    [Fact]
    public void Gower_WardLinkage_ErrorSaysWhichTo() =>
        Assert.Contains(
            "take average or complete linkage",
            Assert.Throws<ArgumentException>(
                () => new AgglomerativeTrainer(new() { Distance = SampleDistance.Gower }).Fit(Four, null, Token)).Message,
            StringComparison.Ordinal);

    /// <summary>Complete linkage of distances 1/12 (twice) and at most 1: heights 1/12, 1/12, 1.</summary>
    [Fact]
    public void Gower_CompleteLinkage_HeightsByHand()
    {
        AgglomerativeModel model = new AgglomerativeTrainer(new()
        {
            Distance = SampleDistance.Gower,
            Linkage = Linkage.Complete,
            Categories = ["x1"],
            ClusterCount = 2,
        }).Fit(Four, null, Token);

        Assert.Equal([.083333, .083333, 1], model.Dendrogram.Merges.Select(merge => Math.Round(merge.Height, 6)));
        Assert.Equal([0, 0, 1, 1], model.TrainingLabels.ToArray());
    }
}
