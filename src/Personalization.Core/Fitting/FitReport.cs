namespace Personalization.Core;

/// <summary>Why a trainer stopped.</summary>
public enum StopReason
{
    /// <summary>There was nothing to iterate: the model follows from the data in one pass.</summary>
    ClosedForm,

    /// <summary>The change fell below the tolerance.</summary>
    Converged,

    /// <summary>The iteration limit came first; the model is valid, more iterations may improve it.</summary>
    IterationLimit,

    /// <summary>The held-out figure stopped getting better (early stopping).</summary>
    NoImprovement,
}

/// <summary>What a fit did. Not converging is a <see cref="StopReason"/>, never an exception.</summary>
/// <param name="Iterations">Iterations of the run that was kept; 0 for a closed form.</param>
/// <param name="StopReason">Why it stopped.</param>
/// <param name="Objectives">Objective after each iteration of the run that was kept (lower is better).</param>
/// <param name="Duration">
/// Wall time of the whole fit. The only member that differs between two equal runs: model files leave it out, and a loaded model has zero here.
/// </param>
public sealed record FitReport(int Iterations, StopReason StopReason, IReadOnlyList<double> Objectives, TimeSpan Duration)
{
    /// <summary>The last objective; NaN where there is none.</summary>
    public double Objective => Objectives.Count > 0 ? Objectives[^1] : double.NaN;
}
