using Personalization.Core;
using Personalization.Incentives;

namespace Personalization;

/// <summary>
/// What is given once for a whole run of <see cref="PersonalizationPipeline"/>; what concerns one step is an option of that step.
/// Immutable; every default is valid.
/// </summary>
public sealed record PersonalizationOptions
{
    /// <summary>Title of the report. Default "Personalization report".</summary>
    public string Title { get; init => field = Guard.NotBlank(value); } = "Personalization report";

    /// <summary>The most that all offers may cost together, in the shop's currency, 0 to 100 billion. What counts against it is
    /// <see cref="AllocationOptions.Basis"/>: by default everybody redeeming on an average order. No plan goes above it. Default
    /// 10,000.</summary>
    public decimal Budget { get; init => field = Guard.InRange(value, 0m, 100_000_000_000m); } = 10_000m;

    /// <summary>Seed of all randomness. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Threads at most, at least 1; the outcome doesn't depend on it. Default: one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    /// <summary>The day recency counts to, and offers are issued on. Default: the day after the last event.</summary>
    public DateTime? ReferenceDate { get; init; }

    /// <summary>
    /// Who agreed to what; null (default): the shop has asked elsewhere. Nobody is recommended or offered anything without consent.
    /// </summary>
    public IConsentPolicy? Consent { get; init; }

    /// <summary>Offers given before, which caps and stacking rules count. Default: none.</summary>
    public OfferHistory History { get; init; } = OfferHistory.Empty;
}
