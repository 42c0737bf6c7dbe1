namespace Personalization.Core;

/// <summary>One customer's list and what is known of it, to be measured at every cut-off.</summary>
internal sealed class RankedCustomer
{
    private readonly ItemId[] _list;
    private readonly bool[] _hits;
    private readonly Dictionary<ItemId, double> _relevant;
    private readonly RankingOptions _options;
    private readonly RankingPast? _past;
    private readonly int[] _expected;
    private readonly Dictionary<string, double>? _taste;

    /// <param name="list">The list, at most as long as the highest cut-off.</param>
    /// <param name="relevant">What is relevant, with its grades.</param>
    /// <param name="items">The recommender's items.</param>
    /// <param name="options">How to measure.</param>
    /// <param name="past">What the past says of items; null where there is none.</param>
    /// <param name="expected">Rows of the most popular items, the first k of which a primitive recommender would show.</param>
    /// <param name="taste">The customer's weight of each category; null where categories aren't known.</param>
    public RankedCustomer(
        ItemId[] list, Dictionary<ItemId, double> relevant, IdIndex<ItemId> items, RankingOptions options, RankingPast? past,
        int[] expected, Dictionary<string, double>? taste)
    {
        (_list, _relevant, _options, _past, _expected, _taste) = (list, relevant, options, past, expected, taste);
        _hits = new bool[list.Length];
        ItemRows = new int[list.Length];
        for (int i = 0; i < list.Length; i++)
        {
            _hits[i] = relevant.ContainsKey(list[i]);
            ItemRows[i] = items.TryGetRow(list[i], out int row) ? row : -1;
        }
    }

    /// <summary>The list as rows of the recommender's items; −1 for an item that it doesn't know.</summary>
    public int[] ItemRows { get; }

    /// <summary>The value of a measure that is a mean over customers.</summary>
    public double ValueOf(string measure, int k)
    {
        int length = Math.Min(k, _list.Length);
        RankedHits hits = new(_hits.AsSpan(0, length), _relevant.Count, k);
        return measure switch
        {
            "HR" => hits.HitRate,
            "Precision" => hits.Precision,
            "Recall" => hits.Recall,
            "F1" => hits.F1,
            "CappedRecall" => hits.CappedRecall,
            "NDCG" => hits.Ndcg,
            "MRR" => hits.ReciprocalRank,
            "MAP" => hits.AveragePrecision,
            "UncutNDCG" => hits.UncutNdcg,
            "UncutMAP" => hits.UncutAveragePrecision,
            "GradedNDCG" => RankingMetrics.GradedNdcg(_list, _relevant, k),
            "UncutGradedNDCG" => RankingMetrics.UncutGradedNdcg(_list, _relevant, k),
            "Diversity" => ListMetrics.IntraListDiversity<ItemId>(_list, k, Distance),
            "Serendipity" => Surprises(length, k) / (double)k,
            "Miscalibration" => Miscalibration(length),
            "ARP" => ListMetrics.Average<int>(ItemRows, k, item => item < 0 ? 0 : _past!.HoldersOf(item)),
            "APLT" => ListMetrics.Average<int>(ItemRows, k, item => item < 0 || _past!.IsTail(item) ? 1 : 0),
            _ => throw new InvalidOperationException($"{measure} isn't of single customers."),
        };
    }

    private double Distance(ItemId a, ItemId b)
    {
        if (_options.Similarity is { } similarity) return 1 - similarity(a, b);
        return _options.CategoryOf!(a) is { } category && category == _options.CategoryOf(b) ? 0 : 1;
    }

    private int Surprises(int length, int k)
    {
        ReadOnlySpan<int> expected = _expected.AsSpan(0, Math.Min(k, _expected.Length));
        int surprises = 0;
        for (int i = 0; i < length; i++)
        {
            if (_hits[i] && !expected.Contains(ItemRows[i])) surprises++;
        }

        return surprises;
    }

    private double Miscalibration(int length)
    {
        Dictionary<string, double> shown = new(StringComparer.Ordinal);
        for (int i = 0; i < length; i++)
        {
            if (_options.CategoryOf!(_list[i]) is { } category) shown[category] = shown.GetValueOrDefault(category) + 1;
        }

        string[] categories = [.. _taste!.Keys.Union(shown.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return ListMetrics.Miscalibration(
            [.. categories.Select(category => _taste.GetValueOrDefault(category))],
            [.. categories.Select(category => shown.GetValueOrDefault(category))]);
    }
}
