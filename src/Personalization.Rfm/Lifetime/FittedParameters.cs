using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>What every lifetime model is made of, and how that stands in a file.</summary>
internal sealed class FittedParameters(
    LifetimeFitOptions options, double[] values, LifetimeFit fit, FitReport report, double[]? logCovariance = null)
{
    public LifetimeFitOptions Options { get; } = options;

    public LifetimeFit Fit { get; } = fit;

    public FitReport Report { get; } = report;

    public int Count => values.Length;

    /// <summary>How sure the values are; null where that isn't known.</summary>
    public LifetimeUncertainty? Uncertainty { get; } =
        logCovariance is null ? null : new LifetimeUncertainty(values, logCovariance);

    public double this[int index] => values[index];

    public static FittedParameters Search<TLikelihood>(
        TLikelihood likelihood, LifetimeFitOptions? options, string model, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
        where TLikelihood : ILikelihood
    {
        options ??= new LifetimeFitOptions();
        LikelihoodSearch<TLikelihood> search = new(likelihood, options);
        (double[] parameters, double[]? covariance, LifetimeFit fit, FitReport report) =
            search.Run(model, progress, cancellationToken);
        return new FittedParameters(options, parameters, fit, report, covariance);
    }

    /// <summary>Parameters that are published or were found elsewhere: nothing was fitted.</summary>
    public static FittedParameters Given(params double[] values)
    {
        for (int i = 0; i < values.Length; i++) Guard.Positive(values[i], $"parameter {i}");
        LifetimeFit none = new(LifetimeFitOutcome.Converged, 0, 0, 0, 0, 0);
        return new FittedParameters(new LifetimeFitOptions(), values, none, FitReport.ClosedForm());
    }

    public static FittedParameters Read(ModelFile file, int count)
    {
        double[] values = file.Doubles("parameters", count);
        foreach (double value in values)
        {
            if (!(value > 0 && double.IsFinite(value))) throw file.Invalid($"has the parameter {value}; it must be positive and finite");
        }

        LifetimeFitOptions options = new()
        {
            Starts = file.GetMetadata<int>("starts"),
            MaximumIterations = file.GetMetadata<int>("maximum_iterations"),
            Tolerance = file.GetMetadata<double>("tolerance"),
            Seed = file.GetMetadata<ulong>("seed"),
        };
        LifetimeFit fit = new(
            file.GetEnum<LifetimeFitOutcome>("outcome"),
            Guard.Finite(file.GetMetadata<double>("log_likelihood"), "log_likelihood"),
            Guard.AtLeast(file.GetMetadata<int>("customers"), 0, "customers"),
            Guard.AtLeast(file.GetMetadata<double>("gradient"), 0, "gradient"),
            Guard.InRange(file.GetMetadata<int>("starts_tried"), 0, options.Starts, "starts_tried"),
            Guard.InRange(file.GetMetadata<int>("starts_agreeing"), 0, options.Starts, "starts_agreeing"));
        return new FittedParameters(options, values, fit, file.Report(), Covariance(file, count));
    }

    public void Write(ModelFileWriter file)
    {
        file.Set("starts", Options.Starts);
        file.Set("maximum_iterations", Options.MaximumIterations);
        file.Set("tolerance", Options.Tolerance);
        file.Set("seed", Options.Seed);
        file.Set("outcome", Fit.Outcome.ToString());
        file.Set("log_likelihood", Fit.LogLikelihood);
        file.Set("customers", Fit.Customers);
        file.Set("gradient", Fit.Gradient);
        file.Set("starts_tried", Fit.Starts);
        file.Set("starts_agreeing", Fit.StartsAgreeing);
        file.AddReport(Report);
        file.Add("parameters", values);
        if (logCovariance is not null) file.Add("log_covariance", logCovariance, values.Length, values.Length);
    }

    private static double[]? Covariance(ModelFile file, int count)
    {
        if (!file.Contains("log_covariance")) return null;
        double[] covariance = file.Doubles("log_covariance", count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (covariance[(i * count) + j] != covariance[(j * count) + i])
                    throw file.Invalid($"has covariances that aren't symmetric at row {i}, column {j}");
            }
        }

        return ObservedInformation.Lower(covariance, count) is null
            ? throw file.Invalid("has covariances that aren't positive definite")
            : covariance;
    }
}
