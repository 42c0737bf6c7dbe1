namespace Personalization.Core;

/// <summary>A model to compare: its name in the table, and how it is fitted.</summary>
/// <param name="Name">The name, unlike the others'.</param>
/// <param name="Fit">Fits it on what it may learn from; called once.</param>
public sealed record RecommenderEntry(string Name, Func<EventLog, IRecommender> Fit);

/// <summary>How <see cref="RecommenderComparison"/> compares. Immutable; every default is valid.</summary>
public sealed record RecommenderComparisonOptions
{
    /// <summary>
    /// How each model is measured. A strong split gives the requests itself where <see cref="RankingOptions.RequestOf"/> is null. Values of
    /// single customers are always kept.
    /// </summary>
    public RankingOptions Ranking { get; init; } = new();

    /// <summary>
    /// The figures to show, a column each. Default: NDCG, recall, MRR, coverage, Gini, novelty, serendipity and average popularity at 10.
    /// One that wasn't measured is an error.
    /// </summary>
    public IReadOnlyList<string> Columns { get; init => field = [.. Guard.NotEmpty(value)]; } =
        ["NDCG@10", "Recall@10", "MRR@10", "Coverage@10", "Gini@10", "Novelty@10", "Serendipity@10", "ARP@10"];

    /// <summary>Name of the model that the others are compared with; null (default) for the first.</summary>
    public string? Baseline { get; init; }

    /// <summary>Which events count, in what was held out and in the past. Default: purchases.</summary>
    public InteractionOptions Interactions { get; init; } = InteractionOptions.Purchases;

    /// <summary>Resamples of each paired bootstrap, 1 to 1,000,000. Default 2,000.</summary>
    public int Resamples { get; init => field = Guard.InRange(value, 1, 1_000_000); } = 2_000;

    /// <summary>Seed of the bootstrap's draws. Default 0.</summary>
    public ulong Seed { get; init; }
}
