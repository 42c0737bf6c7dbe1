namespace Personalization.Rfm;

/// <summary>How intervals are drawn. Immutable; every default is valid.</summary>
public sealed record LifetimeIntervalOptions
{
    /// <summary>
    /// Draws of the parameters, 20 to 100,000. A bootstrap fits each of them anew: 200 do for a 90 % interval. Default 1,000.
    /// </summary>
    public int Draws { get; init => field = Guard.InRange(value, 20, 100_000); } = 1_000;

    /// <summary>Probability that an interval covers the truth, .5 to .999. Default .9.</summary>
    public double Level { get; init => field = Guard.InRange(value, .5, .999); } = .9;

    /// <summary>Seed of all draws. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads to use, at least 1; the outcome doesn't depend on it. Default null: one for each processor.</summary>
    public int? Threads
    {
        get;
        init => field = Guard.AtLeast(value, 1);
    }
}
