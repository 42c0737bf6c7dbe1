using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// How alike two customers are. n(u) is the number of items of customer u, n(u, v) of both, w the weights of the matrix's values.
/// </summary>
public enum CustomerSimilarity
{
    /// <summary>Σ w(u) w(v) / (‖w(u)‖ ‖w(v)‖ + shrinkage).</summary>
    Cosine,

    /// <summary>n(u, v) / (n(u) + n(v) − n(u, v) + shrinkage); values don't matter.</summary>
    Jaccard,
}

/// <summary>How <see cref="UserNeighborsTrainer"/> finds neighbours. Immutable; every default is valid.</summary>
public sealed record UserNeighborsOptions
{
    /// <summary>
    /// Customers most alike whose items are looked at, at least 1. Default 100 (the case "neighbors" of
    /// benchmarks/Personalization.Evaluation shows several counts).
    /// </summary>
    public int NeighborCount { get; init => field = Guard.AtLeast(value, 1); } = 100;

    /// <summary>The similarity. Default <see cref="CustomerSimilarity.Cosine"/>.</summary>
    public CustomerSimilarity Similarity { get; init; }

    /// <summary>
    /// How the matrix's values are weighed before customers are compared. Default <see cref="InteractionWeighting.None"/>; with
    /// <see cref="InteractionWeighting.TfIdf"/> an item that nearly all have makes nobody alike.
    /// </summary>
    public InteractionWeighting Weighting { get; init; }

    /// <summary>How soon a value saturates under BM25, at least 0: 0 only asks whether there is one. Default 1.2.</summary>
    public double K1 { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1.2;

    /// <summary>How much the length of a customer's row takes off under BM25, 0 to 1. Default .75.</summary>
    public double B { get; init => field = Guard.InRange(value, 0, 1); } = .75;

    /// <summary>
    /// Added to the similarity's denominator, at least 0: holds back customers who are alike in few items. Default 0.
    /// </summary>
    public double Shrinkage { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); }

    /// <summary>Items that two customers must have in common to be neighbours, at least 1. Default 1.</summary>
    public int MinimumSupport { get; init => field = Guard.AtLeast(value, 1); } = 1;

    /// <summary>
    /// What a fit on a log counts, and how fast it fades. Default: purchases alone, each customer and item once. A half-life needs
    /// <see cref="InteractionValue.Count"/>, as there is nothing to fade in values of 1.
    /// </summary>
    public InteractionOptions Interactions
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = InteractionOptions.Purchases;
}
