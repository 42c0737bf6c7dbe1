using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What a k-means model looks like in a file.</summary>
internal static class KMeansModelFile
{
    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(KMeansModel model)
    {
        ModelFileWriter file = KMeansModel.Kind.NewFile();
        KMeansOptions options = model.Options;
        file.Set("cluster_count", options.ClusterCount);
        file.Set("starts", options.Starts);
        file.Set("max_iterations", options.MaxIterations);
        file.Set("tolerance", options.Tolerance);
        file.Set("seed", options.Seed);
        file.Set("initialization", options.Initialization.ToString());
        file.AddReport(model.Report);
        file.Set("inertia", model.Inertia);
        file.Add("centers", model.Centers.Memory.Span, model.Centers.Rows, model.Centers.Columns);
        file.Add("origin", model.Origin, model.Origin.Length);
        file.Add("sizes", Array.ConvertAll([.. model.Sizes], size => (int)size));
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    public static KMeansModel Read(ModelFile file)
    {
        KMeansOptions options = new()
        {
            ClusterCount = CenterModelFile.ClusterCount(file),
            Starts = file.GetMetadata<int>("starts"),
            MaxIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
            Initialization = file.GetEnum<KMeansInitialization>("initialization"),
        };
        CenterClusterParts parts = CenterModelFile.Read(file, sizesAre32Bit: true);
        return new KMeansModel(parts, options, ReadNearest(file, parts.Centers), file.GetMetadata<double>("inertia"));
    }

    // Version 1 had no origin: its models took the mean of their centers.
    private static NearestCenters ReadNearest(ModelFile file, Matrix centers)
    {
        NearestCenters nearest = file.FormatVersion < 2
            ? new NearestCenters(centers)
            : new NearestCenters(centers, file.Floats("origin", NearestCenters.OriginLength(centers.Columns)));
        return Array.TrueForAll(nearest.Origin.ToArray(), float.IsFinite) ? nearest : throw file.Invalid("the origin isn't finite");
    }
}
