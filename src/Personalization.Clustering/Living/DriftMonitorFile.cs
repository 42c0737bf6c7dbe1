using Personalization.Core;

namespace Personalization.Clustering;

/// <summary>
/// What a drift monitor looks like in a file: all edges and all counts one after the other, and how many belong to each feature.
/// </summary>
internal static class DriftMonitorFile
{
    public static ModelFileWriter Write(DriftMonitor monitor)
    {
        ModelFileWriter file = DriftMonitor.Kind.NewFile();
        file.Set("bin_count", monitor.Options.BinCount);
        file.Set("moderate_index", monitor.Options.ModerateIndex);
        file.Set("major_index", monitor.Options.MajorIndex);
        file.Set("cluster_count", monitor.ClusterCount);
        file.AddStrings("features", monitor.FeatureNames);
        file.Add("edge_counts", [.. monitor.Edges.Select(edges => edges.Length)]);
        file.Add("edges", [.. monitor.Edges.SelectMany(edges => edges)]);
        file.Add("counts", [.. monitor.Counts.SelectMany(counts => counts)]);
        return file;
    }

    public static DriftMonitor Read(ModelFile file)
    {
        string[] features = file.Strings("features");
        int[] lengths = file.Int32s("edge_counts", features.Length);
        float[] allEdges = file.Floats("edges", -1);
        long[] allCounts = file.Int64s("counts", -1);
        int clusterCount = file.GetMetadata<int>("cluster_count");
        DriftOptions options = DriftOptions.Validated(new DriftOptions
        {
            BinCount = file.GetMetadata<int>("bin_count"),
            ModerateIndex = file.GetMetadata<double>("moderate_index"),
            MajorIndex = file.GetMetadata<double>("major_index"),
        });
        long edgeTotal = 0;
        foreach (int length in lengths)
            edgeTotal += length >= 0 && length < options.BinCount
                ? length
                : throw file.Invalid($"a feature has {length} edges; 0 to {options.BinCount - 1} are possible");

        if (clusterCount < 0 || edgeTotal != allEdges.Length || edgeTotal + lengths.Length + clusterCount + 1L != allCounts.Length)
            throw file.Invalid(
                $"{allEdges.Length} edges and {allCounts.Length} counts don't fit {features.Length} features and {clusterCount} clusters");

        if (Array.Exists(allCounts, count => count < 0))
            throw file.Invalid("a count is negative");

        float[][] edges = new float[features.Length][];
        long[][] counts = new long[features.Length + 1][];
        int edgeAt = 0, countAt = 0;
        for (int feature = 0; feature < features.Length; feature++)
        {
            edges[feature] = allEdges[edgeAt..(edgeAt += lengths[feature])];
            counts[feature] = allCounts[countAt..(countAt += lengths[feature] + 1)];
            for (int i = 0; i < edges[feature].Length; i++)
            {
                if (!float.IsFinite(edges[feature][i]) || (i > 0 && edges[feature][i] <= edges[feature][i - 1]))
                    throw file.Invalid($"the edges of feature '{features[feature]}' don't ascend");
            }
        }

        counts[^1] = allCounts[countAt..];
        return counts[^1].Sum() > 0
            ? new DriftMonitor(options, features, clusterCount, edges, counts)
            : throw file.Invalid("it counts no customers");
    }
}
