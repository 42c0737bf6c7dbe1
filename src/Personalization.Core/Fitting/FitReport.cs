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

/// <summary>A figure followed through a fit: "objective", "validation ndcg@10".</summary>
/// <param name="Name">What is measured; a name stands once in a report.</param>
/// <param name="Values">The figure after each iteration that measured it, in their order.</param>
public sealed record FitSeries(string Name, IReadOnlyList<double> Values);

/// <summary>What a fit did. Not converging is a <see cref="StopReason"/>, never an exception.</summary>
/// <param name="Iterations">Iterations of the run that was kept; 0 for a closed form.</param>
/// <param name="StopReason">Why it stopped.</param>
/// <param name="Series">Figures of the run that was kept, the objective first; empty for a closed form.</param>
/// <param name="Duration">
/// Wall time of the whole fit. The only member that differs between two equal runs: model files leave it out, and a loaded model has zero
/// here.
/// </param>
public sealed record FitReport(int Iterations, StopReason StopReason, IReadOnlyList<FitSeries> Series, TimeSpan Duration)
{
    /// <summary>Name of the series that the fit makes smaller.</summary>
    public const string ObjectiveSeries = "objective";

    /// <summary>A report of a fit that follows nothing but its objective.</summary>
    /// <param name="iterations">Iterations of the run that was kept.</param>
    /// <param name="stopReason">Why it stopped.</param>
    /// <param name="objectives">Objective after each iteration of the run that was kept (lower is better).</param>
    /// <param name="duration">Wall time of the whole fit.</param>
    public FitReport(int iterations, StopReason stopReason, IReadOnlyList<double> objectives, TimeSpan duration)
        : this(iterations, stopReason, [new FitSeries(ObjectiveSeries, objectives)], duration)
    {
    }

    /// <summary>Objective after each iteration of the run that was kept (lower is better); empty where there is none.</summary>
    public IReadOnlyList<double> Objectives
    {
        get
        {
            foreach (FitSeries series in Series)
            {
                if (series.Name == ObjectiveSeries) return series.Values;
            }

            return [];
        }
    }

    /// <summary>The last objective; NaN where there is none.</summary>
    public double Objective => Objectives is [.., double last] ? last : double.NaN;

    /// <summary>A report of a model that follows from the data in one pass.</summary>
    /// <param name="duration">Wall time of the fit; zero for a loaded model.</param>
    public static FitReport ClosedForm(TimeSpan duration = default) => new(0, StopReason.ClosedForm, Array.Empty<FitSeries>(), duration);
}
