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
        RegressionTerms terms = model.Terms;
        file.Set("outcome", model.Outcome);
        file.Set("knots", options.Knots ?? 0);
        file.Set("log1p", options.Log1P ? 1 : 0);
        file.Set("penalty", options.Penalty ?? 1);
        file.Set("calibration_kind", options.Calibration.ToString());
        file.Set("max_iterations", options.MaximumIterations);
        file.Set("tolerance", options.Tolerance);
        file.AddReport(model.Report);
        RegressionTermsFile.Write(file, terms);
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
        RegressionTerms terms = RegressionTermsFile.Read(file);
        double[] coefficients = file.Doubles("coefficients", terms.Count + 1);
        if (!Array.TrueForAll(coefficients, double.IsFinite)) throw file.Invalid("a coefficient isn't finite");
        return new LogisticRegressionModel(
            Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), options, terms, coefficients,
            ScoreCalibration.Read(file), file.Report());
    }
}
