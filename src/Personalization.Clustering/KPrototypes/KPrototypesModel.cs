using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// k prototypes of numbers and categories; each sample belongs to the nearest, of equally near ones the first. The report's objectives are
/// the sums of distances. A level that the training data didn't have differs from every prototype. Immutable and thread-safe.
/// </summary>
public sealed class KPrototypesModel : CenterClusterModel, IModel<KPrototypesModel>
{
    /// <inheritdoc/>
    public static ModelKind<KPrototypesModel> Kind { get; } = new("kprototypes", 1, Read);

    private readonly MixedDistance _distance;

    internal KPrototypesModel(CenterClusterParts parts, MixedDistance distance, KPrototypesOptions options)
        : base(parts, new PrototypeAssignment(distance, parts.Centers), options.Threads)
    {
        (_distance, Options) = (distance, options);
        RawCenters = Unscale();
    }

    /// <summary>How it was fitted.</summary>
    public KPrototypesOptions Options { get; }

    /// <summary>What two different levels weigh against the squared standard deviation of a number: as asked for, or chosen.</summary>
    public double Gamma => _distance.Gamma;

    /// <summary>Names of the features that are categories.</summary>
    public IReadOnlyList<string> Categories => [.. _distance.Columns.Categories.Select(at => FeatureNames[at])];

    /// <summary>Sum of the distances of the training rows to their prototypes.</summary>
    public double Objective => Report.Objective;

    /// <summary>
    /// The prototypes in the units of the raw features, k × d: means of the scaled numbers, unscaled, and places of the most frequent
    /// levels.
    /// </summary>
    public MatrixView RawCenters { get; }

    private protected override ModelFileWriter Write()
    {
        ModelFileWriter file = CenterModelFile.Write(this, Kind);
        file.Set("gamma", Gamma);
        if (Options.Gamma is not null) file.Set("gamma_asked", 1);
        file.Set("starts", Options.Starts);
        file.Set("max_iterations", Options.MaxIterations);
        file.Set("seed", Options.Seed);
        file.Add("categories", _distance.Columns.Categories);
        file.Add("inverses", _distance.Inverses);
        return file;
    }

    private static KPrototypesModel Read(ModelFile file)
    {
        KPrototypesOptions options = new()
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        double gamma = file.GetMetadata<double>("gamma");
        if (!(gamma >= 0 && double.IsFinite(gamma))) throw file.Invalid($"its gamma is {gamma}");
        CenterClusterParts parts = CenterModelFile.Read(file);
        int features = parts.FeatureNames.Count;
        int[] categories = MixedColumns.Read(file, features);
        double[] inverses = file.Doubles("inverses", features - categories.Length);
        if (!Array.TrueForAll(inverses, inverse => inverse >= 0 && double.IsFinite(inverse)))
            throw file.Invalid("the scale of a number isn't finite and at least 0");
        options = options with
        {
            Categories = [.. categories.Select(at => parts.FeatureNames[at])],
            Gamma = file.TryGetMetadata("gamma_asked", out _) ? gamma : null,
        };
        MixedColumns columns = MixedColumns.Of(features, parts.Scaling, categories);
        return new KPrototypesModel(parts, new MixedDistance(columns, inverses, gamma), options);
    }
}
