using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What a k-means model looks like in a file.</summary>
internal static class KMeansModelFile
{
    public const int Version = 2;

    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(KMeansModel model)
    {
        var file = new ModelFileWriter(KMeansModel.FileKind, Version);
        KMeansOptions options = model.Options;
        file.Set("cluster_count", options.ClusterCount);
        file.Set("starts", options.Starts);
        file.Set("max_iterations", options.MaxIterations);
        file.Set("tolerance", options.Tolerance);
        file.Set("seed", options.Seed);
        file.Set("initialization", options.Initialization.ToString());
        file.Set("iterations", model.Report.Iterations);
        file.Set("stop_reason", model.Report.StopReason.ToString());
        file.Set("inertia", model.Inertia);
        file.Add("objectives", [.. model.Report.Objectives]);
        file.Add("centers", model.Centers.Memory.Span, model.Centers.Rows, model.Centers.Columns);
        file.Add("origin", model.Origin, model.Origin.Length);
        file.Add("sizes", [.. model.Sizes]);
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    public static KMeansModel Read(ModelFile file)
    {
        KMeansOptions options = ReadOptions(file);
        string[] features = file.Strings("features");

        // Reading checks that the tensor has this shape and that its bytes are there; only then is a matrix of that size made.
        float[] values = file.Floats("centers", options.ClusterCount, features.Length);
        var centers = new Matrix(options.ClusterCount, features.Length);
        values.CopyTo(centers.Values);
        if (!IsFinite(centers.Values))
            throw file.Invalid("a center isn't finite");

        float[] origin = ReadOrigin(file, centers);

        int[] sizes = file.Int32s("sizes", options.ClusterCount);
        if (Array.Exists(sizes, size => size < 0))
            throw file.Invalid("a cluster's size is negative");

        var report = new FitReport(
            file.GetMetadata<int>("iterations"), file.GetEnum<StopReason>("stop_reason"), file.Doubles("objectives", -1), TimeSpan.Zero);
        return new KMeansModel(
            options, centers, origin, features, ScalingTensors.Read(file, features.Length), sizes, file.GetMetadata<double>("inertia"), default, report);
    }

    // Version 1 had none: its models took the mean of their centers.
    private static float[] ReadOrigin(ModelFile file, Matrix centers)
    {
        float[] origin = file.FormatVersion < 2 ? new NearestCenters(centers).Origin.ToArray() : file.Floats("origin", NearestCenters.OriginLength(centers.Columns));
        return IsFinite(origin) ? origin : throw file.Invalid("the origin isn't finite");
    }

    private static KMeansOptions ReadOptions(ModelFile file)
    {
        // A tensor's shape is checked against the bytes that are there, so take the count from it before anything is allocated for the claim.
        int clusterCount = file.GetMetadata<int>("cluster_count");
        if (file.Shape("centers") is not [int rows, _] || rows != clusterCount)
            throw file.Invalid($"it claims {clusterCount} clusters, but its centers have another shape");

        try
        {
            return new KMeansOptions
            {
                ClusterCount = clusterCount,
                Starts = file.GetMetadata<int>("starts"),
                MaxIterations = file.GetMetadata<int>("max_iterations"),
                Tolerance = file.GetMetadata<double>("tolerance"),
                Seed = file.GetMetadata<ulong>("seed"),
                Initialization = file.GetEnum<KMeansInitialization>("initialization"),
            };
        }
        catch (ArgumentOutOfRangeException error)
        {
            throw new ModelFileException($"The k-means model has an option that isn't valid: {error.Message}", error);
        }
    }

    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (!float.IsFinite(value))
                return false;
        }

        return true;
    }
}
