using Personalization.Core;

namespace Personalization.Recommendations.Tests;

public sealed class EaseModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// XᵀX of {a b}, {a b}, {a}: (3 2; 2 2), with λ = 1 (4 2; 2 3); P = (3 −2; −2 4) / 8. B(a, b) = −P(a, b) / P(b, b) = ½,
    /// B(b, a) = ⅔: of those who have b all have a.
    /// </summary>
    [Theory]
    [InlineData(EaseForm.Dense)]
    [InlineData(EaseForm.Sparse)]
    public void Fit_ByHand_TheWeights(EaseForm form)
    {
        EaseModel model = new EaseTrainer(new() { Form = form, Regularization = 1 }).Fit(
            Shops.Purchases("1: a b", "2: a b", "3: a"), cancellationToken: Token);
        ItemId a = new("a"), b = new("b");

        Assert.Equal(.5, model.WeightOf(a, b), 1e-6);
        Assert.Equal(2 / 3.0, model.WeightOf(b, a), 1e-6);
        Assert.Equal((0, 0), (model.WeightOf(a, a), model.WeightOf(a, new("unknown"))));
        Assert.Equal(form == EaseForm.Dense, model.IsDense);

        Recommendation only = Assert.Single(model.Recommend(new CustomerId("3"), 5));
        Assert.Equal((b, .5, a), (only.Item, only.Score, only.BecauseOf.Single()));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    public void Fit_Random_IsTheFormulaInDoublePrecision(double regularization)
    {
        InteractionMatrix matrix = Weighted(80, 40, 900);
        double[,] expected = Reference(matrix, regularization);

        EaseModel model = new EaseTrainer(new() { Regularization = regularization }).Fit(matrix, cancellationToken: Token);

        for (int i = 0; i < matrix.Items.Count; i++)
        {
            for (int j = 0; j < matrix.Items.Count; j++)
                Assert.Equal(expected[i, j], model.WeightOf(matrix.Items[i], matrix.Items[j]), 1e-5);
        }
    }

    /// <summary>So many interactions with few items that every two were bought together by somebody.</summary>
    [Fact]
    public void Fit_SparseOverAllItems_IsTheDenseForm()
    {
        InteractionMatrix matrix = Weighted(80, 15, 900);
        EaseOptions options = new() { Regularization = 3, Neighbors = 40 };
        EaseModel dense = new EaseTrainer(options).Fit(matrix, cancellationToken: Token);
        EaseModel sparse = new EaseTrainer(options with { Form = EaseForm.Sparse }).Fit(matrix, cancellationToken: Token);

        foreach (ItemId owned in matrix.Items)
            Assert.All(matrix.Items, item => Assert.Equal(dense.WeightOf(owned, item), sparse.WeightOf(owned, item), 1e-5));
    }

    /// <summary>A basket is scored as a customer with these items would be, whom the model has never seen.</summary>
    [Fact]
    public void Recommend_Basket_IsWhatACustomerWithItGets()
    {
        EaseModel model = new EaseTrainer(new() { Regularization = 5 }).Fit(Shops.Random(60, 40, 900), cancellationToken: Token);
        ItemId[] basket = [model.Items[3], model.Items[7], new("unknown")];
        float[] scores = new float[model.Items.Count];

        Assert.True(model.TryScore(new RecommendationRequest { Basket = basket }, scores));

        for (int item = 0; item < scores.Length; item++)
            Assert.Equal(basket.Sum(owned => model.WeightOf(owned, model.Items[item])), scores[item], 1e-6);
        Assert.False(model.TryScore(new RecommendationRequest { Basket = [new("unknown")] }, scores));
    }

    [Fact]
    public void Fit_MoreItemsThanDenseMayHave_ErrorSaysTheFixAndAutoIsSparse()
    {
        EventLog log = Shops.Random(60, 40, 900);
        EaseOptions options = new() { MaxDenseItems = 10 };

        ArgumentException error = Assert.Throws<ArgumentException>(
            () => new EaseTrainer(options with { Form = EaseForm.Dense }).Fit(log, cancellationToken: Token));

        Assert.Contains("40 items", error.Message, StringComparison.Ordinal);
        Assert.Contains("EaseForm.Sparse", error.Message, StringComparison.Ordinal);
        Assert.False(new EaseTrainer(options).Fit(log, cancellationToken: Token).IsDense);
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EaseOptions { Regularization = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EaseOptions { Regularization = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EaseOptions { Neighbors = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new EaseOptions { MaxDenseItems = 50_000 });
    }

    private static InteractionMatrix Weighted(int customers, int items, int count)
    {
        Random random = new(customers);
        return InteractionMatrix.From(Enumerable.Range(0, count).Select(_ => (
            new CustomerId($"c{random.Next(customers):00}"), new ItemId($"i{random.Next(items):00}"), random.Next(1, 4) * .5f)));
    }

    /// <summary>Gauss and Jordan on XᵀX + λI, then the formula, all in plain loops.</summary>
    private static double[,] Reference(InteractionMatrix matrix, double regularization)
    {
        int n = matrix.Items.Count;
        double[,] a = new double[n, 2 * n], weights = new double[n, n];
        for (int i = 0; i < n; i++) (a[i, i], a[i, n + i]) = (regularization, 1);
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            ReadOnlySpan<int> items = matrix.ItemsOf(row);
            for (int i = 0; i < items.Length; i++)
            {
                for (int j = 0; j < items.Length; j++) a[items[i], items[j]] += (double)matrix.ValuesOf(row)[i] * matrix.ValuesOf(row)[j];
            }
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            double by = a[pivot, pivot];
            for (int column = 0; column < 2 * n; column++) a[pivot, column] /= by;
            for (int row = 0; row < n; row++)
            {
                double factor = row == pivot ? 0 : a[row, pivot];
                for (int column = 0; column < 2 * n; column++) a[row, column] -= factor * a[pivot, column];
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) weights[i, j] = i == j ? 0 : -a[i, n + j] / a[j, n + j];
        }

        return weights;
    }
}
