using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// A hierarchical navigable small world (Malkov and Yashunin 2018) over rows that somebody else holds. One writer at a time; any number of
/// readers beside it.
/// </summary>
internal abstract unsafe class HnswGraph(HnswOptions options, ulong seed)
{
    /// <summary>Levels beyond this would need more rows than fit a graph.</summary>
    public const int HighestLevel = 31;

    public HnswOptions Options { get; } = options;

    /// <summary>A graph without rows.</summary>
    public GraphView Empty =>
        new(RowBlocks.None(ListLength(Options.Neighbors * 2) * sizeof(int)), [], ListLength(Options.Neighbors), 0, -1, -1);

    /// <summary>Bytes of a prepared vector.</summary>
    public abstract int PreparedBytes(int stride);

    /// <summary>The graph of the metric and precision.</summary>
    public static HnswGraph Create(HnswOptions options, VectorPrecision precision, VectorMetric metric, ulong seed, BufferPool pool) =>
        (precision, metric) switch
    {
        (VectorPrecision.Single, VectorMetric.Euclidean) => new HnswGraphOf<SingleSpace<SquaredForm>>(options, seed, pool),
        (VectorPrecision.Single, _) => new HnswGraphOf<SingleSpace<DotForm>>(options, seed, pool),
        (_, VectorMetric.Euclidean) => new HnswGraphOf<CodeSpace<SquaredCodes>>(options, seed, pool),
        _ => new HnswGraphOf<CodeSpace<DotCodes>>(options, seed, pool),
    };

    /// <summary>Adds rows that follow those of the view.</summary>
    /// <param name="view">The graph so far.</param>
    /// <param name="rows">All rows, those to add included.</param>
    /// <param name="stride">Padded values of a row.</param>
    /// <param name="sequence">The rows from the view's count on, each once, in the order in which they are linked.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="publish">Receives the graph after each batch, and the rows that were linked.</param>
    /// <param name="cancellationToken">Looked at while a batch looks for neighbours; a batch that began to link is finished.</param>
    public abstract void Insert(
        GraphView view, RowBlocks rows, int stride, ReadOnlySpan<int> sequence, int? threads, Action<GraphView, ReadOnlySpan<int>> publish,
        CancellationToken cancellationToken);

    /// <summary>Leaves the rows nearest to a padded vector in the buffers' pool.</summary>
    /// <returns>How many there are, at most <paramref name="width"/>.</returns>
    public abstract int Search(GraphView view, RowBlocks rows, int stride, float* vector, int width, SearchBuffers buffers);

    /// <summary>As the plain search, but only allowed rows are kept; the others are waypoints.</summary>
    /// <returns>How many there are; −1 where more than <paramref name="budget"/> distances would have been needed.</returns>
    public abstract int Search(
        GraphView view,
        RowBlocks rows,
        int stride,
        float* vector,
        int width,
        ReadOnlySpan<ulong> allowed,
        long budget,
        SearchBuffers buffers);

    /// <summary>Level of a row: 1 with probability 1 / neighbours, 2 with its square, and so on.</summary>
    protected int DrawLevel(int row)
    {
        RandomStream draws = new(seed, "hnsw level", (ulong)row);
        int level = 0;
        while (level < HighestLevel && draws.NextInt32(Options.Neighbors) == 0) level++;
        return level;
    }

    /// <summary>
    /// The numbers that a list of so many neighbours takes: its count, the neighbours, and room for half as many again, so that lists are
    /// thinned out seldom.
    /// </summary>
    public static int ListLength(int neighbors) => (1 + neighbors + (neighbors / 4) + 15) / 16 * 16;
}
