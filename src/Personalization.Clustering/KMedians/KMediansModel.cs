using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k centers, each sample belonging to the nearest by city-block distance Σ |x − c|, of equally near ones the first. The report's objectives are the sums of weight ·
/// distance. Immutable and thread-safe.
/// </summary>
public sealed class KMediansModel : CenterClusterModel
{
    /// <summary>Kind of this model in a model file.</summary>
    public const string FileKind = "kmedians";

    private const int FileVersion = 1;

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

    /// <summary>The centers in the units of the raw features, k × d: medians of the raw values, up to rounding, because scaling keeps the order.</summary>
    public MatrixView RawCenters { get; }

    /// <summary>Reads a model that was saved.</summary>
    /// <param name="source">Read from its position to its end; stays open.</param>
    /// <exception cref="ModelFileException">The stream is cut short, altered, or holds another kind of model.</exception>
    public static KMediansModel Load(Stream source) => ModelFile.Load(source, FileKind, FileVersion, Read);

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is cut short, altered, or holds another kind of model.</exception>
    public static KMediansModel Load(string path) => ModelFile.Load(path, FileKind, FileVersion, Read);

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, FileKind, FileVersion);
        file.Set("starts", Options.Starts);
        file.Set("max_iterations", Options.MaxIterations);
        file.Set("tolerance", Options.Tolerance);
        file.Set("seed", Options.Seed);
        return file;
    }

    private static KMediansModel Read(ModelFile file)
    {
        KMediansOptions options = CenterModelFile.ReadOptions(file, static file => new KMediansOptions
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
        });
        return new KMediansModel(CenterModelFile.Read(file), options);
    }
}
