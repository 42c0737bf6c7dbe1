namespace Personalization.Core;

/// <summary>
/// What a list is asked for: who, what lies in the basket, what was just looked at, and what may be recommended. Immutable; every default
/// is valid, and asks for ten items for nobody in particular.
/// </summary>
public sealed record RecommendationRequest
{
    /// <summary>The customer. Default none: an anonymous visitor.</summary>
    public CustomerId Customer { get; init; }

    /// <summary>Length of the list, at least 1. Default 10.</summary>
    public int Count { get; init => field = Guard.AtLeast(value, 1); } = 10;

    /// <summary>Items in the basket, in any order. Default none.</summary>
    public IReadOnlyList<ItemId> Basket { get; init => field = [.. value]; } = [];

    /// <summary>Items of the visit so far, looked at or put somewhere, the latest last. Default none.</summary>
    public IReadOnlyList<ItemId> Session { get; init => field = [.. value]; } = [];

    /// <summary>When and where the list is shown. Default: unknown.</summary>
    public RecommendationContext Context { get; init; } = RecommendationContext.Unknown;

    /// <summary>The only items that may be recommended; null (default) for every item that the model knows.</summary>
    public IReadOnlySet<ItemId>? Candidates { get; init; }

    /// <summary>What else limits the list. Default: what the customer hasn't bought.</summary>
    public RecommendationFilter Filter { get; init; } = RecommendationFilter.NotBought;
}

/// <summary>When and where a list is shown. Immutable.</summary>
/// <param name="Time">The moment on the shop's clock; null where unknown.</param>
/// <param name="Channel">Web, store, app, mail…; null where unknown.</param>
public sealed record RecommendationContext(DateTime? Time, string? Channel)
{
    /// <summary>Nothing is known.</summary>
    public static RecommendationContext Unknown { get; } = new(null, null);
}

/// <summary>Parts of a <see cref="RecommendationRequest"/> beside its count, which every recommender keeps to.</summary>
[Flags]
public enum RequestParts
{
    /// <summary>None: one list for all.</summary>
    None = 0,

    /// <summary><see cref="RecommendationRequest.Customer"/>.</summary>
    Customer = 1,

    /// <summary><see cref="RecommendationRequest.Basket"/>.</summary>
    Basket = 2,

    /// <summary><see cref="RecommendationRequest.Session"/>.</summary>
    Session = 4,

    /// <summary><see cref="RecommendationRequest.Context"/>.</summary>
    Context = 8,

    /// <summary><see cref="RecommendationRequest.Candidates"/>.</summary>
    Candidates = 16,

    /// <summary><see cref="RecommendationRequest.Filter"/>.</summary>
    Filter = 32,
}
