using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k centers that learned from batches, each sample belonging to the nearest, of equally near ones the first. The report's iterations are
/// epochs of a table or passes over a stream, and its objectives the mean squared distance of rows to the centers before these learned from
/// them: smoothed over the last batches of a table, averaged over a pass of a stream. Immutable and thread-safe.
/// </summary>
public sealed class MiniBatchKMeansModel : CenterClusterModel, IModel<MiniBatchKMeansModel>
{
    /// <inheritdoc/>
    public static ModelKind<MiniBatchKMeansModel> Kind { get; } = new("mini-batch-kmeans", 1, Read);

    internal MiniBatchKMeansModel(
        CenterClusterParts parts, MiniBatchKMeansOptions options, double inertia, IReadOnlyList<double> weights, long batches)
        : base(parts, new NearestAssignment(parts.Centers), options.Threads)
    {
        Options = options;
        Inertia = inertia;
        LearnedWeights = weights;
        Batches = batches;
        RawCenters = Unscale();
    }

    /// <summary>How it was fitted.</summary>
    public MiniBatchKMeansOptions Options { get; }

    /// <summary>
    /// Sum of weight · squared distance of the training rows to their centers, in the scale of the training data. After a stream, whose
    /// rows are gone: of the last pass, each row to the centers as they were before its batch was learned.
    /// </summary>
    public double Inertia { get; }

    /// <summary>
    /// Weight of the rows that each center has learned, as far as it remembers them; the next row of weight w moves it by w ÷ (this + w) of
    /// the way.
    /// </summary>
    public IReadOnlyList<double> LearnedWeights { get; }

    /// <summary>Batches learned, those before a resumption included.</summary>
    public long Batches { get; }

    /// <summary>
    /// The centers in the units of the raw features, k × d: after a logarithm these are geometric, not arithmetic, means.
    /// </summary>
    public MatrixView RawCenters { get; }

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, Kind);
        file.Set("batch_size", Options.BatchSize);
        file.Set("max_epochs", Options.MaxEpochs);
        file.Set("max_no_improvement", Options.MaxNoImprovement ?? 0);
        file.Set("reassignment_ratio", Options.ReassignmentRatio);
        file.Set("retention", Options.Retention);
        file.Set("seeding_rows", Options.SeedingRows ?? 0);
        file.Set("starts", Options.Starts);
        file.Set("seed", Options.Seed);
        file.Set("inertia", Inertia);
        file.Set("batches", Batches);
        file.Add("learned_weights", [.. LearnedWeights]);
        return file;
    }

    private static MiniBatchKMeansModel Read(ModelFile file)
    {
        MiniBatchKMeansOptions options = new()
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            BatchSize = file.GetMetadata<int>("batch_size"),
            MaxEpochs = file.GetMetadata<int>("max_epochs"),
            MaxNoImprovement = file.GetMetadata<int>("max_no_improvement") is int batches and not 0 ? batches : null,
            ReassignmentRatio = file.GetMetadata<double>("reassignment_ratio"),
            Retention = file.GetMetadata<double>("retention"),
            SeedingRows = file.GetMetadata<int>("seeding_rows") is int rows and not 0 ? rows : null,
            Starts = file.GetMetadata<int>("starts"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        double[] weights = file.Doubles("learned_weights", options.ClusterCount);
        long learned = file.GetMetadata<long>("batches");
        if (learned < 0 || Array.Exists(weights, weight => !(weight >= 0) || double.IsInfinity(weight)))
            throw file.Invalid("a learned weight isn't finite and at least 0, or the number of batches is negative");

        return new MiniBatchKMeansModel(CenterModelFile.Read(file), options, file.GetMetadata<double>("inertia"), weights, learned);
    }
}
