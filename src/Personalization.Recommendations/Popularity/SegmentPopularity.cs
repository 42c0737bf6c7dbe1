using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How popular each item is with each segment. Immutable and thread-safe.</summary>
internal sealed class SegmentPopularity
{
    private readonly int[] _segmentOf;
    private readonly int[][] _orders;
    private readonly RecommendationReason[][] _reasons;

    /// <param name="names">The segments.</param>
    /// <param name="segmentOf">The segment of each customer; −1 for none.</param>
    /// <param name="scores">For each segment the popularity of each item, at least 0.</param>
    public SegmentPopularity(Vocabulary names, int[] segmentOf, double[][] scores)
    {
        (Names, _segmentOf, Scores) = (names, segmentOf, scores);
        _orders = Array.ConvertAll(scores, Order);
        _reasons = [.. names.Select(name => new[] { RecommendationReason.Popular($"customers of segment {name}") })];
    }

    public Vocabulary Names { get; }

    public ReadOnlySpan<int> SegmentOf => _segmentOf;

    public double[][] Scores { get; }

    /// <summary>Fills a list with what is popular with a segment, of what is allowed and not blocked.</summary>
    public void AddTo(
        List<Recommendation> list, int segment, IdIndex<ItemId> items, int count, Scratch scratch, AllowedItems allowed)
    {
        foreach (int row in _orders[segment])
        {
            if (list.Count >= count) return;
            if (scratch.IsBlocked(row) || !allowed.Allow(row)) continue;
            list.Add(new Recommendation(items[row], Scores[segment][row], RecommendationSource.Popular) { Reasons = _reasons[segment] });
        }
    }

    public void Write(ModelFileWriter file)
    {
        file.AddStrings("segments", Names);
        file.Add("segment_of_customer", _segmentOf);
        double[] all = [.. Scores.SelectMany(scores => scores)];
        file.Add("segment_popularity", all, Names.Count, all.Length / Math.Max(1, Names.Count));
    }

    public static SegmentPopularity Read(ModelFile file, int customerCount, int itemCount)
    {
        string[] names = file.Strings("segments");
        Vocabulary segments = Vocabulary.From(names);
        if (!segments.SequenceEqual(names, StringComparer.Ordinal))
            throw file.Invalid("'segments' must be in ordinal order without repeats");
        int[] segmentOf = file.Int32s("segment_of_customer", customerCount);
        if (Array.Exists(segmentOf, code => code < -1 || code >= names.Length))
            throw file.Invalid($"a customer has a segment that isn't one of the {names.Length} segments");
        double[] all = file.Doubles("segment_popularity", names.Length, names.Length == 0 ? 0 : itemCount);
        if (Array.Exists(all, value => !(value >= 0) || !double.IsFinite(value)))
            throw file.Invalid("a popularity with a segment isn't at least 0 and finite");
        return new SegmentPopularity(segments, segmentOf, [.. names.Select((_, i) => all[(i * itemCount)..((i + 1) * itemCount)])]);
    }

    private static int[] Order(double[] scores)
    {
        int[] rows = new int[scores.Length];
        for (int row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(rows, (a, b) => scores[a] != scores[b] ? scores[b].CompareTo(scores[a]) : a.CompareTo(b));
        return rows;
    }
}
