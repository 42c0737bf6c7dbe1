namespace Personalization.Incentives;

/// <summary>How <see cref="AllocationSolver"/> works. Immutable; every default is valid.</summary>
public sealed record AllocationSolverOptions
{
    /// <summary>
    /// The bound is lowered until the model of it promises less than this share of it, 1e-9 to .1. Default 1e-6.
    /// </summary>
    public double Tolerance { get; init => field = Guard.InRange(value, 1e-9, .1); } = 1e-6;

    /// <summary>
    /// Most times that all customers are gone through to lower the bound, 1 to 10,000. Default 30; small problems get more, by cuts.
    /// </summary>
    public int MaximumIterations { get; init => field = Guard.InRange(value, 1, 10_000); } = 30;

    /// <summary>
    /// Nodes of the search that proves small problems, 0 to 100 million; 0: none is searched. Default 300,000: below a second.
    /// </summary>
    public int MaximumNodes { get; init => field = Guard.InRange(value, 0, 100_000_000); } = 300_000;

    /// <summary>
    /// Whether a minimum that isn't met is an error instead of a line in <see cref="AllocationSolution.Limits"/>. Default false.
    /// </summary>
    public bool Strict { get; init; }

    /// <summary>Threads at most, at least 1; null (default): as many as there are cores. Never changes the result.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
