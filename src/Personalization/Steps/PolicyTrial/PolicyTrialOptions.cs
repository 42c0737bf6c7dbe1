using Personalization.Bandits;

namespace Personalization;

/// <summary>How <see cref="PolicyTrialStep"/> tries a policy. Immutable; every default is valid.</summary>
public sealed record PolicyTrialOptions
{
    /// <summary>
    /// Makes the policy that is tried, new for each run. Default: a <see cref="LinearBandit"/> with one model for all categories, as what
    /// is known of each is of the same kind; it explores by Thompson sampling and leaves a twenty-fifth of the visits to chance.
    /// </summary>
    public Func<IBanditPolicy> Policy { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } =
        static () => new LinearBandit(new() { Shared = true, Floor = .04 });

    /// <summary>Categories to choose from, those most looked at, 2 to 64. Default 12.</summary>
    public int MaximumCategories { get; init => field = Guard.InRange(value, 2, 64); } = 12;

    /// <summary>Visits that are decided on at most, the latest, 100 to 10 million. Default 20,000.</summary>
    public int MaximumVisits { get; init => field = Guard.InRange(value, 100, 10_000_000); } = 20_000;

    /// <summary>
    /// Visits that are needed at least; with fewer nothing is tried, 100 to 10 million. Default 500.
    /// </summary>
    public int LeastVisits { get; init => field = Guard.InRange(value, 100, 10_000_000); } = 500;
}
