using Personalization.Beha2Vec;
using Personalization.Core;
using Personalization.Numerics;
using Personalization.Rfm;
using Personalization.Simulation;

namespace Personalization.Tests;

public sealed class FeatureAutoencoderShopTests
{
    /// <summary>
    /// What buyers do isn't linear: with as many dimensions, customers who were held out, and chose the epoch alone, come out nearer than
    /// principal components bring them, which saw them. The figures of docs/models/beha2vec.md.
    /// </summary>
    [Theory]
    [InlineData(2, .88, .82)]
    [InlineData(4, .79, .61)]
    [InlineData(8, .63, .39)]
    public void Fit_BuyersOfTheSimulatedShop_NearerThanPrincipalComponents(int dimensions, double linear, double learned)
    {
        EventLog log = JewelryShop.Simulate(new JewelryShopOptions { CustomerCount = 2_000, Seed = 1 }).Log;
        FeatureTable table = PurchaseBehavior.From(OrderTable.From(log)).ToFeatures().Log1P().Standardize();
        Assert.Equal((918, 21), (table.RowCount, table.Names.Count));

        FitReport report = new FeatureAutoencoderTrainer(new() { Dimensions = dimensions })
            .Fit(table, cancellationToken: TestContext.Current.CancellationToken).Report;

        double left = Squares(table.Values) - Squares(PrincipalComponents.Of(table.Values, dimensions));
        Assert.Equal(linear, Math.Sqrt(left / (918 * 21)), .01);
        Assert.Equal(learned, -report.Series[1].Values.Max(), .01);
    }

    private static double Squares(MatrixView values) => values.ToMatrix().Values.ToArray().Sum(value => (double)value * value);
}
