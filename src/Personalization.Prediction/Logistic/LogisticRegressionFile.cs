using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What a logistic regression looks like in a file.</summary>
internal static class LogisticRegressionFile
{
    // Threads are left out: they don't touch the result, so files of different machines stay equal.
    public static ModelFileWriter Write(LogisticRegressionModel model)
    {
        ModelFileWriter file = LogisticRegressionModel.Kind.NewFile();
        LogisticRegressionOptions options = model.Options;
        LogisticTerms terms = model.Terms;
        file.Set("outcome", model.Outcome);
        file.Set("knots", options.Knots ?? 0);
        file.Set("log1p", options.Log1P ? 1 : 0);
        file.Set("penalty", options.Penalty ?? 1);
        file.Set("calibration_kind", options.Calibration.ToString());
        file.Set("max_iterations", options.MaximumIterations);
        file.Set("tolerance", options.Tolerance);
        file.AddReport(model.Report);
        file.AddStrings("features", terms.Encoding.FeatureNames);
        ScalingTensors.Write(file, terms.Scaling);
        file.Add("knot_counts", [.. terms.Knots.Select(knots => knots.Length)], terms.Knots.Count);
        double[] knots = [.. terms.Knots.SelectMany(own => own)];
        file.Add("knots", knots, knots.Length);
        file.Add("centers", terms.Centers, terms.Count);
        file.Add("scales", terms.Scales, terms.Count);
        file.Add("coefficients", model.Coefficients, terms.Count + 1);
        model.Calibration.Write(file);
        return file;
    }

    public static LogisticRegressionModel Read(ModelFile file)
    {
        LogisticRegressionOptions options = new()
        {
            Knots = file.GetMetadata<int>("knots"),
            Log1P = file.GetMetadata<int>("log1p") == 1,
            Penalty = file.GetMetadata<double>("penalty"),
            Calibration = file.GetEnum<CalibrationKind>("calibration_kind"),
            MaximumIterations = file.GetMetadata<int>("max_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
        };
        string[] features = file.Strings("features");
        FeatureScaling scaling = ScalingTensors.Read(file, features.Length);
        FeatureEncoding encoding = scaling.Encoding ?? FeatureEncoding.Plain(features);
        double[][] knots = ReadKnots(file, features.Length);
        int terms = knots.Sum(own => LogisticTerms.TermsOf(own.Length));
        double[] centers = file.Doubles("centers", terms), scales = file.Doubles("scales", terms);
        double[] coefficients = file.Doubles("coefficients", terms + 1);
        if (!Array.TrueForAll(centers, double.IsFinite) || !Array.TrueForAll(coefficients, double.IsFinite)
            || !Array.TrueForAll(scales, scale => scale > 0 && double.IsFinite(scale)))
            throw file.Invalid("a coefficient, center or scale isn't finite, or a scale isn't above 0");
        return new LogisticRegressionModel(
            Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), options, new LogisticTerms(encoding, scaling, knots, centers, scales),
            coefficients, ScoreCalibration.Read(file), file.Report());
    }

    private static double[][] ReadKnots(ModelFile file, int features)
    {
        int[] counts = file.Int32s("knot_counts", features);
        if (!Array.TrueForAll(counts, count => count is 0 or (>= 3 and <= 7)))
            throw file.Invalid("a feature has a number of knots other than 0 and 3 to 7");
        double[] all = file.Doubles("knots", counts.Sum());
        double[][] knots = new double[features][];
        for (int feature = 0, next = 0; feature < features; next += counts[feature++])
        {
            knots[feature] = all[next..(next + counts[feature])];
            for (int i = 0; i < knots[feature].Length; i++)
            {
                if (!double.IsFinite(knots[feature][i]) || (i > 0 && !(knots[feature][i] > knots[feature][i - 1])))
                    throw file.Invalid($"the knots of feature {feature} don't rise");
            }
        }

        return knots;
    }
}
