using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm.Tests;

/// <summary>BG/CNBD-k and MBG/CNBD-k.</summary>
public sealed class RegularityTests
{
    private static readonly LifetimeRow[] Rows = [new(0, 0, 39), new(2, 30.43, 38.86), new(7, 20, 20), new(26, 12, 31), new(0, 0, 0)];

    [Fact]
    public void Answers_KOne_AreThoseOfBgNbd()
    {
        BgNbdModel plain = BgNbdModel.Of(.243, 4.414, .793, 2.426);
        BgCnbdModel regular = BgCnbdModel.Of(1, .243, 4.414, .793, 2.426);
        MbgNbdModel plainFirst = MbgNbdModel.Of(.525, 6.183, .891, 1.614);
        MbgCnbdModel regularFirst = MbgCnbdModel.Of(1, .525, 6.183, .891, 1.614);
        foreach (LifetimeRow row in Rows)
        {
            Same(plain, regular, row);
            Same(plainFirst, regularFirst, row);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void ProbabilityOfPurchases_AllCounts_OneAndTheMean(int k)
    {
        IPurchaseModel[] models = [BgCnbdModel.Of(k, .7, 3, .8, 2.4), MbgCnbdModel.Of(k, 2, 1, .3, 1.2)];
        foreach (IPurchaseModel model in models)
        {
            foreach (LifetimeRow row in Rows)
            {
                double sum = 0, mean = 0;
                for (int n = 0; n < 120; n++)
                {
                    double probability = model.ProbabilityOfPurchases(row, n, 10);
                    sum += probability;
                    mean += n * probability;
                }

                Assert.Equal(1, sum, 1e-9);
                Assert.Equal(model.ExpectedPurchases(row, 10), mean, 1e-7 * (1 + mean));
            }
        }
    }

    [Fact]
    public void LogLikelihood_TwoSteps_ByHand()
    {
        // k = 2, r = α = 1, one repeat at 1 after an interval of 1, T = 2, n = x = 1, a = b = 1: ½ for staying, ½ for leaving.
        // Left: ½ ∫ λ² e^(−2λ) dλ = ½ · 2/8. Alive: ½ ∫ λ² e^(−3λ)(1 + λ) dλ = ½ (2/27 + 6/81).
        double expected = Math.Log(.125 + (.5 * ((2 / 27.0) + (6 / 81.0))));
        BgCnbdModel model = BgCnbdModel.Of(2, 1, 1, 1, 1);

        Assert.Equal(expected, model.LogLikelihood(new LifetimeRow(1, 1, 2) { LogIntervals = 0 }), 1e-13);
        Assert.Equal(expected + .25, model.LogLikelihood(new LifetimeRow(1, 1, 2) { LogIntervals = .25 }), 1e-13);
        Assert.Equal(.5 * 4 / 27 / Math.Exp(expected), model.ProbabilityAlive(new LifetimeRow(1, 1, 2)), 1e-13);
    }

    [Fact]
    public void Fit_RegularCustomers_FindsK()
    {
        LifetimeSummary summary = Simulated(3, 800);

        MbgCnbdModel model = new MbgCnbdTrainer(new() { Starts = 1 }).Fit(summary, null, TestContext.Current.CancellationToken);

        Assert.Equal(3, model.Regularity);
        Assert.InRange(model.R / model.Alpha, .5, 1.1);
        double sum = 0;
        for (int row = 0; row < summary.Count; row++) sum += model.LogLikelihood(summary[row]);
        Assert.Equal(sum, model.Fit.LogLikelihood, 1e-6);
    }

    [Fact]
    public void Fit_IntervalsUnknown_ErrorUnlessKIsGiven()
    {
        LifetimeSummary summary = SmallShop.Rows(30);

        Assert.Contains(
            "regularity", Assert.Throws<ArgumentException>(() => new BgCnbdTrainer().Fit(summary)).Message, StringComparison.Ordinal);
        Assert.Equal(2, new BgCnbdTrainer(new() { Starts = 1, MaximumIterations = 5 }, 2).Fit(summary).Regularity);
    }

    [Fact]
    public void Summary_LogIntervals_ByHand()
    {
        EventLogBuilder builder = new();
        foreach (int day in (int[])[0, 7, 7, 21])
            builder.Add(new ShopEvent(new CustomerId("A"), new DateTime(2024, 1, 1).AddDays(day), EventType.Purchase) { UnitPrice = 1 });

        LifetimeSummary summary = LifetimeSummary.From(builder.Build(), null, TestContext.Current.CancellationToken);

        Assert.Equal(Math.Log(1) + Math.Log(2), summary[0].LogIntervals, 1e-14);
    }

    private static void Same(IPurchaseModel plain, IPurchaseModel regular, LifetimeRow row)
    {
        Assert.Equal(plain.LogLikelihood(row), regular.LogLikelihood(row), 1e-11);
        Assert.Equal(plain.ProbabilityAlive(row), regular.ProbabilityAlive(row), 1e-12);
        Assert.Equal(plain.ExpectedPurchases(row, 39), regular.ExpectedPurchases(row, 39), 1e-10);
        Assert.Equal(plain.ExpectedPurchasesOfNew(39), regular.ExpectedPurchasesOfNew(39), 1e-10);
        Assert.Equal(plain.ProbabilityOfPurchases(row, 3, 39), regular.ProbabilityOfPurchases(row, 3, 39), 1e-12);
    }

    /// <summary>Rates around .8 steps a week, a fifth leave after a purchase.</summary>
    private static LifetimeSummary Simulated(int k, int customers)
    {
        List<LifetimeRow> rows = [];
        for (int i = 0; i < customers; i++)
        {
            RandomStream random = new(5, "regular customers", (ulong)i);
            double rate = .4 + (.8 * random.NextDouble()), time = 0, last = 0, logs = 0;
            int x = 0;
            while (random.NextDouble() >= .2)
            {
                double interval = 0;
                for (int step = 0; step < k; step++) interval -= Math.Log(1 - random.NextDouble()) / rate;
                time += interval;
                if (time > 52) break;
                (last, x, logs) = (time, x + 1, logs + Math.Log(interval));
            }

            rows.Add(new LifetimeRow(x, last, 52) { LogIntervals = x == 0 ? double.NaN : logs });
        }

        return LifetimeSummary.FromRows(rows);
    }
}
