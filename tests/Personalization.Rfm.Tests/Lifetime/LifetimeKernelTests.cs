namespace Personalization.Rfm.Tests;

/// <summary>What goes on vector lanes, against plain double precision.</summary>
public sealed class LifetimeKernelTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void BetaGeometric_AddedOnLanes_IsTheSumOfCells(int shift)
    {
        LifetimeCell[] cells = LifetimeCells.From(SmallShop.Rows());
        BetaGeometricLikelihood likelihood = new(cells, shift);
        double[] parameters = [.7, 3.1, .4, 1.7], sums = new double[5], expected = new double[5], gradient = new double[4];

        likelihood.Add(0, cells.Length, parameters, likelihood.Prepare(parameters), sums);

        for (int cell = 0; cell < cells.Length; cell++)
        {
            expected[0] += cells[cell].Customers * likelihood.At(cell, parameters, gradient);
            for (int i = 0; i < 4; i++) expected[i + 1] += cells[cell].Customers * gradient[i];
        }

        for (int i = 0; i < 5; i++) Assert.Equal(expected[i], sums[i], 1e-10 * (1 + Math.Abs(expected[i])));
    }

    [Fact]
    public void Pareto_Added_IsTheSumOfCells()
    {
        LifetimeCell[] cells = LifetimeCells.From(SmallShop.Rows());
        ParetoLikelihood likelihood = new(cells);
        double[] parameters = [.7, 3.1, .4, 8], sums = new double[5], expected = new double[5], gradient = new double[4];

        likelihood.Add(0, cells.Length, parameters, null, sums);

        for (int cell = 0; cell < cells.Length; cell++)
        {
            expected[0] += cells[cell].Customers * likelihood.At(cell, parameters, gradient);
            for (int i = 0; i < 4; i++) expected[i + 1] += cells[cell].Customers * gradient[i];
        }

        for (int i = 0; i < 5; i++) Assert.Equal(expected[i], sums[i], 1e-10 * (1 + Math.Abs(expected[i])));
    }

    /// <summary>The odds of having left are s ∫ ((α+T)/(α+u))^(r+x) ((β+T)/(β+u))ˢ / (β+u) du, by the midpoint rule.</summary>
    [Theory]
    [InlineData(.55, 10.6, .6, 11.7, 0, 0, 39)]
    [InlineData(.55, 10.6, .6, 11.7, 3, 20, 39)]
    [InlineData(.55, 10.6, .6, 11.7, 60, 20, 39)]
    [InlineData(2, 50, .3, .05, 0, 0, 500)]
    [InlineData(2, 50, .3, .05, 25, 1, 300)]
    [InlineData(.1, .02, 3, 400, 2, .01, 1_000)]
    public void Pareto_OddsOfLeft_IsTheIntegral(double r, double alpha, double s, double beta, int x, double last, double age)
    {
        const int Points = 400_000;
        double delta = Math.Min(alpha, beta), from = Math.Log(delta + last), step = (Math.Log(delta + age) - from) / Points, sum = 0;
        for (int i = 0; i < Points; i++)
        {
            double at = Math.Exp(from + ((i + .5) * step)), u = at - delta;
            double log = ((r + x) * Math.Log((alpha + age) / (alpha + u))) + (s * Math.Log((beta + age) / (beta + u)));
            sum += Math.Exp(log) / (beta + u) * at * step;
        }

        Assert.Equal(Math.Log(s * sum), ParetoParts.LogOddsOfLeft(new(r, alpha, s, beta), x, last, age), 1e-8);
    }

    /// <summary>One answer after another, however often asked, is the model's own.</summary>
    [Fact]
    public void Score_OfManyAlike_IsEachOnesOwnAnswer()
    {
        LifetimeSummary shop = SmallShop.Rows();
        ParetoNbdModel model = ParetoNbdModel.Of(.553, 10.578, .606, 11.669);

        Core.CustomerTable table = model.Score(shop, options: new() { Horizon = 26 });

        for (int row = 0; row < shop.Count; row++)
        {
            Assert.Equal(model.ProbabilityAlive(shop[row]), table.Column<Core.NumberColumn>("probability_alive").Values[row]);
            Assert.Equal(model.ExpectedPurchases(shop[row], 26), table.Column<Core.NumberColumn>("expected_purchases").Values[row]);
        }
    }
}
