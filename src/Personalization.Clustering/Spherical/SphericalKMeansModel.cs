using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// k directions, each sample belonging to the one of largest cosine, of equal ones the first. <see cref="CenterClusterModel.Centers"/> have length 1; the
/// length of a sample doesn't matter, but a sample of zeros has no direction: an <see cref="ArgumentException"/> names it. The report's objectives are
/// 1 − mean cosine. Immutable and thread-safe.
/// </summary>
public sealed class SphericalKMeansModel : CenterClusterModel
{
    /// <summary>Kind of this model in a model file.</summary>
    public const string FileKind = "spherical-kmeans";

    private const int FileVersion = 1;

    internal SphericalKMeansModel(CenterClusterParts parts, SphericalKMeansOptions options, double meanCosine)
        : base(parts, new DirectionAssignment(parts.Centers), options.Threads)
    {
        Options = options;
        MeanCosine = meanCosine;
    }

    /// <summary>How it was fitted.</summary>
    public SphericalKMeansOptions Options { get; }

    /// <summary>Mean cosine (weighted) of the training rows to their centers, −1 to 1; higher is better.</summary>
    public double MeanCosine { get; }

    /// <summary>Reads a model that was saved.</summary>
    /// <param name="source">Read from its position to its end; stays open.</param>
    /// <exception cref="ModelFileException">The stream is cut short, altered, or holds another kind of model.</exception>
    public static SphericalKMeansModel Load(Stream source) => ModelFile.Load(source, FileKind, FileVersion, Read);

    /// <summary>Reads a model file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="ModelFileException">The file is cut short, altered, or holds another kind of model.</exception>
    public static SphericalKMeansModel Load(string path) => ModelFile.Load(path, FileKind, FileVersion, Read);

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, FileKind, FileVersion);
        file.Set("starts", Options.Starts);
        file.Set("max_iterations", Options.MaxIterations);
        file.Set("tolerance", Options.Tolerance);
        file.Set("seed", Options.Seed);
        file.Set("mean_cosine", MeanCosine);
        return file;
    }

    private static SphericalKMeansModel Read(ModelFile file)
    {
        SphericalKMeansOptions options = CenterModelFile.ReadOptions(file, static file => new SphericalKMeansOptions
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
        });
        return new SphericalKMeansModel(CenterModelFile.Read(file), options, file.GetMetadata<double>("mean_cosine"));
    }
}
