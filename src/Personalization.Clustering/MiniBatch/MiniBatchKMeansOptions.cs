using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>How <see cref="MiniBatchKMeansTrainer"/> clusters. Immutable; every default is valid.</summary>
public sealed record MiniBatchKMeansOptions
{
    /// <summary>Number of clusters, at least 1. Default 8.</summary>
    public int ClusterCount { get; init => field = Guard.AtLeast(value, 1); } = 8;

    /// <summary>Rows that are learned at a time, at least 1; at most all rows of a table. Default 1024.</summary>
    public int BatchSize { get; init => field = Guard.AtLeast(value, 1); } = 1024;

    /// <summary>
    /// Most times that all rows are learned, in random order, at least 1. Default 100. A stream is read as often as the call says instead.
    /// </summary>
    public int MaxEpochs { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>
    /// Stops after so many batches in a row without a new low of the smoothed inertia, at least 1; null: never. Default 10. Ignored for
    /// streams, which are learned to their end.
    /// </summary>
    public int? MaxNoImprovement { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>
    /// A center that has learned less than this share of what the largest has learned is starved, and moves to a row of the batch; 0 to 1,
    /// 0: never. Default .01.
    /// </summary>
    public double ReassignmentRatio { get; init => field = Guard.InRange(value, 0, 1); } = .01;

    /// <summary>
    /// Share of what a center has learned that it retains from one epoch, or pass over a stream, to the next, 0 to 1. Within an epoch a
    /// center is the mean of all that it was given; what it was given in earlier ones, when it was elsewhere, would keep it from its place.
    /// 1: retains all, as in the paper and scikit-learn. Default .2.
    /// </summary>
    public double Retention { get; init => field = Guard.InRange(value, 0, 1); } = .2;

    /// <summary>
    /// Rows that the first centers are chosen from, at least 1: drawn from a table, the first of a stream; null: three times the larger of
    /// <see cref="BatchSize"/> and <see cref="ClusterCount"/>. Default null.
    /// </summary>
    public int? SeedingRows { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Choices of first centers, of which the one of lowest inertia on the seeding rows is learned from (of equals the first); at least 1.
    /// Default 3.
    /// </summary>
    public int Starts { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>
    /// Centers to begin at, <see cref="ClusterCount"/> × d, in the scale of the samples; then nothing is seeded. Not stored in a model
    /// file. Default null.
    /// </summary>
    public MatrixView? InitialCenters { get; init; }

    internal int RowsToSeedFrom => SeedingRows ?? (int)Math.Min(3L * Math.Max(BatchSize, ClusterCount), int.MaxValue / 2);
}
