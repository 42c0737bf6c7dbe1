namespace Personalization.Core;

/// <summary>How far long work has come; reported to an <see cref="IProgress{T}"/> from whichever thread does the work.</summary>
/// <param name="Stage">What is being done, for people: "reading", "k-means, 5 clusters".</param>
/// <param name="Fraction">Share that is done, 0 to 1; null where the end can't be known.</param>
public sealed record FitProgress(string Stage, double? Fraction)
{
    /// <summary>Iterations, rows or customers done so far; null where nothing is counted.</summary>
    public long? Count { get; init; }

    /// <summary>What <see cref="Count"/> counts: "rows", "iterations".</summary>
    public string? Unit { get; init; }

    /// <summary><see cref="Count"/> for each second so far; null where unknown.</summary>
    public double? PerSecond { get; init; }

    /// <summary>Time that the rest will take, as things go; null where unknown.</summary>
    public TimeSpan? Remaining { get; init; }

    /// <summary>The held-out figure that was measured last; null where there is none.</summary>
    public double? Metric { get; init; }

    /// <summary>Objective after the last iteration (lower is better); null where there is none.</summary>
    public double? Objective { get; init; }
}
