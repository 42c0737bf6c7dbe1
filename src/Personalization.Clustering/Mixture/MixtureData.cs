using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>The samples of one fit, checked, with what every run needs of them. Read-only once made.</summary>
internal sealed class MixtureData
{
    private const int MostChunks = 64;
    private const int SmallestChunk = 4096;

    /// <summary>Chunk sizes are multiples of this, so that full tiles are the rule.</summary>
    private const int RowsTogether = 1024;

    /// <summary>Most sums that all chunks together may hold.</summary>
    private const int MostPartialSums = 1 << 23;

    public MixtureData(ClusterFitInput input, GaussianMixtureOptions options, CancellationToken cancellationToken)
    {
        MatrixView samples = input.Samples;
        ClusterFitInput.CheckWeights(input.Weights.Span, samples.Rows);
        Samples = samples;
        Weights = input.Weights;
        Threads = options.Threads;
        CancellationToken = cancellationToken;
        ChunkSize = ChunkSizeOf(samples.Rows, samples.Columns, options.ClusterCount);
        if (samples.Rows < options.ClusterCount)
            throw ClusterInput.Invalid(samples, $"are fewer rows than the {options.ClusterCount} components that are asked for.");

        // About the first row, then about the mean: two passes keep the digits of data far from zero.
        double[] about = new double[samples.Columns];
        for (int column = 0; column < about.Length; column++)
            about[column] = samples[0, column];

        Mean = Moments(about, out _);
        if (Array.Exists(Mean, value => !double.IsFinite(value)))
            ClusterInput.RequireFinite(samples);

        Mean = Moments(Mean, out GaussianSums sums);
        TotalWeight = sums.Weights[0];
        Scatter = sums.Second;
        if (!(TotalWeight > 0))
            throw new ArgumentException("All weights are 0; at least one sample must count.", nameof(input));
    }

    public MatrixView Samples { get; }

    /// <summary>One for each row; empty where all are 1.</summary>
    public ReadOnlyMemory<float> Weights { get; }

    public double TotalWeight { get; }

    public double[] Mean { get; }

    /// <summary>Σ weight · (x − mean)(x − mean)ᵀ, a packed lower triangle.</summary>
    public double[] Scatter { get; }

    public int? Threads { get; }

    public CancellationToken CancellationToken { get; }

    /// <summary>Rows of a chunk: depends on sizes alone.</summary>
    public int ChunkSize { get; }

    public int Columns => Samples.Columns;

    /// <summary>Variance averaged over the features.</summary>
    public double MeanVariance
    {
        get
        {
            double sum = 0;
            for (int column = 0; column < Columns; column++)
                sum += Scatter[PackedCholesky.Length(column + 1) - 1];

            return Columns == 0 ? 0 : sum / TotalWeight / Columns;
        }
    }

    /// <summary>The sums of an iteration, or those of given labels.</summary>
    public GaussianSums Sum(GaussianDensities densities, int[]? labels = null) => ParallelChunks.Reduce(
        Samples.Rows,
        ChunkSize,
        (start, end) =>
        {
            MatrixView rows = Samples.Slice(start, end - start);
            ReadOnlySpan<float> weights = WeightsOf(start, end);
            return labels is null ? densities.Sum(rows, weights) : densities.SumByLabel(rows, weights, labels.AsSpan(start, end - start));
        },
        static (sums, next) => sums.Add(next),
        Threads,
        CancellationToken);

    public ReadOnlySpan<float> WeightsOf(int start, int end) => Weights.IsEmpty ? default : Weights.Span[start..end];

    private double[] Moments(double[] about, out GaussianSums sums)
    {
        double[] identity = new double[PackedCholesky.Length(Columns)];
        for (int column = 0; column < Columns; column++)
            identity[PackedCholesky.Length(column + 1) - 1] = 1;

        sums = Sum(new GaussianDensities(CovarianceKind.Full, [1], about, identity), new int[Samples.Rows]);
        double[] mean = new double[Columns];
        for (int column = 0; column < mean.Length; column++)
            mean[column] = about[column] + (sums.First[column] / sums.Weights[0]);

        return mean;
    }

    private static int ChunkSizeOf(int rows, int columns, int components)
    {
        long sums = components * (PackedCholesky.Length(columns) + columns + 1L);
        int chunks = Math.Clamp(rows / SmallestChunk, 1, (int)Math.Clamp(MostPartialSums / sums, 1, MostChunks));
        int size = (int)(((long)rows + chunks - 1) / chunks);
        return Math.Max(1, (size + RowsTogether - 1) / RowsTogether) * RowsTogether;
    }
}
