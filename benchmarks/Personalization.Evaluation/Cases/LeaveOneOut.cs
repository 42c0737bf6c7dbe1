using System.Globalization;
using System.IO.Compression;
using Personalization.Core;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// MovieLens 1M by the protocol of He et al. 2017, for every case that measures by it: each user's last item is the test item, ranked among
/// 99 others that were drawn once.
/// </summary>
internal static class LeaveOneOut
{
    public const string TrainFile = "movielens-1m/ncf.train.rating.gz", TestFile = "movielens-1m/ncf.test.negative.gz";

    private const int Cutoff = 10;

    public static void Measure(
        EvaluationContext context, string model, double seconds, LeftOut[] tests, IdIndex<ItemId> items, Action<CustomerId, float[]> score)
    {
        (double hits, double gain) = Measure(tests, items, score);
        context.Figure(model, "hr@10", hits, seconds);
        context.Figure(model, "ndcg@10", gain, seconds);
    }

    /// <summary>HR@10 and NDCG@10 of the test items.</summary>
    public static (double HitRate, double Ndcg) Measure(LeftOut[] tests, IdIndex<ItemId> items, Action<CustomerId, float[]> score)
    {
        float[] scores = new float[items.Count];
        int hits = 0;
        double gain = 0;
        foreach ((CustomerId customer, ItemId test, HashSet<ItemId> others) in tests)
        {
            score(customer, scores);
            float own = ScoreOf(test);

            // Where the test item stands among the negatives too, as 156 times in the original, it counts once; of equals it comes last.
            int rank = others.Count(other => other != test && ScoreOf(other) >= own);
            if (rank >= Cutoff) continue;
            hits++;
            gain += 1 / Math.Log2(rank + 2);
        }

        return (hits / (double)tests.Length, gain / tests.Length);

        float ScoreOf(ItemId item) => items.TryGetRow(item, out int row) ? scores[row] : float.MinValue;
    }

    /// <summary>User, item, rating, and the rank in the user's time (−1 where it is unknown), which stands for the time.</summary>
    public static EventLog ReadTrain(string path)
    {
        DateTime start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
        return EventLog.From(Lines(path).Select(line =>
        {
            string[] cells = line.Split('\t');
            DateTime time = start.AddSeconds(int.Parse(cells[3], CultureInfo.InvariantCulture));
            return new ShopEvent(new CustomerId(cells[0]), time, EventType.Purchase) { Item = new ItemId(cells[1]) };
        }));
    }

    /// <summary>A line a user: <c>(user,test item)</c>, then the others.</summary>
    public static LeftOut[] ReadTests(string path) =>
    [
        .. Lines(path).Select(line =>
        {
            string[] cells = line.Split('\t');
            string[] pair = cells[0].Trim('(', ')').Split(',');
            return new LeftOut(new CustomerId(pair[0]), new ItemId(pair[1]), cells.Skip(1).Select(item => new ItemId(item)).ToHashSet());
        }),
    ];

    private static IEnumerable<string> Lines(string path)
    {
        using GZipStream unpacked = new(File.OpenRead(path), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0) yield return line;
        }
    }
}

/// <summary>A user's test item, and the others that it stands among.</summary>
internal sealed record LeftOut(CustomerId Customer, ItemId Test, HashSet<ItemId> Others);
