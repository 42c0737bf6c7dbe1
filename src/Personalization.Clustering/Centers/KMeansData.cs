using System.Buffers;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>The samples of one fit, checked, with what every run needs of them. Read-only once made.</summary>
internal sealed class KMeansData : IDisposable
{
    private const int RowsAtOnce = 8192;
    private const int MostChunks = 64;
    private const int SmallestChunk = 4096;
    private const int MostPartialSums = 1 << 23;

    /// <summary>Sums of squares beyond this may overflow a single-precision distance.</summary>
    private const double LargestSpread = 1e36;

    private readonly float[] _origin;
    private readonly Lazy<PointTiles> _tiles;

    /// <param name="samples">n × d.</param>
    /// <param name="weights">n weights, or none.</param>
    /// <param name="clusterCount">Clusters to be made.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Stops between chunks.</param>
    /// <param name="screens">
    /// Whether to round the samples too; not done where there is no spread to measure by, or too few features.
    /// </param>
    public KMeansData(
        MatrixView samples,
        ReadOnlyMemory<float> weights,
        int clusterCount,
        int? threads,
        CancellationToken cancellationToken,
        bool screens = false)
    {
        Samples = samples;
        IsWeighted = !weights.IsEmpty;
        Threads = threads;
        Weights = PadWeights(samples.Rows, weights.Span);
        TotalWeight = IsWeighted ? StableSum.Sum(Weights.AsSpan(0, PaddedLength(samples.Rows))) : samples.Rows;

        RequireDistinctRows(clusterCount);
        Mean = MeanOf(cancellationToken);
        SquaredSpread = SpreadOf(cancellationToken);
        _origin = NearestCenters.OriginOf(Mean);
        if (screens && SquaredSpread > 0 && _origin.Length > 0)
            Rounded = new RoundedTiles(samples, _origin, Math.Sqrt(SquaredSpread / TotalWeight), threads, cancellationToken);

        _tiles = new(() => new PointTiles(samples, _origin, threads, cancellationToken));
        _ = Rounded is null ? Tiles : null;
        ChunkSize = ChunkSizeOf(samples.Rows, samples.Columns, clusterCount);
    }

    public MatrixView Samples { get; }

    /// <summary>Where the samples are rounded, made when first asked for: a fit that screens from end to end needs none.</summary>
    public PointTiles Tiles => _tiles.Value;

    /// <summary>Whether the tiles have been made.</summary>
    public bool HasTiles => _tiles.IsValueCreated;

    /// <summary>What is subtracted from the samples in tiles; empty for nothing.</summary>
    public ReadOnlySpan<float> Origin => _origin;

    /// <summary>One for each row, then zeros, at least up to whole tiles.</summary>
    public float[] Weights { get; private set; }

    public bool IsWeighted { get; }

    public double TotalWeight { get; }

    /// <summary>Weighted mean of each feature.</summary>
    public double[] Mean { get; }

    /// <summary>Σ weight · ‖x − mean‖².</summary>
    public double SquaredSpread { get; }

    public int? Threads { get; }

    /// <summary>Rows of a chunk, whole tiles: depends on sizes alone.</summary>
    public int ChunkSize { get; }

    public int Rows => Samples.Rows;

    public int Columns => Samples.Columns;

    /// <summary>Weighted variance of the features, averaged over them.</summary>
    public double MeanVariance => Columns == 0 ? 0 : SquaredSpread / TotalWeight / Columns;

    /// <summary>Weights of some rows; empty where all are 1, so that nobody waits for ones to come from memory.</summary>
    public ReadOnlySpan<float> WeightsOf(int start, int count) => IsWeighted ? Weights.AsSpan(start, count) : default;

    public ReadOnlySpan<float> Row(int row) => Samples.Memory.Span.Slice(row * Samples.Stride, Columns);

    /// <summary>The samples rounded for screening, where that was asked for.</summary>
    public RoundedTiles? Rounded { get; }

    public void Dispose()
    {
        if (HasTiles)
            Tiles.Dispose();

        Rounded?.Dispose();
        if (Weights.Length > 0)
            ArrayPool<float>.Shared.Return(Weights);

        Weights = [];
    }

    private static int ChunkSizeOf(int rows, int columns, int clusterCount)
    {
        int memory = (int)Math.Clamp(MostPartialSums / ((long)clusterCount * (columns + 1)), 1, MostChunks);
        int chunks = Math.Clamp(rows / SmallestChunk, 1, memory);
        int size = (int)(((long)rows + chunks - 1) / chunks);
        return Math.Max(1, (size + PointTiles.TileSize - 1) / PointTiles.TileSize) * PointTiles.TileSize;
    }

    private static float[] PadWeights(int rows, ReadOnlySpan<float> weights)
    {
        // Lent: a choice of k fits the same rows over and over, and fresh memory costs more than filling it.
        float[] padded = ArrayPool<float>.Shared.Rent(PaddedLength(rows));
        padded.AsSpan(rows).Clear();
        if (weights.IsEmpty)
        {
            padded.AsSpan(0, rows).Fill(1);
            return padded;
        }

        if (weights.Length != rows)
            throw new ArgumentException($"There are {weights.Length} weights for {rows} samples.", nameof(weights));

        for (int row = 0; row < rows; row++)
        {
            padded[row] = float.IsFinite(weights[row]) && weights[row] >= 0
                ? weights[row]
                : throw new ArgumentException(
                    $"The weight of row {row} is {weights[row]}; it must be finite and at least 0.", nameof(weights));
        }

        return padded;
    }

    private static int PaddedLength(int rows) => (rows + PointTiles.TileSize - 1) / PointTiles.TileSize * PointTiles.TileSize;

    /// <summary>Stops looking as soon as there are enough, which is nearly always after a few rows.</summary>
    private void RequireDistinctRows(int clusterCount)
    {
        RowSet distinct = new(Samples);
        for (int row = 0; row < Rows && distinct.Count < clusterCount; row++)
        {
            if (Weights[row] > 0)
                distinct.Add(row);
        }

        if (distinct.Count < clusterCount)
        {
            ClusterInput.RequireFinite(Samples);
            throw ClusterInput.Invalid(
                Samples,
                $"hold {distinct.Count} distinct rows{(IsWeighted ? " of positive weight" : "")}; "
                    + $"{clusterCount} clusters need at least as many.");
        }
    }

    private double[] MeanOf(CancellationToken cancellationToken)
    {
        double[] sums = ParallelChunks.Reduce(Rows, RowsAtOnce, SumRows, AddSums, Threads, cancellationToken);
        if (Array.Exists(sums, sum => !double.IsFinite(sum)))
            ClusterInput.RequireFinite(Samples);

        for (int column = 0; column < sums.Length; column++)
            sums[column] /= TotalWeight;

        return sums;
    }

    private double SpreadOf(CancellationToken cancellationToken)
    {
        double[] squares = ParallelChunks.Reduce(Rows, RowsAtOnce, SquareRows, AddSums, Threads, cancellationToken);
        double spread = 0;
        foreach (double square in squares)
            spread += square;

        return spread <= LargestSpread
            ? spread
            : throw ClusterInput.Invalid(
                Samples, "lie too far apart for single precision (their squares sum to more than 1e36); scale them first.");
    }

    private double[] SumRows(int start, int end)
    {
        double[] sums = new double[Columns];
        ColumnSums.Add(Samples.Slice(start, end - start), Weights.AsSpan(start, end - start), sums);
        return sums;
    }

    private double[] SquareRows(int start, int end)
    {
        double[] sums = new double[Columns];
        ColumnSums.AddSquares(Samples.Slice(start, end - start), Weights.AsSpan(start, end - start), Mean, sums);
        return sums;
    }

    private static double[] AddSums(double[] sums, double[] next)
    {
        for (int i = 0; i < sums.Length; i++)
            sums[i] += next[i];

        return sums;
    }
}
