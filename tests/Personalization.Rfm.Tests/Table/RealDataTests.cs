using System.Globalization;
using System.IO.Compression;
using System.Text;
using Personalization.Core;
using Personalization.TestKit;
using static Personalization.Rfm.Tests.Logs;

namespace Personalization.Rfm.Tests;

/// <summary>Real data, against what pandas counts: benchmarks/peers/rfm_recount.py prints every figure here.</summary>
public sealed class RealDataTests
{
    [Fact]
    public void OnlineRetail_Cleaned_AgreesWithPandas()
    {
        string? path = TestData.Find("online-retail-ii/online_retail_II.csv.gz");
        Assert.SkipWhen(path is null, TestData.SkipReason);

        RfmTable table = Measure(ReadRetail(path!));

        Assert.Equal(new DateTime(2011, 12, 10, 12, 50, 0), table.ReferenceDate);
        Assert.Equal((5_878, 1_183_429L, 36_969L, 17_743_411.178m, 2_790_355L), Sums(table));
        Assert.Equal((326, 12, 77_556.46m, 726), Measures(table[new CustomerId("12346")]));
        Assert.Equal((43, 7, 4_182.99m, 572), Measures(table[table.Count - 1]));

        RfmScores scores = table.Score();
        Assert.Equal([1_184, 1_168, 1_191, 1_210, 1_125], Sizes(scores, score => score.Recency));
        Assert.Equal([1_623, 944, 1_150, 1_034, 1_127], Sizes(scores, score => score.Frequency));
        Assert.Equal([1_176, 1_176, 1_175, 1_176, 1_175], Sizes(scores, score => score.Monetary));
        Assert.Equal(
            [
                ("Champions", 787), ("Loyal", 1_090), ("Potential loyalist", 706), ("New", 66), ("Promising", 169), ("Need attention", 285),
                ("About to sleep", 423), ("At risk", 644), ("Can't lose", 64), ("Hibernating", 1_644),
            ],
            scores.Segment().Profiles.Select(p => (p.Segment.Name, p.Customers)));
    }

    [Fact]
    public void Cdnow_AllPurchases_AgreesWithPandas()
    {
        string? path = TestData.Find("cdnow/CDNOW_master.txt");
        Assert.SkipWhen(path is null, TestData.SkipReason);
        EventLogBuilder builder = new();
        foreach (string line in File.ReadLines(path!).Skip(1))
        {
            string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length == 0) continue;
            builder.Add(new ShopEvent(
                new CustomerId(fields[0]), DateTime.ParseExact(fields[1], "yyyyMMdd", CultureInfo.InvariantCulture), EventType.Purchase)
            {
                UnitPrice = decimal.Parse(fields[3], CultureInfo.InvariantCulture),
            });
        }

        RfmTable table = Measure(builder.Build());

        Assert.Equal((23_570, 8_678_984L, 67_591L, 2_500_315.63m, 11_857_916L), Sums(table));
        Assert.Equal([12_054, 0, 4_040, 3_641, 3_835], Sizes(table.Score(), score => score.Frequency)); // half bought once: nobody scores 2
    }

    private static (int Customers, long Recency, long Frequency, decimal Monetary, long Tenure) Sums(RfmTable table)
    {
        long recency = 0, frequency = 0, tenure = 0;
        for (int row = 0; row < table.Count; row++)
        {
            recency += table.RecencyDays[row];
            frequency += table.Frequency[row];
            tenure += table.TenureDays[row];
        }

        return (table.Count, recency, frequency, table.TotalMonetary, tenure);
    }

    private static (int, int, decimal, int) Measures(RfmRow row) => (row.RecencyDays, row.Frequency, row.Monetary, row.TenureDays);

    private static int[] Sizes(RfmScores scores, Func<RfmScore, int> score)
    {
        int[] sizes = new int[5];
        for (int row = 0; row < scores.Count; row++) sizes[score(scores[row]) - 1]++;
        return sizes;
    }

    /// <summary>The rules of the figures: no row without customer, with quantity or price ≤ 0, or of a cancelled invoice.</summary>
    internal static EventLog ReadRetail(string path)
    {
        EventLogBuilder builder = new();
        using GZipStream unzipped = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unzipped, Encoding.UTF8);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            // Only the description can hold commas; it is the third field, and five follow it.
            string[] start = line.Split(',', 3), end = start[2].Split(',');
            int quantity = int.Parse(end[^5], CultureInfo.InvariantCulture);
            decimal price = decimal.Parse(end[^3], CultureInfo.InvariantCulture);
            if (end[^2].Length == 0 || quantity <= 0 || price <= 0 || start[0].StartsWith('C')) continue;
            builder.Add(new ShopEvent(
                new CustomerId(end[^2]),
                DateTime.ParseExact(end[^4], "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                EventType.Purchase)
            {
                Item = new ItemId(start[1]),
                Quantity = quantity,
                UnitPrice = price,
                Order = start[0],
            });
        }

        return builder.Build();
    }
}
