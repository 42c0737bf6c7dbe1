using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What an HDBSCAN model looks like in a file.</summary>
internal static class HdbscanModelFile
{
    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(HdbscanModel model)
    {
        ModelFileWriter file = HdbscanModel.Kind.NewFile();
        HdbscanOptions options = model.Options;
        file.Set("min_cluster_size", options.MinClusterSize);
        file.Set("min_samples", options.Neighbors);
        file.Set("selection", options.Selection.ToString());
        file.Set("selection_radius", options.SelectionRadius);
        file.Set("allow_single_cluster", options.AllowSingleCluster ? 1 : 0);
        file.Set("shortest_distance", model.Tree.ShortestDistance);
        file.Add("samples", model.Samples.Memory.Span, model.Samples.Rows, model.Samples.Columns);
        file.Add("squared_core_distances", model.SquaredCores);
        file.Add("row_clusters", model.Tree.RowClusters.Span);
        file.Add("row_lambdas", model.Tree.RowLambdas.Span);
        IReadOnlyList<CondensedCluster> clusters = model.Tree.Clusters;
        file.Add("parents", [.. clusters.Select(cluster => cluster.Parent)]);
        file.Add("births", [.. clusters.Select(cluster => cluster.BirthLambda)]);
        file.Add("deaths", [.. clusters.Select(cluster => cluster.DeathLambda)]);
        file.Add("sizes", [.. clusters.Select(cluster => cluster.Size)]);
        file.Add("stabilities", [.. clusters.Select(cluster => cluster.Stability)]);
        file.Add("labels", [.. clusters.Select(cluster => cluster.Label)]);
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    public static HdbscanModel Read(ModelFile file)
    {
        string[] features = file.Strings("features");
        Matrix samples = DensityTensors.Samples(file, "samples", features.Length);
        HdbscanOptions options = new()
        {
            MinClusterSize = file.GetMetadata<int>("min_cluster_size"),
            MinSamples = file.GetMetadata<int>("min_samples"),
            Selection = file.GetEnum<HdbscanSelection>("selection"),
            SelectionRadius = file.GetMetadata<double>("selection_radius"),
            AllowSingleCluster = file.GetMetadata<int>("allow_single_cluster") != 0,
        };
        if (options.Neighbors > samples.Rows)
            throw file.Invalid($"it claims {options.Neighbors} neighbours for {samples.Rows} samples");

        float[] cores = file.Floats("squared_core_distances", samples.Rows);
        if (Array.Exists(cores, core => !(core >= 0) || !float.IsFinite(core)))
            throw file.Invalid("a core distance isn't finite and at least 0");

        return new HdbscanModel(
            options,
            samples,
            new KdTree(samples),
            cores,
            ReadTree(file, samples.Rows),
            features,
            ScalingTensors.Read(file, features.Length),
            FitReport.ClosedForm());
    }

    private static CondensedTree ReadTree(ModelFile file, int rows)
    {
        CondensedCluster[] clusters = ReadClusters(file);
        int[] rowClusters = file.Int32s("row_clusters", rows);
        double[] rowLambdas = file.Doubles("row_lambdas", rows);
        for (int row = 0; row < rows; row++)
        {
            if ((uint)rowClusters[row] >= (uint)clusters.Length
                || !IsLambda(rowLambdas[row])
                || rowLambdas[row] < clusters[rowClusters[row]].BirthLambda)
            {
                throw file.Invalid($"row {row} falls out of cluster {rowClusters[row]} at λ {rowLambdas[row]}, which isn't possible");
            }
        }

        double shortest = file.GetMetadata<double>("shortest_distance");
        return shortest > 0 && double.IsFinite(shortest)
            ? new CondensedTree(clusters, rowClusters, rowLambdas, shortest)
            : throw file.Invalid($"its shortest distance is {shortest}; a positive number is expected");
    }

    private static CondensedCluster[] ReadClusters(ModelFile file)
    {
        int[] parents = file.Int32s("parents", -1);
        int count = parents.Length;
        double[] births = file.Doubles("births", count),
            deaths = file.Doubles("deaths", count),
            stabilities = file.Doubles("stabilities", count);
        int[] sizes = file.Int32s("sizes", count), labels = file.Int32s("labels", count);
        CondensedCluster[] clusters = new CondensedCluster[count];
        bool[] seen = new bool[count];
        for (int i = 0; i < count; i++)
        {
            bool isSound = parents[i] >= (i == 0 ? -1 : 0) && parents[i] < i && (births[i] == 0 || (i > 0 && IsLambda(births[i])))
                && IsLambda(deaths[i]) && deaths[i] >= births[i] && sizes[i] > 0 && double.IsFinite(stabilities[i]) && labels[i] >= -1
                    && labels[i] < count;
            if (!isSound || (labels[i] >= 0 && seen[labels[i]]))
                throw file.Invalid($"cluster {i} of its tree can't be as it stands");

            if (labels[i] >= 0)
                seen[labels[i]] = true;

            clusters[i] = new CondensedCluster(parents[i], births[i], deaths[i], sizes[i], stabilities[i], labels[i]);
        }

        int labelled = seen.AsSpan().Count(true);
        if (count == 0 || seen.AsSpan(labelled).Contains(true))
            throw file.Invalid("its clusters aren't numbered from 0 on");

        return clusters;
    }

    private static bool IsLambda(double value) => value > 0 && double.IsFinite(value);
}
