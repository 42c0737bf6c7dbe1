using Personalization.Core;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

public sealed class LifetimeSummaryTests
{
    private static readonly EventLog Shop = EventLog.From(
    [
        Buy("a", "2024-01-01T09:00", 10), Buy("a", "2024-01-01T18:00", 10), // the first day: one purchase, not counted
        Buy("a", "2024-01-15T10:00", 20), Buy("a", "2024-01-15T11:00", 30), // two weeks on, merged: 50
        Buy("a", "2024-01-29T10:00", 10), // four weeks on, on the last day of calibration
        Event(EventType.Refund, "a", "2024-01-29T12:00") with { UnitPrice = 10 },
        Buy("a", "2024-01-30T10:00", 99), Buy("a", "2024-02-10T10:00", 99), // the hold-out
        Buy("b", "2024-01-08T10:00", 5),
        Buy("c", "2024-01-30T10:00", 5), // first bought after calibration
        Event(EventType.View, "d", "2024-01-02"),
    ]);

    private static readonly LifetimeSummaryOptions FourWeeks = new() { CalibrationEnd = new DateTime(2024, 1, 29, 8, 0, 0) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void From_Shop_CountedByHand()
    {
        LifetimeSummary summary = LifetimeSummary.From(Shop, FourWeeks, Token);

        Assert.Equal(["a", "b"], summary.Customers.Select(id => id.Value));
        Assert.Equal(new LifetimeRow(2, 4, 4) { AverageSpend = 30, LogIntervals = Math.Log(2) + Math.Log(2) }, summary[0]);
        Assert.Equal(new LifetimeRow(0, 0, 3), summary[1]);
        Assert.Equal([2, 0], summary.HoldOutPurchases.ToArray());
        Assert.Equal(12 / 7.0, summary.HoldOutLength);
        Assert.Equal(new DateTime(2024, 1, 29), summary.CalibrationEnd);
        Assert.Null(summary.Find(new CustomerId("c")));
    }

    [Fact]
    public void From_OtherUnit_SameCountsOtherTimes()
    {
        LifetimeSummary days = LifetimeSummary.From(Shop, FourWeeks with { Unit = TimeSpan.FromDays(1) }, Token);

        Assert.Equal(new LifetimeRow(2, 28, 28) { AverageSpend = 30, LogIntervals = Math.Log(14) + Math.Log(14) }, days[0]);
        Assert.Equal(12, days.HoldOutLength);
    }

    [Fact]
    public void From_WholePeriods_OnePurchaseAPeriod()
    {
        EventLog log = EventLog.From(
        [
            Buy("a", "2024-01-01", 1), Buy("a", "2024-01-03", 4), Buy("a", "2024-01-05", 4), Buy("a", "2024-01-16", 8),
            Buy("a", "2024-01-24", 8), Buy("z", "2024-01-24", 8),
        ]);

        LifetimeSummary summary = LifetimeSummary.From(log, new LifetimeSummaryOptions { WholePeriods = true }, Token);

        // Days 2 and 4 are of week 1, day 15 of week 3; day 23 is of week 4, which isn't over.
        Assert.Equal(new LifetimeRow(2, 3, 3) { AverageSpend = 8, LogIntervals = Math.Log(2) }, summary[0]);
        Assert.Equal(new LifetimeRow(0, 0, 0), summary[1]);
    }

    [Fact]
    public void From_Cohort_KeepsWhoBeganByThen()
    {
        LifetimeSummary summary = LifetimeSummary.From(Shop, FourWeeks with { FirstPurchaseUntil = new DateTime(2024, 1, 7) }, Token);

        Assert.Equal(["a"], summary.Customers.Select(id => id.Value));
    }

    /// <summary>Cross-checked with the RFM table, which counts days with another loop: one more than the repeats.</summary>
    [Fact]
    public void From_RandomLog_AgreesWithTheRfmTable()
    {
        EventLog log = EventLog.From(Random(5_000, 300, 7).Select(e => e with { Order = null })); // orders of one day each
        RfmTable table = Measure(log, new RfmOptions { CountFrequencyBy = FrequencyUnit.Days, AllowMixedCurrencies = true });
        LifetimeSummary summary = LifetimeSummary.From(log, new LifetimeSummaryOptions { Unit = TimeSpan.FromDays(1) }, Token);

        Assert.Equal(table.Customers, summary.Customers);
        for (int row = 0; row < table.Count; row++)
        {
            RfmRow expected = table[row];
            Assert.Equal(expected.Frequency - 1, summary.RepeatPurchases[row]);
            Assert.Equal((expected.LastPurchase.Date - expected.FirstPurchase.Date).TotalDays, summary.LastPurchases[row]);
            Assert.Equal((summary.CalibrationEnd - expected.FirstPurchase.Date).TotalDays, summary.Ages[row]);
        }
    }

    [Fact]
    public void From_HoldOutBeforeCalibration_ErrorNamesBoth()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(
            () => LifetimeSummary.From(Shop, FourWeeks with { HoldOutEnd = new DateTime(2024, 1, 2) }, Token));

        Assert.Contains("2024-01-02", error.Message, StringComparison.Ordinal);
        Assert.Contains("2024-01-29", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(1, 2, 1)]
    [InlineData(0, 1, 2)]
    [InlineData(1, double.NaN, 2)]
    [InlineData(0, 0, double.PositiveInfinity)]
    public void FromRows_ImpossibleRow_ErrorNamesIt(int repeats, double last, double age)
    {
        LifetimeRow[] rows = [new(0, 0, 1), new(repeats, last, age)];

        ArgumentException error = Assert.Throws<ArgumentException>(() => LifetimeSummary.FromRows(rows));

        Assert.StartsWith("Row 1 has", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => BgNbdModel.Of(1, 1, 1, 1).ProbabilityAlive(rows[1]));
    }
}
