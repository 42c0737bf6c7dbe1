using Personalization.Core;

namespace Personalization.Rfm;

/// <summary>What every model of customer lifetime has: parameters by maximum likelihood, and an account of how they were found.</summary>
public abstract class LifetimeModel
{
    private protected LifetimeModel(FittedParameters fitted) => Fitted = fitted;

    /// <summary>How it was searched; a loaded model doesn't know <see cref="LifetimeFitOptions.Threads"/>.</summary>
    public LifetimeFitOptions Options => Fitted.Options;

    /// <summary>What the search for the parameters found, and whether it converged.</summary>
    public LifetimeFit Fit => Fitted.Fit;

    /// <summary>What the fit did; a loaded model has no duration.</summary>
    public FitReport Report => Fitted.Report;

    /// <summary>Parameters with their names and standard errors, in the order of the model's paper.</summary>
    public IReadOnlyList<LifetimeParameter> Parameters =>
    [
        .. Enumerable.Range(0, Fitted.Count).Select(i => new LifetimeParameter(
            i < ParameterNames.Count ? ParameterNames[i] : $"parameter {i}", Fitted[i], Uncertainty?.StandardErrors[i] ?? double.NaN)),
    ];

    /// <summary>
    /// How sure the parameters are; null where they were given, ran to a bound, or the likelihood is flat around them.
    /// </summary>
    public LifetimeUncertainty? Uncertainty => Fitted.Uncertainty;

    internal FittedParameters Fitted { get; }

    /// <summary>Names of the parameters, in their order.</summary>
    private protected virtual IReadOnlyList<string> ParameterNames => [];

    private protected void Write(ModelKind kind, Stream destination)
    {
        ModelFileWriter file = kind.NewFile();
        Fitted.Write(file);
        file.WriteTo(destination);
    }
}
