using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What a linear regression looks like in a file.</summary>
internal static class LinearRegressionFile
{
    public static ModelFileWriter Write(LinearRegressionModel model)
    {
        ModelFileWriter file = LinearRegressionModel.Kind.NewFile();
        int size = model.Terms.Count + 1;
        file.Set("outcome", model.Outcome);
        file.Set("knots", model.Options.Knots ?? 0);
        file.Set("log1p", model.Options.Log1P ? 1 : 0);
        file.Set("penalty", model.Options.Penalty ?? 1);
        RegressionTermsFile.Write(file, model.Terms);
        file.Add("coefficients", model.Coefficients, size);
        file.Add("covariance", model.Covariance, size, size);
        return file;
    }

    public static LinearRegressionModel Read(ModelFile file)
    {
        LinearRegressionOptions options = new()
        {
            Knots = file.GetMetadata<int>("knots"),
            Log1P = file.GetMetadata<int>("log1p") == 1,
            Penalty = file.GetMetadata<double>("penalty"),
        };
        RegressionTerms terms = RegressionTermsFile.Read(file);
        int size = terms.Count + 1;
        double[] coefficients = file.Doubles("coefficients", size), covariance = file.Doubles("covariance", size, size);
        if (!Array.TrueForAll(coefficients, double.IsFinite) || !Array.TrueForAll(covariance, double.IsFinite))
            throw file.Invalid("a coefficient or its covariance isn't finite");
        return new LinearRegressionModel(
            Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), options, terms, coefficients, covariance,
            FitReport.ClosedForm());
    }
}
