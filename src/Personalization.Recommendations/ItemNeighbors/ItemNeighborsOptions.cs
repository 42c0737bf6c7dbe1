using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// How alike two items are. n(i) is the number of customers of item i, n(i, j) of both, v the weights of the matrix's values.
/// </summary>
public enum ItemSimilarity
{
    /// <summary>Σ v(i) v(j) / (‖v(i)‖ ‖v(j)‖ + shrinkage); n(i, j) / (√(n(i) n(j)) + shrinkage) where all values are 1.</summary>
    Cosine,

    /// <summary>n(i, j) / (n(i) + n(j) − n(i, j) + shrinkage); values don't matter.</summary>
    Jaccard,

    /// <summary>
    /// Σ v(i) v(j), which favours what many have; shrinkage doesn't matter. With BM25, implicit's <c>BM25Recommender</c>.
    /// </summary>
    Product,
}

/// <summary>How <see cref="ItemNeighborsTrainer"/> finds neighbours. Immutable; every default is valid.</summary>
public sealed record ItemNeighborsOptions
{
    /// <summary>
    /// Neighbours kept for each item, at least 1. Default 20: with many more, far neighbours are mostly what everybody buys
    /// (the case "recommend" of benchmarks/Personalization.Evaluation shows several counts).
    /// </summary>
    public int NeighborCount { get; init => field = Guard.AtLeast(value, 1); } = 20;

    /// <summary>The similarity. Default <see cref="ItemSimilarity.Cosine"/>.</summary>
    public ItemSimilarity Similarity { get; init; }

    /// <summary>
    /// How the matrix's values are weighed before items are compared. Default <see cref="InteractionWeighting.None"/>. What a customer's
    /// items count when recommending are the values themselves.
    /// </summary>
    public InteractionWeighting Weighting { get; init; }

    /// <summary>How soon a value saturates under BM25, at least 0: 0 only asks whether there is one. Default 1.2.</summary>
    public double K1 { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1.2;

    /// <summary>How much the length of an item's row takes off under BM25, 0 to 1. Default .75.</summary>
    public double B { get; init => field = Guard.InRange(value, 0, 1); } = .75;

    /// <summary>
    /// What a fit on a log counts, and how fast it fades. Default: purchases alone, each customer and item once. A half-life needs
    /// <see cref="InteractionValue.Count"/>, as there is nothing to fade in values of 1.
    /// </summary>
    public InteractionOptions Interactions
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = InteractionOptions.Purchases;

    /// <summary>
    /// Added to the similarity's denominator, at least 0: holds back pairs that rest on few customers. Default 0; values of
    /// 5 to 50 are usual where many items have few buyers.
    /// </summary>
    public double Shrinkage { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); }

    /// <summary>Customers that two items must have in common to be neighbours, at least 1. Default 1.</summary>
    public int MinimumSupport { get; init => field = Guard.AtLeast(value, 1); } = 1;

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
