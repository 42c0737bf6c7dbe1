using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// What a hybrid learns from: customers of the held-out slice, the items that they took there for the first time, and what these stood
/// against. The first items of each part's list stand for themselves; those that are drawn stand for the rest.
/// </summary>
internal sealed class HybridExamples(HybridOptions options, ItemSpace past, HybridFeatures features, InteractionMatrix held)
{
    private const int CustomersAtOnce = 8;
    private const int Cutoff = 10;

    /// <summary>
    /// Examples of customers drawn by the seed, in the order of their rows, beside the length of each one's history; and of each part the
    /// mean NDCG@10 over these customers.
    /// </summary>
    public (RankingExample[] Examples, int[] HistoryLengths, double[] Gains) Draw(CancellationToken cancellationToken)
    {
        int[] eligible = [.. Enumerable.Range(0, held.Customers.Count).Where(row => Taken(row).Length > 0)];
        int[] chosen = eligible;
        if (eligible.Length > options.ValidationCustomers)
        {
            int[] places = new RandomStream(options.Seed, "hybrid customers")
                .SampleWithoutReplacement(options.ValidationCustomers, eligible.Length);
            Array.Sort(places);
            chosen = [.. places.Select(place => eligible[place])];
        }

        RankingExample[] examples = new RankingExample[chosen.Length];
        int[] lengths = new int[chosen.Length];
        double[][] gains = new double[chosen.Length][];
        ParallelChunks.Run(
            chosen.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                Matrix columns = new(features.Count, past.Items.Count);
                for (int i = start; i < end; i++)
                {
                    lengths[i] = History(chosen[i]).Length;
                    examples[i] = Example(chosen[i], columns);
                    gains[i] = Gains(chosen[i], columns);
                }
            },
            options.Threads,
            cancellationToken);
        double[] means = [.. Enumerable.Range(0, features.PartCount).Select(part => gains.Sum(own => own[part]) / gains.Length)];
        return (examples, lengths, means);
    }

    /// <summary>NDCG@10 of each part's list: of what is popular where a part says nothing, as it would serve.</summary>
    private double[] Gains(int row, Matrix columns)
    {
        HashSet<int> taken = [.. Taken(row)];
        HashSet<int> had = [.. History(row)];
        TopItems top = new(Math.Min(Cutoff, past.Items.Count));
        double[] gains = new double[features.PartCount];
        for (int part = 0; part < gains.Length; part++)
        {
            top.Clear();
            ReadOnlySpan<float> scores = columns.Row(features.ColumnOf(part));
            bool isSilent = !scores.ContainsAnyExcept(0f);
            for (int item = 0; item < scores.Length; item++)
            {
                double score = isSilent ? past.Popularity[item] : scores[item];
                if (top.Keeps(item, score) && !had.Contains(item)) top.Add(item, score);
            }

            top.Sort();
            gains[part] = RankingMetrics.Ndcg<int>(top.Rows.ToArray(), taken, Cutoff);
        }

        return gains;
    }

    private ReadOnlySpan<int> History(int row) =>
        past.Customers.TryGetRow(held.Customers[row], out int known) ? past.History.Columns(known) : default;

    /// <summary>Rows of what a customer took in the slice and didn't have.</summary>
    private int[] Taken(int row)
    {
        HashSet<int> had = [.. History(row)];
        List<int> taken = [];
        foreach (int item in held.ItemsOf(row))
        {
            if (past.Items.TryGetRow(held.Items[item], out int known) && !had.Contains(known)) taken.Add(known);
        }

        return [.. taken];
    }

    private RankingExample Example(int row, Matrix columns)
    {
        features.Write(new RecommendationRequest { Customer = held.Customers[row] }, columns);
        int[] taken = Taken(row);
        bool[] isChosen = new bool[past.Items.Count];
        List<int> candidates = [.. taken];
        foreach (int item in taken) isChosen[item] = true;

        // What the customer has can't be recommended, so nothing stands against it.
        ReadOnlySpan<int> history = History(row);
        foreach (int item in history) isChosen[item] = true;
        TopItems top = new(Math.Min(options.ListedItems, isChosen.Length));
        for (int part = 0; part < features.PartCount; part++)
        {
            top.Clear();
            ReadOnlySpan<float> scores = columns.Row(features.ColumnOf(part));
            for (int item = 0; item < scores.Length; item++)
            {
                if (!isChosen[item] && top.Keeps(item, scores[item])) top.Add(item, scores[item]);
            }

            foreach (int item in top.Rows)
            {
                candidates.Add(item);
                isChosen[item] = true;
            }
        }

        int listed = candidates.Count;
        int[] others = [.. Enumerable.Range(0, isChosen.Length).Where(item => !isChosen[item])];
        int drawn = Math.Min(options.SampledItems, others.Length);
        foreach (int place in new RandomStream(options.Seed, "hybrid items", (ulong)row).SampleWithoutReplacement(drawn, others.Length))
            candidates.Add(others[place]);

        Matrix rows = new(candidates.Count, features.Count);
        float[] logCounts = new float[candidates.Count];
        logCounts.AsSpan(listed).Fill(drawn == 0 ? 1 : others.Length / (float)drawn);
        Elementwise.Log(logCounts.AsSpan(listed), logCounts.AsSpan(listed));
        for (int feature = 0; feature < features.Count; feature++)
        {
            ReadOnlySpan<float> column = columns.Row(feature);
            for (int i = 0; i < candidates.Count; i++) rows[i, feature] = column[candidates[i]];
        }

        return new RankingExample(rows, logCounts, [.. Enumerable.Range(0, taken.Length)]);
    }
}
