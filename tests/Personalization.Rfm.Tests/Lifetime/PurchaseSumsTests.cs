namespace Personalization.Rfm.Tests;

public sealed class PurchaseSumsTests
{
    [Theory]
    [InlineData(.24, .08, .79, 2.43)]
    [InlineData(2, 3, 1, 1)]
    [InlineData(30.5, .4, 5, 40)]
    [InlineData(.05, 50, 3, .2)]
    public void Expected_OrdinaryCustomers_AsTheSeries(double shape, double odds, double a, double b)
    {
        // A customer of BG/NBD with α = 1 and age 0: the horizon is the odds.
        double series = BetaGeometric.ExpectedOfAlive(new BetaGeometricParameters(shape, 1, a, b, 0), 0, 0, odds);

        Assert.Equal(series, PurchaseSums.Expected(shape, odds, a, b), 1e-12 * (1 + series));
    }

    [Fact]
    public void Expected_HalfLeaveAfterEach_ByHand()
    {
        // a = b = 1e9: half leave after each purchase. Shape 1, odds 1: P(m) = 2^-(m+1), S(m) = 2 - 2^(1-m), so 2 - 2 Σ 4^-m / 2 = 2 - 4/3.
        Assert.Equal(2 - (4.0 / 3), PurchaseSums.Expected(1, 1, 1e9, 1e9), 1e-8);

        // Every second step is a purchase, nobody leaves: Σ 2^-(m+1) ⌊m/2⌋ = 1/3; one step ahead: Σ 2^-(m+1) ⌊(m+1)/2⌋ = 2/3.
        Assert.Equal(1.0 / 3, PurchaseSums.Expected(1, 1, 1e-12, 1e9, 2), 1e-12);
        Assert.Equal(2.0 / 3, PurchaseSums.Expected(1, 1, 1e-12, 1e9, 2, 1), 1e-12);
    }

    [Theory]
    [InlineData(1e9, 1e9)]
    [InlineData(1e9, 20)]
    [InlineData(2_000, 5)]
    public void ExpectedPurchases_CustomersAlike_FiniteAndNeverFalling(double a, double b)
    {
        BgNbdModel model = BgNbdModel.Of(.85, 2.6, a, b);
        double before = 0;
        foreach (double horizon in (double[])[.01, 1, 11.4, 1_000, 1e6, 1e9])
        {
            double expected = model.ExpectedPurchases(new LifetimeRow(5, 20, 21), horizon);
            Assert.True(double.IsFinite(expected) && expected >= before, $"{horizon}: {expected} after {before}");
            before = expected;
        }

        Assert.True(before <= model.ProbabilityAlive(new LifetimeRow(5, 20, 21)) * (a + b + 5) / a * 1.01);
    }
}
