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

    private protected FittedParameters Fitted { get; }

    private protected void Write(ModelKind kind, Stream destination)
    {
        ModelFileWriter file = kind.NewFile();
        Fitted.Write(file);
        file.WriteTo(destination);
    }
}
