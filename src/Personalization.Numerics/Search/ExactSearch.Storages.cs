namespace Personalization.Numerics;

public static partial class ExactSearch
{
    /// <summary>
    /// The best rows for each query among rows in half precision: the same bits as a search over the halves widened to single precision.
    /// Follow with <see cref="Rescore"/> where the exact order of the rows themselves is wanted.
    /// </summary>
    /// <inheritdoc
    /// cref="Search(IReadOnlyList{MatrixView}, MatrixView, VectorMetric, int, ReadOnlySpan{ulong}, Span{int}, Span{float}, int?,
    /// CancellationToken)"/>
    public static void Search(
        IReadOnlyList<HalfRows> segments, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed, Span<int> found,
        Span<float> scores, int? threads = null, CancellationToken cancellationToken = default) =>
        Search(segments, queries, metric, count, allowed, found, scores, threads, LaneWidths.Widest, cancellationToken);

    /// <summary>
    /// The best rows for each query among rows in codes, by approximate scores: queries are rounded to codes as well. Ask for more rows
    /// than are wanted, half as many again or twice as many, and follow with <see cref="Rescore"/>.
    /// </summary>
    /// <inheritdoc
    /// cref="Search(IReadOnlyList{MatrixView}, MatrixView, VectorMetric, int, ReadOnlySpan{ulong}, Span{int}, Span{float}, int?,
    /// CancellationToken)"/>
    public static void Search(
        IReadOnlyList<Int8Rows> segments, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed, Span<int> found,
        Span<float> scores, int? threads = null, CancellationToken cancellationToken = default) =>
        Search(segments, queries, metric, count, allowed, found, scores, threads, LaneWidths.Widest, cancellationToken);

    /// <summary>
    /// The best of some candidates for each query, best first: scores and order are those of a search among the candidates alone.
    /// </summary>
    /// <param name="segments">The rows, numbered through all segments; all of one width.</param>
    /// <param name="queries">q × d.</param>
    /// <param name="metric">What is best.</param>
    /// <param name="candidates">q × m rows, in any order, none twice for one query; negative ones are passed over.</param>
    /// <param name="count">Rows wanted for each query, at least 1.</param>
    /// <param name="found">Receives q × count rows; −1 where there are fewer.</param>
    /// <param name="scores">Receives q × count scores; where there's no row, −∞, and +∞ for distances.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next queries; results are then undefined.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree, or a candidate is no row.</exception>
    public static void Rescore(
        IReadOnlyList<MatrixView> segments, MatrixView queries, VectorMetric metric, ReadOnlySpan<int> candidates, int count,
        Span<int> found,
        Span<float> scores, int? threads = null, CancellationToken cancellationToken = default) =>
        RescoreAtWidth(segments, queries, metric, candidates, count, found, scores, threads, LaneWidths.Widest, cancellationToken);

    internal static void Search(
        IReadOnlyList<HalfRows> segments, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed, Span<int> found,
        Span<float> scores, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        HalfRows[] rows = [.. segments];
        SearchDriver driver = Driver(Array.ConvertAll(rows, each => (each.Rows, each.Columns)), sizeof(ushort), queries, allowed);
        HalfScan scan = new(rows, metric, width);
        Run(driver, queries, metric, count, allowed, scan.Prepare, found, scores, threads, cancellationToken);
    }

    internal static void Search(
        IReadOnlyList<Int8Rows> segments, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed, Span<int> found,
        Span<float> scores, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        Int8Rows[] rows = [.. segments];
        SearchDriver driver = Driver(Array.ConvertAll(rows, each => (each.Rows, each.Columns)), sizeof(sbyte), queries, allowed);
        Int8Scan scan = new(rows, metric, width);
        Run(driver, queries, metric, count, allowed, scan.Prepare, found, scores, threads, cancellationToken);
    }

    internal static void RescoreAtWidth(
        IReadOnlyList<MatrixView> segments, MatrixView queries, VectorMetric metric, ReadOnlySpan<int> candidates, int count,
        Span<int> found,
        Span<float> scores, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        MatrixView[] views = [.. segments];
        SearchDriver driver = Driver(Array.ConvertAll(views, view => (view.Rows, view.Columns)), sizeof(float), queries, []);
        CheckAnswers(queries.Rows, metric, count, found.Length, scores.Length);
        if (queries.Rows > 0 && candidates.Length % queries.Rows != 0)
            throw new ArgumentException($"{candidates.Length} candidates aren't a multiple of {queries.Rows} queries.", nameof(candidates));

        foreach (int candidate in candidates)
        {
            if (candidate >= driver.RowCount)
            {
                throw new ArgumentException(
                    $"Candidate {candidate} must be below {driver.RowCount}, the number of rows.", nameof(candidates));
            }
        }

        ulong[] keys = new ulong[found.Length];
        int[] rows = candidates.ToArray();
        int each = queries.Rows == 0 ? 0 : rows.Length / queries.Rows;
        SingleScan scan = new(views, metric, width);
        ParallelChunks.Run(
            queries.Rows,
            16,
            (_, start, end) =>
            {
                for (int query = start; query < end; query++)
                {
                    Span<int> own = rows.AsSpan(query * each, each);
                    own.Sort();
                    driver.Score(scan, queries.Slice(query, 1), own, Math.Min(count, Math.Max(each, 1)), keys.AsSpan(query * count, count));
                }
            },
            threads,
            cancellationToken);
        Decode(keys, metric, found, scores);
    }
}
