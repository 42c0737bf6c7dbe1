using Personalization.Core;
using Personalization.Neural;

namespace Personalization.Beha2Vec;

/// <summary>What a model of features looks like in a file; threads are left out.</summary>
internal static class FeatureAutoencoderFile
{
    private const string HiddenLayers = "hidden_layers", Features = "features";

    public static ModelFileWriter Write(FeatureAutoencoderModel model)
    {
        FeatureAutoencoderOptions options = model.Options;
        ModelFileWriter file = FeatureAutoencoderModel.Kind.NewFile();
        file.Set("dimensions", options.Dimensions);
        file.Add(HiddenLayers, [.. options.HiddenLayers]);
        file.Set("feature_dropout", options.FeatureDropout);
        file.Set("dropout", options.Dropout);
        file.Set("learning_rate", options.LearningRate);
        file.Set("learning_rate_decay", options.LearningRateDecay.ToString());
        file.Set("weight_decay", options.WeightDecay);
        file.Set("batch_size", options.BatchSize);
        file.Set("max_epochs", options.MaxEpochs);
        file.Set("patience", options.Patience);
        file.Set("validation_share", options.ValidationShare);
        file.Set("seed", options.Seed);
        file.AddStrings(Features, model.FeatureNames);
        ScalingTensors.Write(file, model.Scaling);
        foreach (Parameter parameter in model.Network.Parameters)
            file.Add(parameter.Name, parameter.Values.Values, parameter.Rows, parameter.Columns);
        file.AddReport(model.Report);
        return file;
    }

    public static FeatureAutoencoderModel Read(ModelFile file)
    {
        FeatureAutoencoderOptions options = FeatureAutoencoderOptions.Valid(new()
        {
            Dimensions = file.GetMetadata<int>("dimensions"),
            HiddenLayers = file.Int32s(HiddenLayers, -1),
            FeatureDropout = file.GetMetadata<double>("feature_dropout"),
            Dropout = file.GetMetadata<double>("dropout"),
            LearningRate = file.GetMetadata<double>("learning_rate"),
            LearningRateDecay = file.GetEnum<LearningRateDecay>("learning_rate_decay"),
            WeightDecay = file.GetMetadata<double>("weight_decay"),
            BatchSize = file.GetMetadata<int>("batch_size"),
            MaxEpochs = file.GetMetadata<int>("max_epochs"),
            Patience = file.GetMetadata<int>("patience"),
            ValidationShare = file.GetMetadata<double>("validation_share"),
            Seed = file.GetMetadata<ulong>("seed"),
        });
        string[] features = file.Strings(Features);
        if (features.Length == 0) throw file.Invalid("it has no features");
        FeatureEncoding.Plain(features); // each of them is named, and once
        CheckSizes(file, AutoencoderNetwork.WidthsOf(features.Length, options));
        AutoencoderNetwork network = new(features.Length, options);
        foreach (Parameter parameter in network.Parameters)
        {
            float[] values = file.Floats(parameter.Name, parameter.Rows, parameter.Columns);
            int wrong = Array.FindIndex(values, value => !float.IsFinite(value));
            if (wrong >= 0) throw file.Invalid($"element {wrong} of '{parameter.Name}' is {values[wrong]}; it must be finite");
            values.CopyTo(parameter.Values.Values);
        }

        FeatureScaling scaling = ScalingTensors.Read(file, features.Length);
        return new FeatureAutoencoderModel(options, network, features, scaling, file.Report());
    }

    /// <summary>The file's own bytes bound what a network of its options takes: all weights are there before any is made.</summary>
    private static void CheckSizes(ModelFile file, int[] widths)
    {
        for (int layer = 0; layer + 1 < widths.Length; layer++)
        {
            string name = AutoencoderNetwork.NameOf(layer, widths.Length - 1) + ".weight";
            ReadOnlySpan<int> found = file.Shape(name);
            if (found.Length == 2 && found[0] == widths[layer + 1] && found[1] == widths[layer]) continue;
            throw file.Invalid(
                $"'{name}' is [{string.Join(", ", found.ToArray())}]; its options ask for [{widths[layer + 1]}, {widths[layer]}]");
        }
    }
}
