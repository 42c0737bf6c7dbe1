using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How <see cref="CustomerAffinities"/> are shrunk. Immutable; every default is valid.</summary>
public sealed record AffinityOptions
{
    /// <summary>
    /// Purchases that each customer is thought to have beside their own, spread as the whole shop's are, at least 0: it takes about as many
    /// of one's own until one's own say half. Default 5.
    /// </summary>
    public double PriorWeight { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 5;

    /// <summary>
    /// What counts, and how fast it fades. Default: purchases, each line of an order once.
    /// </summary>
    public InteractionOptions Interactions
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = InteractionOptions.Purchases with { Value = InteractionValue.Count };
}
