using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// k directions, each sample belonging to the one of largest cosine, of equal ones the first. <see cref="CenterClusterModel.Centers"/> have
/// length 1; the length of a sample doesn't matter, but a sample of zeros has no direction: an <see cref="ArgumentException"/> names it.
/// The report's objectives are 1 − mean cosine. Immutable and thread-safe.
/// </summary>
public sealed class SphericalKMeansModel : CenterClusterModel, IModel<SphericalKMeansModel>
{
    /// <inheritdoc/>
    public static ModelKind<SphericalKMeansModel> Kind { get; } = new("spherical-kmeans", 1, Read);

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

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, Kind);
        file.Set("starts", Options.Starts);
        file.Set("max_iterations", Options.MaxIterations);
        file.Set("tolerance", Options.Tolerance);
        file.Set("seed", Options.Seed);
        file.Set("mean_cosine", MeanCosine);
        return file;
    }

    private static SphericalKMeansModel Read(ModelFile file)
    {
        SphericalKMeansOptions options = new()
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        return new SphericalKMeansModel(CenterModelFile.Read(file), options, file.GetMetadata<double>("mean_cosine"));
    }
}
