using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What an agglomerative model looks like in a file: the merges, where they are cut, and the training rows.</summary>
internal static class AgglomerativeModelFile
{
    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(AgglomerativeModel model)
    {
        ModelFileWriter file = AgglomerativeModel.Kind.NewFile();
        AgglomerativeOptions options = model.Options;
        file.Set("linkage", options.Linkage.ToString());
        file.Set("clusters", model.ClusterCount);
        if (options.ClusterCount is { } count)
            file.Set("cluster_count", count);
        if (options.CutHeight is { } height)
            file.Set("cut_height", height);
        file.Set("maximum_matrix_bytes", options.MaximumMatrixBytes);

        if (model.Gower is { } gower)
        {
            file.Set("distance", options.Distance.ToString());
            file.Add("categories", gower.Columns.Categories);
        }

        IReadOnlyList<DendrogramMerge> merges = model.Dendrogram.Merges;
        int[] clusters = new int[2 * merges.Count];
        double[] heights = new double[merges.Count];
        for (int i = 0; i < merges.Count; i++)
            (clusters[2 * i], clusters[(2 * i) + 1], heights[i]) = (merges[i].Left, merges[i].Right, merges[i].Height);

        file.Add("heights", heights);
        file.Add("merges", clusters, merges.Count, 2);
        file.Add("samples", model.Samples.Memory.Span, model.Samples.Rows, model.Samples.Columns);
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    public static AgglomerativeModel Read(ModelFile file)
    {
        AgglomerativeOptions options = new()
        {
            Linkage = file.GetEnum<Linkage>("linkage"),
            ClusterCount = file.TryGetMetadata("cluster_count", out _) ? file.GetMetadata<int>("cluster_count") : null,
            CutHeight = file.TryGetMetadata("cut_height", out _) ? file.GetMetadata<double>("cut_height") : null,
            MaximumMatrixBytes = file.GetMetadata<long>("maximum_matrix_bytes"),
        };
        string[] features = file.Strings("features");
        Dendrogram tree = ReadTree(file);

        // Reading checks that the tensor has this shape and that its bytes are there; only then is a matrix of that size made.
        float[] values = file.Floats("samples", tree.LeafCount, features.Length);
        if (features.Length == 0)
            throw file.Invalid("it has no features");

        if (Array.Exists(values, value => !float.IsFinite(value)))
            throw file.Invalid("a training row isn't finite");

        Matrix samples = new(tree.LeafCount, features.Length);
        values.CopyTo(samples.Values);
        int clusters = file.GetMetadata<int>("clusters");
        if (clusters < 1 || clusters > tree.CountAt(0))
            throw file.Invalid($"it claims {clusters} clusters; its merges allow 1 to {tree.CountAt(0)}");

        FeatureScaling scaling = ScalingTensors.Read(file, features.Length);
        GowerDistance? gower = null;
        if (file.TryGetMetadata("distance", out _))
        {
            options = options with { Distance = file.GetEnum<SampleDistance>("distance") };
            int[] categories = MixedColumns.Read(file, features.Length);
            if (options.Distance != SampleDistance.Gower) throw file.Invalid($"it names the distance {options.Distance}");
            options = options with { Categories = [.. categories.Select(at => features[at])] };
            gower = GowerDistance.Of(samples, MixedColumns.Of(features.Length, scaling, categories));
        }

        return new AgglomerativeModel(options, tree, clusters, samples, features, scaling, FitReport.ClosedForm(), gower);
    }

    private static Dendrogram ReadTree(ModelFile file)
    {
        double[] heights = file.Doubles("heights", -1);
        int[] clusters = file.Int32s("merges", heights.Length, 2);
        try
        {
            return Dendrogram.From(clusters, heights);
        }
        catch (ArgumentException error)
        {
            throw file.Invalid($"it holds no dendrogram: {error.Message}");
        }
    }
}
