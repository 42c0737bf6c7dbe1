namespace Personalization.Core;

/// <summary>What becomes of equal scores.</summary>
public enum RankingTies
{
    /// <summary>The list counts as it comes: equal scores stand in the order that the recommender gives them.</summary>
    AsListed,

    /// <summary>
    /// Lists are made of the scores of an <see cref="IScoringRecommender"/>, and of equal scores the relevant items come last: nobody gains
    /// by scoring many items alike. Where the recommender has no opinion, its list counts as it comes.
    /// </summary>
    Pessimistic,
}

/// <summary>How <see cref="RankingEvaluator"/> measures. Immutable; every default is valid.</summary>
public sealed record RankingOptions
{
    /// <summary>The values of k, each at least 1. Default 10 and 20.</summary>
    public IReadOnlyList<int> Cutoffs
    {
        get;
        init
        {
            int[] levels = [.. Guard.NotEmpty(value)];
            foreach (int level in levels) Guard.AtLeast(level, 1, nameof(Cutoffs));
            field = levels;
        }
    } = [10, 20];

    /// <summary>What may be recommended; null (default): what the request says, which leaves out what was bought.</summary>
    public RecommendationFilter? Filter { get; init; }

    /// <summary>
    /// The request for each customer, but for its count: with a basket, a session, a moment. Called from several threads at once. Null
    /// (default): the customer alone.
    /// </summary>
    public Func<CustomerId, RecommendationRequest>? RequestOf { get; init; }

    /// <summary>
    /// Ranks the items that were taken among fixed others, for figures that were published so; customers whom it doesn't know aren't
    /// measured. Null (default): full ranking.
    /// </summary>
    public SampledRanking? Sampled { get; init; }

    /// <summary>What becomes of equal scores. Default <see cref="RankingTies.AsListed"/>.</summary>
    public RankingTies Ties { get; init; }

    /// <summary>
    /// Whether the values of what was held out are grades, so that <c>GradedNDCG@k</c> and <c>UncutGradedNDCG@k</c> are measured: above 0
    /// and at most 50. Default false.
    /// </summary>
    public bool Graded { get; init; }

    /// <summary>
    /// How alike two items are, 0 to 1, for <c>Diversity@k</c>; called from several threads at once. <see cref="ItemLikeness"/> makes some.
    /// Null (default): of one category or not, where <see cref="CategoryOf"/> is given, else not measured.
    /// </summary>
    public Func<ItemId, ItemId, double>? Similarity { get; init; }

    /// <summary>
    /// The category of an item, null where none is known, for <c>Miscalibration@k</c>; called from several threads at once. Null (default):
    /// not measured.
    /// </summary>
    public Func<ItemId, string?>? CategoryOf { get; init; }

    /// <summary>
    /// The segment of a customer, null for none: the figures of each segment stand in <see cref="RankingScores.Segments"/>. Null (default):
    /// none.
    /// </summary>
    public Func<CustomerId, string?>? SegmentOf { get; init; }

    /// <summary>
    /// Share of all that customers have which the head holds, the most popular items, above 0 and below 1; what is left is the long tail
    /// of <c>APLT@k</c>. Default .8.
    /// </summary>
    public double HeadShare { get; init => field = Share(value, nameof(HeadShare)); } = .8;

    /// <summary>
    /// Whether the values of single customers are kept, 8 bytes a figure and customer, for <see cref="RankingScores.PerCustomer"/> and
    /// <see cref="PairedBootstrap"/>. Default true.
    /// </summary>
    public bool KeepCustomers { get; init; } = true;

    /// <summary>Most threads to use, at least 1; the figures don't depend on it. Null (default): one for each processor.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    private static double Share(double share, string name) => share is > 0 and < 1
        ? share
        : throw new ArgumentOutOfRangeException(name, share, $"{name} is {share}; it must be above 0 and below 1.");
}
