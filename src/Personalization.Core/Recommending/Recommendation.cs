namespace Personalization.Core;

/// <summary>Where a recommendation comes from.</summary>
public enum RecommendationSource
{
    /// <summary>The model's own opinion of this customer.</summary>
    Personal,

    /// <summary>Liked by many, filled in where the model had nothing of its own.</summary>
    Popular,
}

/// <summary>One recommended item.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">Higher is better; comparable only within one list of one model.</param>
/// <param name="Source">The model's own opinion, or the fallback.</param>
public sealed record Recommendation(ItemId Item, double Score, RecommendationSource Source = RecommendationSource.Personal)
{
    private readonly IReadOnlyList<RecommendationReason>? _reasons;

    /// <summary>The customer's items that spoke most for this one, the strongest first; empty where the model can't say.</summary>
    public IReadOnlyList<ItemId> BecauseOf { get; init; } = [];

    /// <summary>
    /// Why, the strongest reason first, each to be told in words by <see cref="RecommendationReason.InWords"/>. Where a model doesn't set
    /// it, it is what <see cref="BecauseOf"/> and <see cref="Source"/> say.
    /// </summary>
    public IReadOnlyList<RecommendationReason> Reasons
    {
        get => _reasons ?? (BecauseOf.Count > 0 ? [RecommendationReason.LikeItems(BecauseOf)]
            : Source == RecommendationSource.Popular ? [RecommendationReason.Popular()]
            : []);
        init => _reasons = value;
    }
}

/// <summary>What may be recommended. Immutable; the default allows every item that the customer has not bought yet.</summary>
public sealed record RecommendationFilter
{
    /// <summary>The default: every item that the customer has not bought yet.</summary>
    public static RecommendationFilter NotBought { get; } = new();

    /// <summary>Also recommend what the customer already bought. Default false.</summary>
    public bool IncludeBought { get; init; }

    /// <summary>Only items of these categories; null (default) for any.</summary>
    public IReadOnlySet<string>? Categories { get; init; }

    /// <summary>Lowest unit price, at least 0; an item without a known price isn't recommended then. Null (default) for any.</summary>
    public decimal? MinimumPrice { get; init => field = NotNegative(value, nameof(MinimumPrice)); }

    /// <summary>Highest unit price, at least 0; an item without a known price isn't recommended then. Null (default) for any.</summary>
    public decimal? MaximumPrice { get; init => field = NotNegative(value, nameof(MaximumPrice)); }

    /// <summary>Items never to recommend; null (default) for none.</summary>
    public IReadOnlySet<ItemId>? Excluded { get; init; }

    /// <summary>Whether an item can be had now; called from several threads at once. Null (default): all can.</summary>
    public Func<ItemId, bool>? IsAvailable { get; init; }

    private static decimal? NotNegative(decimal? price, string name) => price is not < 0
        ? price
        : throw new ArgumentOutOfRangeException(name, price, "A price must be at least 0.");
}
