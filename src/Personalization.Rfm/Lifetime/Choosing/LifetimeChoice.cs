namespace Personalization.Rfm;

/// <summary>The model that was chosen, why, and what it was compared with. Immutable and thread-safe.</summary>
public sealed class LifetimeChoice
{
    internal LifetimeChoice(
        LifetimeChoiceOptions options,
        IReadOnlyList<LifetimeCandidate> candidates,
        int chosen,
        LifetimeForecastScore steadyRate,
        LifetimeSummary summary,
        LifetimeSummary validation,
        string reason)
    {
        Options = options;
        Candidates = candidates;
        Chosen = candidates[chosen];
        SteadyRate = steadyRate;
        Summary = summary;
        Validation = validation;
        Reason = reason;
    }

    /// <summary>How it was chosen.</summary>
    public LifetimeChoiceOptions Options { get; }

    /// <summary>All models, in the order of the options.</summary>
    public IReadOnlyList<LifetimeCandidate> Candidates { get; }

    /// <summary>The one that was chosen.</summary>
    public LifetimeCandidate Chosen { get; }

    /// <summary>The chosen model, fitted to the whole calibration.</summary>
    public IPurchaseModel Model => Chosen.Model;

    /// <summary>How well rate × time forecast the validation part: what a model must be better than.</summary>
    public LifetimeForecastScore SteadyRate { get; }

    /// <summary>What the models were fitted to in the end, with the hold-out that the choice didn't look at, if there is one.</summary>
    public LifetimeSummary Summary { get; }

    /// <summary>What they were fitted to for validation; its hold-out is the last part of the calibration.</summary>
    public LifetimeSummary Validation { get; }

    /// <summary>Why the model was chosen, in a sentence or two.</summary>
    public string Reason { get; }
}
