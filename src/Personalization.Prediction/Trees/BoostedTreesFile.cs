using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What boosted trees look like in a file: their nodes, and how columns become features.</summary>
internal static class BoostedTreesFile
{
    public static ModelFileWriter Write(BoostedTreesModel model)
    {
        ModelFileWriter file = BoostedTreesModel.Kind.NewFile();
        TreeEnsemble trees = model.Trees;
        file.Set("outcome", model.Outcome);
        file.Set("learner", model.Learner);
        file.AddReport(model.Report);
        file.AddStrings("features", model.Encoding.FeatureNames);
        ScalingTensors.Write(file, FeatureScaling.Of(model.Encoding));
        file.Add("sizes", trees.Sizes, trees.Count);
        file.Add("splits", trees.Features, trees.Features.Length);
        file.Add("thresholds", trees.Thresholds, trees.Thresholds.Length);
        file.Add("values", trees.Values, trees.Values.Length);
        file.Add("covers", trees.Covers, trees.Covers.Length);
        model.Calibration.Write(file);
        return file;
    }

    public static BoostedTreesModel Read(ModelFile file)
    {
        string[] features = file.Strings("features");
        FeatureEncoding encoding = ScalingTensors.Read(file, features.Length).Encoding ?? FeatureEncoding.Plain(features);
        return new BoostedTreesModel(
            Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), Guard.NotBlank(file.GetMetadata("learner"), "learner"), encoding,
            ReadTrees(file, features.Length), ScoreCalibration.Read(file), file.Report());
    }

    private static TreeEnsemble ReadTrees(ModelFile file, int features)
    {
        int nodes = file.Shape("splits")[0];
        int[] splits = file.Int32s("splits", nodes);
        float[] thresholds = file.Floats("thresholds", nodes);
        if (Array.Exists(splits, split => split >= features)) throw file.Invalid("a tree splits by a feature that isn't there");
        if (Array.Exists(thresholds, float.IsNaN)) throw file.Invalid("a tree splits at a threshold that is no number");
        try
        {
            return new TreeEnsemble(
                file.Int32s("sizes", file.Shape("sizes")[0]), splits, thresholds, file.Doubles("values", nodes),
                file.Int32s("covers", nodes));
        }
        catch (Exception error) when (error is FormatException or OverflowException)
        {
            throw file.Invalid(error.Message.TrimEnd('.'));
        }
    }
}
