using System.Globalization;
using Personalization.Core;
using Personalization.TestKit;

namespace Personalization.Rfm.Tests;

/// <summary>CDNOW's tenth, 2,357 customers, 39 weeks of calibration and as many of hold-out; skips the test where it is absent.</summary>
internal static class Cdnow
{
    public static LifetimeSummary Sample() => LifetimeSummary.From(
        SampleLog(),
        new LifetimeSummaryOptions { CalibrationEnd = new DateTime(1997, 9, 30) },
        TestContext.Current.CancellationToken);

    public static EventLog SampleLog() => Log("CDNOW_sample.txt", 1);

    /// <summary>The published summary, whose times are rounded to two decimals.</summary>
    public static LifetimeSummary Rounded() => LifetimeSummary.FromRows(
    [
        .. Lines("cdnow_customers_summary.csv").Skip(1).Select(line => line.Split(',')).Select(fields => new LifetimeRow(
            int.Parse(fields[1], CultureInfo.InvariantCulture), Number(fields[2]), Number(fields[3]))),
    ]);

    /// <summary>11,104 donors of six years.</summary>
    public static LifetimeSummary Donors() => LifetimeSummary.FromRows(
    [
        .. Lines("donations.csv").Skip(1).Select(line => line.Split(',')).SelectMany(fields => Enumerable.Repeat(
            new LifetimeRow(int.Parse(fields[0], CultureInfo.InvariantCulture), Number(fields[1]), Number(fields[2])),
            int.Parse(fields[3], CultureInfo.InvariantCulture))),
    ]);

    private static EventLog Log(string file, int idColumn)
    {
        EventLogBuilder builder = new();
        foreach (string line in Lines(file))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            builder.Add(new ShopEvent(
                new CustomerId(fields[idColumn]),
                DateTime.ParseExact(fields[^3], "yyyyMMdd", CultureInfo.InvariantCulture),
                EventType.Purchase)
            {
                UnitPrice = decimal.Parse(fields[^1], CultureInfo.InvariantCulture),
            });
        }

        return builder.Build();
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string[] Lines(string file)
    {
        string? path = TestData.Find("cdnow/" + file);
        Assert.SkipWhen(path is null, TestData.SkipReason);
        return File.ReadAllLines(path!);
    }
}
