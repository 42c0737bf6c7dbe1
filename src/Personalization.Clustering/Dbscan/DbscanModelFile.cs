using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What a DBSCAN model looks like in a file.</summary>
internal static class DbscanModelFile
{
    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(DbscanModel model)
    {
        ModelFileWriter file = DbscanModel.Kind.NewFile();
        file.Set("radius", model.Options.Radius);
        file.Set("min_samples", model.Options.MinSamples);
        file.Set("noise", model.NoiseCount);
        file.Add("sizes", [.. model.Sizes]);
        file.Add("cores", model.CoreSamples.Memory.Span, model.CoreSamples.Rows, model.CoreSamples.Columns);
        file.Add("core_labels", model.CoreLabels.Span);
        file.AddStrings("features", model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        return file;
    }

    public static DbscanModel Read(ModelFile file)
    {
        DbscanOptions options = new() { Radius = file.GetMetadata<double>("radius"), MinSamples = file.GetMetadata<int>("min_samples") };
        string[] features = file.Strings("features");
        Matrix cores = DensityTensors.Samples(file, "cores", features.Length);
        int[] sizes = file.Int32s("sizes", -1), labels = file.Int32s("core_labels", cores.Rows);
        if (Array.Exists(sizes, size => size < 1))
            throw file.Invalid("a cluster's size is below 1");
        if (Array.Exists(labels, label => (uint)label >= (uint)sizes.Length))
            throw file.Invalid($"a core's label is outside its {sizes.Length} clusters");

        int noise = file.GetMetadata<int>("noise");
        if (noise < 0)
            throw file.Invalid($"it claims {noise} rows of noise");

        FeatureScaling scaling = ScalingTensors.Read(file, features.Length);
        return new DbscanModel(options, cores, labels, features, scaling, sizes, noise, default, default, FitReport.ClosedForm());
    }
}
