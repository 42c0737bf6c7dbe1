using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>What a Bayesian model of uplift looks like in a file.</summary>
internal static class BayesianUpliftFile
{
    private const int MostTreatments = 1_000;

    public static ModelFileWriter Write(BayesianUpliftModel model)
    {
        ModelFileWriter file = BayesianUpliftModel.Kind.NewFile();
        int block = model.Terms.Count + 1, treatments = model.Treatments.Count;
        file.Set("outcome", model.Outcome);
        file.AddReport(model.Report);
        file.AddStrings("treatments", model.Treatments);
        RegressionTermsFile.Write(file, model.Terms);
        file.Add("coefficients", model.Coefficients, treatments + 1, block);
        file.Add("covariances", model.Covariances, treatments * block, block);
        file.AddStrings("customers", model.Own.Customers);
        file.Add("customer_effects", model.Own.Effects, model.Own.Effects.Length);
        return file;
    }

    public static BayesianUpliftModel Read(ModelFile file)
    {
        string[] treatments = file.Strings("treatments"), customers = file.Strings("customers");
        if (treatments.Length is 0 or > MostTreatments) throw file.Invalid($"it has {treatments.Length} treatments");
        if (treatments.Distinct(StringComparer.Ordinal).Count() < treatments.Length) throw file.Invalid("a treatment is named twice");
        if (customers.Distinct(StringComparer.Ordinal).Count() < customers.Length) throw file.Invalid("a customer is there twice");
        RegressionTerms terms = RegressionTermsFile.Read(file);
        int block = terms.Count + 1;
        double[] coefficients = file.Doubles("coefficients", treatments.Length + 1, block);
        double[] covariances = file.Doubles("covariances", treatments.Length * block, block);
        double[] own = file.Doubles("customer_effects", customers.Length);
        if (!Array.TrueForAll(coefficients, double.IsFinite) || !Array.TrueForAll(covariances, double.IsFinite)
            || !Array.TrueForAll(own, double.IsFinite))
            throw file.Invalid("a coefficient, its error or a customer's effect isn't finite");
        return new BayesianUpliftModel(
            Guard.NotBlank(file.GetMetadata("outcome"), "outcome"), treatments, terms, coefficients, covariances, (customers, own),
            file.Report());
    }
}
