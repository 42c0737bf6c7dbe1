namespace Personalization.Rfm;

/// <summary>How the trainers of lifetime models look for the most likely parameters. Immutable; every default is valid.</summary>
public sealed record LifetimeFitOptions
{
    /// <summary>
    /// Starting points, 1 to 1,000: the first is chosen for the model, the others are drawn around it by <see cref="Seed"/>, up to eight
    /// times as large or small in each parameter. The best end is kept. Default 4.
    /// </summary>
    public int Starts { get; init => field = Guard.InRange(value, 1, 1_000); } = 4;

    /// <summary>Most iterations of each start, at least 1. Default 500.</summary>
    public int MaximumIterations { get; init => field = Guard.AtLeast(value, 1); } = 500;

    /// <summary>
    /// A start has converged where no derivative of the mean log-likelihood of a customer by the logarithm of a parameter is larger, above
    /// 0. Default 1e-8.
    /// </summary>
    public double Tolerance { get; init => field = Guard.Positive(value); } = 1e-8;

    /// <summary>Seed of the starting points. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1);
    }
}
