using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k centers, each sample belonging to the nearest by city-block distance Σ |x − c|, of equally near ones the first. The report's
/// objectives are the sums of weight · distance. Immutable and thread-safe.
/// </summary>
public sealed class KMediansModel : CenterClusterModel, IModel<KMediansModel>
{
    /// <inheritdoc/>
    public static ModelKind<KMediansModel> Kind { get; } = new("kmedians", 1, Read);

    internal KMediansModel(CenterClusterParts parts, KMediansOptions options)
        : base(parts, new ManhattanAssignment(parts.Centers), options.Threads)
    {
        Options = options;
        RawCenters = Unscale();
    }

    /// <summary>How it was fitted.</summary>
    public KMediansOptions Options { get; }

    /// <summary>Sum of weight · city-block distance of the training rows to their centers, in the scale of the training data.</summary>
    public double Objective => Report.Objective;

    /// <summary>
    /// The centers in the units of the raw features, k × d: medians of the raw values, up to rounding, because scaling keeps the order.
    /// </summary>
    public MatrixView RawCenters { get; }

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, Kind);
        file.Set("starts", Options.Starts);
        file.Set("max_iterations", Options.MaxIterations);
        file.Set("tolerance", Options.Tolerance);
        file.Set("seed", Options.Seed);
        return file;
    }

    private static KMediansModel Read(ModelFile file)
    {
        KMediansOptions options = new()
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        return new KMediansModel(CenterModelFile.Read(file), options);
    }
}
