using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>One customer's list.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Recommendations">Best first.</param>
public sealed record CustomerRecommendations(CustomerId Customer, IReadOnlyList<Recommendation> Recommendations);

/// <summary>What can be done with any <see cref="IRecommender"/>.</summary>
public static class RecommenderExtensions
{
    private const int CustomersAtOnce = 128;

    /// <summary>
    /// Lists for every customer that the model learned from, in the order of <see cref="IRecommender.Customers"/>: the same lists as
    /// from <see cref="IRecommender.Recommend"/> one by one, made on several threads.
    /// </summary>
    /// <param name="recommender">The model.</param>
    /// <param name="count">Length of a list, at least 1.</param>
    /// <param name="filter">What may be recommended; its checks are called from several threads at once.</param>
    /// <param name="maxThreads">Most threads to use, at least 1; default one for each processor. The result doesn't depend on it.</param>
    /// <param name="progress">Told of the customers done, from whichever thread did them.</param>
    /// <param name="cancellationToken">Stops between groups of customers.</param>
    public static IReadOnlyList<CustomerRecommendations> RecommendAll(
        this IRecommender recommender,
        int count,
        RecommendationFilter? filter = null,
        int? maxThreads = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        Guard.AtLeast(count, 1, nameof(count));
        CustomerRecommendations[] lists = new CustomerRecommendations[recommender.Customers.Count];
        int done = 0;
        ParallelChunks.Run(
            lists.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                {
                    CustomerId customer = recommender.Customers[row];
                    lists[row] = new CustomerRecommendations(customer, recommender.Recommend(customer, count, filter));
                }

                int sum = Interlocked.Add(ref done, end - start);
                progress?.Report(new FitProgress("recommending", sum / (double)lists.Length) { Count = sum, Unit = "customers" });
            },
            maxThreads,
            cancellationToken);
        return lists;
    }
}
