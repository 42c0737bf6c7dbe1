namespace Personalization.Numerics;

/// <summary>
/// Exact nearest neighbours: every row is looked at. O(q · n · d) time, and memory for the answers only: the q × n similarities never
/// exist.
/// <para>Scores are summed in single precision in the order of the columns with fused multiply-add, so a row and a query have one score, to
/// the bit: alone or among others, at any vector width and number of threads. Of equal scores the lower row comes first (+0 equals −0). A
/// score that is NaN, because the row or the query holds NaN or opposite infinities meet, never comes out.</para>
/// <para>Safe to call from many threads on the same rows while nobody writes to them.</para>
/// </summary>
public static partial class ExactSearch
{
    /// <summary>The best rows for each query, best first.</summary>
    /// <param name="segments">The rows, numbered through all segments; all of one width. None, or empty ones, are allowed.</param>
    /// <param name="queries">q × d.</param>
    /// <param name="metric">What is best.</param>
    /// <param name="count">Rows wanted for each query, at least 1; there may be fewer rows.</param>
    /// <param name="allowed">
    /// Bit r mod 64 of word ⌊r / 64⌋ says whether row r may come out, ⌈n / 64⌉ words; empty: every row may. Few allowed rows cost little.
    /// </param>
    /// <param name="found">Receives q × count rows; −1 where there are fewer.</param>
    /// <param name="scores">
    /// Receives q × count scores: inner products, cosines or squared distances; where there's no row, −∞, and +∞ for distances.
    /// </param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next megabyte of rows; results are then undefined.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public static void Search(
        IReadOnlyList<MatrixView> segments, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed,
        Span<int> found,
        Span<float> scores, int? threads = null, CancellationToken cancellationToken = default) =>
        Search(segments, queries, metric, count, allowed, found, scores, threads, LaneWidths.Widest, cancellationToken);

    internal static void Search(
        IReadOnlyList<MatrixView> segments, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed,
        Span<int> found,
        Span<float> scores, int? threads, LaneWidth width, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        MatrixView[] views = [.. segments];
        SearchDriver driver = Driver(Array.ConvertAll(views, view => (view.Rows, view.Columns)), sizeof(float), queries, allowed);
        SingleScan scan = new(views, metric, width);
        Run(driver, queries, metric, count, allowed, scan.Prepare, found, scores, threads, cancellationToken);
    }

    private static SearchDriver Driver((int Rows, int Columns)[] shapes, int valueBytes, MatrixView queries, ReadOnlySpan<ulong> allowed)
    {
        for (int segment = 0; segment < shapes.Length; segment++)
        {
            if (shapes[segment].Columns != queries.Columns)
            {
                throw new ArgumentException(
                    $"Segment {segment} has {shapes[segment].Columns} columns; the queries have {queries.Columns}.", nameof(queries));
            }
        }

        SearchDriver driver = new(Array.ConvertAll(shapes, shape => shape.Rows), queries.Columns, valueBytes);
        int words = (int)((driver.RowCount + 63L) / 64);
        if (!allowed.IsEmpty && allowed.Length != words)
        {
            throw new ArgumentException(
                $"{driver.RowCount} rows need {words} words of allowed rows, or none; there are {allowed.Length}.", nameof(allowed));
        }

        return driver;
    }

    private static void Run(
        SearchDriver driver, MatrixView queries, VectorMetric metric, int count, ReadOnlySpan<ulong> allowed,
        Func<MatrixView, SegmentScan> prepare, Span<int> found, Span<float> scores, int? threads, CancellationToken cancellationToken)
    {
        CheckAnswers(queries.Rows, metric, count, found.Length, scores.Length);
        ulong[] keys = new ulong[found.Length];
        driver.Run(queries, count, allowed, prepare, keys, threads, cancellationToken);
        Decode(keys, metric, found, scores);
    }

    private static void CheckAnswers(int queries, VectorMetric metric, int count, int found, int scores)
    {
        Guard.AtLeast(count, 1);
        if (metric is not (VectorMetric.Dot or VectorMetric.Cosine or VectorMetric.Euclidean))
            throw new ArgumentOutOfRangeException(nameof(metric), metric, "There is no such metric.");

        long answers = (long)queries * count;
        if (found != answers || scores != answers)
        {
            throw new ArgumentException(
                $"{queries} queries × {count} rows need {answers} places; there are {found} for rows and {scores} for scores.",
                nameof(found));
        }
    }

    private static void Decode(ReadOnlySpan<ulong> keys, VectorMetric metric, Span<int> found, Span<float> scores)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            // 0 stands for no row: no similarity has it.
            float similarity = keys[i] == 0 ? float.NegativeInfinity : BestRows.SimilarityOf(keys[i]);
            found[i] = keys[i] == 0 ? -1 : BestRows.RowOf(keys[i]);
            scores[i] = metric == VectorMetric.Euclidean ? 0 - similarity : similarity;
        }
    }
}
