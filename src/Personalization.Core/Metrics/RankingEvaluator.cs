using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>
/// Measures a recommender over customers, by full ranking: every item may be recommended, none are sampled, so figures compare only with
/// other full rankings. <see cref="RankingOptions.Sampled"/> ranks among fixed items, for parity with figures that were published so.
/// </summary>
/// <remarks>
/// For each cut-off k, as <see cref="RankingMeasure.All"/> defines them: the means over customers of <c>HR@k</c>, <c>Precision@k</c>,
/// <c>Recall@k</c>, <c>F1@k</c>, <c>CappedRecall@k</c>, <c>NDCG@k</c>, <c>MRR@k</c>, <c>MAP@k</c>, <c>UncutNDCG@k</c> and
/// <c>UncutMAP@k</c>; <c>GradedNDCG@k</c> and <c>UncutGradedNDCG@k</c> where grades are given, <c>Diversity@k</c> where likeness or
/// categories are; and of all lists together <c>Coverage@k</c> and <c>Gini@k</c> over the recommender's items. Where the past is given,
/// also <c>Serendipity@k</c>, <c>ARP@k</c>, <c>APLT@k</c>, <c>Novelty@k</c>, which looks at items that someone has, and with categories
/// <c>Miscalibration@k</c> (of the past's values, and the request's session and basket as 1 each).
/// Popular, for <c>Serendipity@k</c>, are the k items that most customers have of those the customer hasn't and the request's candidates
/// allow. A customer with an empty list counts in no mean of <c>ARP@k</c> and <c>APLT@k</c>.
/// </remarks>
public static class RankingEvaluator
{
    private const int CustomersAtOnce = 64;

    /// <summary>Asks the recommender for each customer's list and measures it against what the customer took later.</summary>
    /// <param name="recommender">The recommender, fitted on the past alone.</param>
    /// <param name="held">What was held out: each customer with an element here is measured.</param>
    /// <param name="past">
    /// What the recommender learned from, or null. Items a customer has there aren't relevant, unless <paramref name="filter"/> includes
    /// what was bought; a customer left without relevant items isn't measured.
    /// </param>
    /// <param name="cutoffs">The values of k, each at least 1; default 10 and 20.</param>
    /// <param name="filter">What may be recommended; the default leaves out what was bought.</param>
    /// <param name="threads">Threads at most, at least 1; the figures don't depend on it. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    public static RankingScores Evaluate(
        IRecommender recommender,
        InteractionMatrix held,
        InteractionMatrix? past = null,
        IReadOnlyList<int>? cutoffs = null,
        RecommendationFilter? filter = null,
        int? threads = null,
        CancellationToken cancellationToken = default)
    {
        RankingOptions options = new() { Filter = filter, Threads = threads };
        return Evaluate(recommender, held, past, cutoffs is null ? options : options with { Cutoffs = cutoffs }, cancellationToken);
    }

    /// <summary>Asks the recommender for each customer's list and measures it against what the customer took later.</summary>
    /// <param name="recommender">The recommender, fitted on the past alone.</param>
    /// <param name="held">What was held out: each customer with an element here is measured.</param>
    /// <param name="past">
    /// What the recommender learned from, or null. Items that a customer has there, or that the request's session or basket has, aren't
    /// relevant, unless the filter includes what was bought; a customer left without relevant items isn't measured.
    /// </param>
    /// <param name="options">How to measure.</param>
    /// <param name="cancellationToken">Stops between customers.</param>
    /// <exception cref="ArgumentException">
    /// Ties are to be pessimistic, and the recommender has no scores, or the filter has categories or prices.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A grade is above 50.</exception>
    public static RankingScores Evaluate(
        IRecommender recommender,
        InteractionMatrix held,
        InteractionMatrix? past,
        RankingOptions options,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(options);
        RankingRun run = new(recommender, held, past, options);
        ParallelChunks.Run(run.Count, CustomersAtOnce, (_, start, end) => run.Measure(start, end), options.Threads, cancellationToken);
        return run.ToScores();
    }
}
