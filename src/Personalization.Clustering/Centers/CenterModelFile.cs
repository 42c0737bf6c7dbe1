using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What model files of clusterings by centers have in common.</summary>
internal static class CenterModelFile
{
    /// <summary>
    /// Begins a file with what every such model has. Threads are left out: they don't touch the result, so files of different machines stay
    /// equal.
    /// </summary>
    public static ModelFileWriter Write(CenterClusterModel model, ModelKind kind)
    {
        ModelFileWriter file = kind.NewFile();
        file.Set("cluster_count", model.ClusterCount);
        file.AddReport(model.Report);
        file.Add("centers", model.Centers.Memory.Span, model.Centers.Rows, model.Centers.Columns);
        file.Add("sizes", [.. model.Sizes]);
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    /// <summary>Reads what every such model has.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sizesAre32Bit">Whether sizes stand as 32-bit numbers, as k-means writes them, whose rows all fit into memory.</param>
    public static CenterClusterParts Read(ModelFile file, bool sizesAre32Bit = false)
    {
        int clusterCount = ClusterCount(file);
        string[] features = file.Strings("features");

        // Reading checks that the tensor has this shape and that its bytes are there; only then is a matrix of that size made.
        float[] values = file.Floats("centers", clusterCount, features.Length);
        if (!Array.TrueForAll(values, float.IsFinite))
            throw file.Invalid("a center isn't finite");

        Matrix centers = new(clusterCount, features.Length);
        values.CopyTo(centers.Values);
        long[] sizes = sizesAre32Bit
            ? Array.ConvertAll(file.Int32s("sizes", clusterCount), size => (long)size)
            : file.Int64s("sizes", clusterCount);
        if (Array.Exists(sizes, size => size < 0))
            throw file.Invalid("a cluster's size is negative");

        return new CenterClusterParts(centers, features, ScalingTensors.Read(file, features.Length), sizes, default, file.Report());
    }

    /// <summary>
    /// The number of clusters, held against the shape of the centers, whose bytes are there, before anything is allocated for the claim.
    /// </summary>
    public static int ClusterCount(ModelFile file)
    {
        int clusterCount = file.GetMetadata<int>("cluster_count");
        return clusterCount >= 1 && file.Shape("centers") is [int rows, _] && rows == clusterCount
            ? clusterCount
            : throw file.Invalid($"it claims {clusterCount} clusters, but its centers have another shape");
    }
}
