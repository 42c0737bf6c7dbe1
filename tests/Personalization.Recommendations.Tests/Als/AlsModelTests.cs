using Personalization.Core;
using Personalization.Numerics;
using Xunit;

namespace Personalization.Recommendations.Tests;

public sealed class AlsModelTests
{
    private static readonly InteractionMatrix Shop = InteractionMatrix.From(
        Shops.Random(150, 90, 3_000, seed: 3), new InteractionOptions { Value = InteractionValue.Count });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// a: x; b: y; c: z. Each has one item: with one factor, every pair but its own wants 0. With λ tiny and factors as many as items, the
    /// score of one's own item is 1 / (1 + α₀), which balances (1 − ŷ)² and α₀ ŷ².
    /// </summary>
    [Fact]
    public void TryScore_OneItemEach_ByHand()
    {
        AlsModel model = new AlsTrainer(new()
        {
            Factors = 3,
            Iterations = 200,
            Regularization = 1e-4,
            RegularizationExponent = 0,
            UnobservedWeight = .25,
            Solver = AlsSolver.Cholesky,
        }).Fit(Shops.Purchases("a: x", "b: y", "c: z"), cancellationToken: Token);
        float[] scores = new float[3];

        Assert.True(model.TryScore(new() { Customer = new("b") }, scores));

        Assert.Equal(0, scores[0], .002);
        Assert.Equal(1 / 1.25, scores[1], .002);
        Assert.Equal(0, scores[2], .002);
    }

    /// <summary>
    /// One factor, one customer with one of two items: ŷ = x y, (1 − ŷ)² + α ŷ² + λ (x² + y²) is least where x = y and x² = (1 − λ) / (1 +
    /// α).
    /// </summary>
    [Fact]
    public void Fit_OnePair_ByHand()
    {
        AlsModel model = new AlsTrainer(new()
        {
            Factors = 1,
            Iterations = 100,
            Regularization = .2,
            RegularizationExponent = 0,
            UnobservedWeight = .6,
        }).Fit(Shops.Purchases("a: x"), cancellationToken: Token);

        Assert.Equal(.5, Square(model.CustomerFactors.Row(0)[0]), 1e-5);
        Assert.Equal(.5, Square(model.ItemFactors.Row(0)[0]), 1e-5);
        Assert.Equal(.25 + (.6 * .25) + (.2 * (.5 + .5)), model.Report.Objective, 1e-5);

        static double Square(double value) => value * value;
    }

    [Theory]
    [InlineData(AlsSolver.Cholesky, 1)]
    [InlineData(AlsSolver.Cholesky, .5)]
    [InlineData(AlsSolver.ConjugateGradient, 1)]
    [InlineData(AlsSolver.ConjugateGradient, 0)]
    public void Fit_RandomShop_ReportsTheObjectiveAndNeverRises(AlsSolver solver, double exponent)
    {
        AlsOptions options = new() { Factors = 20, Iterations = 6, Solver = solver, RegularizationExponent = exponent };
        DenseAls dense = new(Shop, options);
        AlsModel model = new AlsTrainer(options).Fit(Shop, cancellationToken: Token);

        IReadOnlyList<double> objectives = model.Report.Objectives;
        for (int i = 1; i < objectives.Count; i++) Assert.True(objectives[i] < objectives[i - 1] * 1.000001);
        double expected = dense.Objective(model.CustomerFactors, model.ItemFactors);
        Assert.Equal(expected, objectives[^1], expected * 1e-5);
        for (int shorter = 1; shorter < options.Iterations; shorter++)
        {
            AlsModel early = new AlsTrainer(options with { Iterations = shorter, Solver = AlsSolver.Cholesky })
                .Fit(Shop, cancellationToken: Token);
            expected = dense.Objective(early.CustomerFactors, early.ItemFactors);
            Assert.Equal(expected, early.Report.Objective, expected * 1e-5);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(64)]
    [InlineData(100)]
    public void Fit_AnyFactors_CustomersAreThoseOfPlainDoublePrecision(int factors)
    {
        AlsOptions options = new() { Factors = factors, Iterations = 3 };
        DenseAls dense = new(Shop, options);
        AlsModel model = new AlsTrainer(options).Fit(Shop, cancellationToken: Token);

        for (int u = 0; u < Shop.Customers.Count; u++)
        {
            double[] expected = dense.Solve(u, model.ItemFactors);
            double largest = expected.Max(Math.Abs);
            for (int k = 0; k < factors; k++) Assert.Equal(expected[k], model.CustomerFactors.Row(u)[k], 1e-4 * largest);
        }
    }

    [Theory]
    [InlineData(AlsSolver.Cholesky)]
    [InlineData(AlsSolver.ConjugateGradient)]
    public void TryEmbed_TheSameHistoryAsAVisit_IsTheStoredRow(AlsSolver solver)
    {
        EventLog log = Shops.Random(150, 90, 3_000, seed: 3);
        AlsModel model = new AlsTrainer(new() { Factors = 32, Solver = solver, Iterations = 4 }).Fit(log, cancellationToken: Token);
        InteractionMatrix bought = InteractionMatrix.From(log);
        float[] factors = new float[32];
        for (int row = 0; row < model.Customers.Count; row++)
        {
            ItemId[] items = [.. bought.ItemsOf(row).ToArray().Select(item => model.Items[item])];

            Assert.True(model.TryEmbed(new() { Basket = items[1..], Session = items[..1] }, factors));

            Assert.Equal(model.CustomerFactors.Row(row).ToArray(), factors);
        }
    }

    [Fact]
    public void TryEmbed_NothingKnown_IsFalse()
    {
        AlsModel model = new AlsTrainer(new() { Factors = 2 }).Fit(Shops.Purchases("a: x y", "b: y"), cancellationToken: Token);

        Assert.False(model.TryEmbed(new() { Customer = new("nobody"), Basket = [new("nothing")] }, new float[2]));
        Assert.Throws<ArgumentException>(() => model.TryEmbed(new(), new float[3]));
    }

    [Fact]
    public void SimilarItems_TwoTastes_AreThoseOfTheSame()
    {
        AlsModel model = new AlsTrainer(new() { Factors = 4 }).Fit(Shops.Checkerboard(20), cancellationToken: Token);

        IReadOnlyList<Recommendation> list = model.SimilarItems(new ItemId("07"), 9);

        Assert.Equal(["01", "03", "05", "09", "11", "13", "15", "17", "19"], list.Ids().Order(StringComparer.Ordinal));
        Assert.All(list, r => Assert.InRange(r.Score, .9, 1.000001));
        Assert.Empty(model.SimilarItems(new ItemId("?"), 3));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { Factors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { Factors = 2049 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { Iterations = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { Regularization = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { UnobservedWeight = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { RegularizationExponent = 1.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new AlsOptions { GradientSteps = 0 });
    }
}
