using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations.Tests;

public sealed class GraphFilterModelTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>
    /// {a b}, {a}: customers' sums 2 and 1, items' 2 and 1. R̃ = (½ 1/√2; 1/√2 0), P = (¾ 1/√8; 1/√8 ½). Blurred alone, W = P.
    /// </summary>
    [Fact]
    public void Fit_BlurAlone_ByHand()
    {
        GraphFilterModel model = new GraphFilterTrainer(new() { SmoothWeight = 0, Sharpening = 0 })
            .Fit(Shops.Purchases("1: a b", "2: a"), cancellationToken: Token);
        ItemId a = new("a"), b = new("b");

        Assert.Equal(.75, model.WeightOf(a, a), 1e-6);
        Assert.Equal(1 / Math.Sqrt(8), model.WeightOf(a, b), 1e-6);
        Assert.Equal(1 / Math.Sqrt(8), model.WeightOf(b, a), 1e-6);
        Assert.Equal(.5, model.WeightOf(b, b), 1e-6);

        Recommendation only = Assert.Single(model.Recommend(new CustomerId("2"), 5));
        Assert.Equal((b, a), (only.Item, only.BecauseOf.Single()));
    }

    /// <summary>P has the eigenvalue 1 with the vector √sum of items, here (√2, 1) / √3: the smooth part is √dⱼ vᵢ vⱼ / √dᵢ.</summary>
    [Fact]
    public void Fit_OneFactor_ByHand()
    {
        GraphFilterModel model = new GraphFilterTrainer(new() { Factors = 1, SmoothWeight = 3, Sharpening = 0 })
            .Fit(Shops.Purchases("1: a b", "2: a"), cancellationToken: Token);

        Assert.Equal((1 / Math.Sqrt(8)) + (3 / 3.0), model.WeightOf(new("a"), new("b")), 1e-5);
        Assert.Equal((1 / Math.Sqrt(8)) + (3 * 2 / 3.0), model.WeightOf(new("b"), new("a")), 1e-5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(.3, 0)]
    [InlineData(.1, 2.5)]
    [InlineData(0, 1)]
    public void Fit_Random_IsTheFormulaInDoublePrecision(double smoothWeight, double sharpening)
    {
        InteractionMatrix matrix = InteractionMatrix.From(Shops.Random(90, 70, 1_200));
        double[,] expected = Reference(matrix, 9, smoothWeight, sharpening);

        GraphFilterModel model = new GraphFilterTrainer(new() { Factors = 9, SmoothWeight = smoothWeight, Sharpening = sharpening })
            .Fit(matrix, cancellationToken: Token);

        for (int i = 0; i < matrix.Items.Count; i++)
        {
            for (int j = 0; j < matrix.Items.Count; j++)
                Assert.Equal(Math.Max(0, expected[i, j]), model.WeightOf(matrix.Items[i], matrix.Items[j]), 1e-5);
        }
    }

    [Fact]
    public void Fit_FewNeighbors_TheLargestOfEachItem()
    {
        EventLog log = Shops.Random(90, 70, 1_200);
        GraphFilterOptions options = new() { Factors = 9 };
        GraphFilterModel all = new GraphFilterTrainer(options).Fit(log, cancellationToken: Token);
        GraphFilterModel few = new GraphFilterTrainer(options with { Neighbors = 5 }).Fit(log, cancellationToken: Token);

        foreach (ItemId owned in all.Items)
        {
            double[] largest = [.. all.Items.Select(item => all.WeightOf(owned, item)).OrderDescending().Take(5)];
            double[] kept = [.. all.Items.Select(item => few.WeightOf(owned, item)).Where(weight => weight > 0).OrderDescending()];
            Assert.Equal(largest.Where(weight => weight > 0), kept);
        }
    }

    [Fact]
    public void Recommend_Basket_IsWhatACustomerWithItGets()
    {
        GraphFilterModel model = new GraphFilterTrainer(new() { Factors = 9 }).Fit(Shops.Random(60, 40, 900), cancellationToken: Token);
        ItemId[] basket = [model.Items[3], model.Items[7], new("unknown")];
        float[] scores = new float[model.Items.Count];

        Assert.True(model.TryScore(new RecommendationRequest { Basket = basket }, scores));

        for (int item = 0; item < scores.Length; item++)
            Assert.Equal(basket.Sum(owned => model.WeightOf(owned, model.Items[item])), scores[item], 1e-6);
        Assert.False(model.TryScore(new RecommendationRequest { Basket = [new("unknown")] }, scores));
    }

    [Fact]
    public void Options_OutOfRange_Throw()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphFilterOptions { Factors = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphFilterOptions { SmoothWeight = double.PositiveInfinity });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphFilterOptions { Sharpening = 3.1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new GraphFilterOptions { Neighbors = 0 });
    }

    /// <summary>The formula with whole matrices in plain loops: W = (P + β D^−½ V Vᵀ D^½) · (I − z + z²/2 − z³/6 + z⁴/24).</summary>
    private static double[,] Reference(InteractionMatrix matrix, int factors, double smoothWeight, double sharpening)
    {
        int n = matrix.Items.Count;
        double[] sums = new double[n];
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            foreach (int item in matrix.ItemsOf(row)) sums[item]++;
        }

        double[,] p = new double[n, n];
        for (int row = 0; row < matrix.Customers.Count; row++)
        {
            foreach (int i in matrix.ItemsOf(row))
            {
                foreach (int j in matrix.ItemsOf(row)) p[i, j] += 1 / (matrix.ItemsOf(row).Length * Math.Sqrt(sums[i] * sums[j]));
            }
        }

        SymmetricEigen eigen = SymmetricEigen.Decompose([.. p.Cast<double>()], n);
        double[,] blurred = (double[,])p.Clone();
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                for (int k = n - factors; k < n; k++)
                {
                    double scale = sums[i] == 0 ? 0 : Math.Sqrt(sums[j] / sums[i]);
                    blurred[i, j] += smoothWeight * scale * eigen.Vector(k)[i] * eigen.Vector(k)[j];
                }
            }
        }

        double[,] result = (double[,])blurred.Clone(), power = blurred;
        double factor = 1;
        for (int degree = 1; degree <= 4; degree++)
        {
            power = Times(power, p);
            factor *= -sharpening / degree;
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++) result[i, j] += factor * power[i, j];
            }
        }

        return result;
    }

    private static double[,] Times(double[,] left, double[,] right)
    {
        int n = left.GetLength(0);
        double[,] product = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int k = 0; k < n; k++)
            {
                for (int j = 0; j < n; j++) product[i, j] += left[i, k] * right[k, j];
            }
        }

        return product;
    }
}
