using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>One customer's list.</summary>
/// <param name="Customer">The customer.</param>
/// <param name="Recommendations">Best first.</param>
public sealed record CustomerRecommendations(CustomerId Customer, IReadOnlyList<Recommendation> Recommendations);

/// <summary>Lists for many customers, of any <see cref="IRecommender"/>.</summary>
public static class RecommendationLists
{
    private const int CustomersAtOnce = 128;

    /// <summary>
    /// Lists for every customer that the model learned from, in the order of <see cref="IRecommender.Customers"/>: the same lists as
    /// from <see cref="IRecommender.Recommend"/> one by one, made on several threads, and by models of factors for several customers at
    /// once.
    /// </summary>
    /// <param name="recommender">The model.</param>
    /// <param name="count">Length of a list, at least 1.</param>
    /// <param name="filter">What may be recommended; its checks are called from several threads at once.</param>
    /// <param name="threads">Most threads to use, at least 1; default one for each processor. The result doesn't depend on it.</param>
    /// <param name="progress">Told of the customers done, from whichever thread did them; at last of all of them.</param>
    /// <param name="cancellationToken">Stops between groups of customers.</param>
    public static IReadOnlyList<CustomerRecommendations> RecommendAll(
        this IRecommender recommender,
        int count,
        RecommendationFilter? filter = null,
        int? threads = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        return recommender.RecommendAll(recommender.Customers, count, filter, threads, progress, cancellationToken);
    }

    /// <summary>
    /// Lists for some customers, in their order: the same lists as from <see cref="IRecommender.Recommend"/> one by one, made on several
    /// threads, and by models of factors for several customers at once.
    /// </summary>
    /// <param name="recommender">The model.</param>
    /// <param name="customers">The customers; unknown ones get what is popular.</param>
    /// <param name="count">Length of a list, at least 1.</param>
    /// <param name="filter">What may be recommended; its checks are called from several threads at once.</param>
    /// <param name="threads">Most threads to use, at least 1; default one for each processor. The result doesn't depend on it.</param>
    /// <param name="progress">Told of the customers done, from whichever thread did them; at last of all of them.</param>
    /// <param name="cancellationToken">Stops between groups of customers.</param>
    public static IReadOnlyList<CustomerRecommendations> RecommendAll(
        this IRecommender recommender,
        IReadOnlyList<CustomerId> customers,
        int count,
        RecommendationFilter? filter = null,
        int? threads = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(customers);
        RecommendationRequest anybody = new()
        {
            Count = Guard.AtLeast(count, 1, nameof(count)),
            Filter = filter ?? RecommendationFilter.NotBought,
        };
        CustomerRecommendations[] lists = new CustomerRecommendations[customers.Count];
        int done = 0;
        ParallelChunks.Run(
            lists.Length,
            CustomersAtOnce,
            (_, start, end) =>
            {
                if (recommender is IBlockRecommender blocks) blocks.Recommend(anybody, customers, start, lists.AsSpan(start..end));
                else OneByOne(recommender, anybody, customers, start, lists.AsSpan(start..end));
                int sum = Interlocked.Add(ref done, end - start);
                if (sum < lists.Length) Report(sum);
            },
            threads,
            cancellationToken);
        Report(lists.Length);
        return lists;

        void Report(int made)
        {
            double share = lists.Length == 0 ? 1 : made / (double)lists.Length;
            progress?.Report(new FitProgress("recommending", share) { Count = made, Unit = "customers" });
        }
    }

    private static void OneByOne(
        IRecommender recommender, RecommendationRequest anybody, IReadOnlyList<CustomerId> customers, int first,
        Span<CustomerRecommendations> lists)
    {
        for (int i = 0; i < lists.Length; i++)
        {
            CustomerId customer = customers[first + i];
            lists[i] = new CustomerRecommendations(customer, recommender.Recommend(anybody with { Customer = customer }));
        }
    }

    /// <summary>
    /// Lists as the column <see cref="ColumnNames.RecommendedItems"/> of a <see cref="CustomerTable"/>; a customer without a list has an
    /// empty one.
    /// </summary>
    /// <param name="recommender">The model that made the lists.</param>
    /// <param name="lists">
    /// A list for each of <see cref="IRecommender.Customers"/>, in their order.
    /// </param>
    /// <param name="customers">The customers of the table, a row each.</param>
    /// <exception cref="ArgumentException">
    /// The lists are not those of the model's customers, or hold an item that it doesn't know.
    /// </exception>
    public static CategoryListColumn ToColumn(
        this IRecommender recommender, IReadOnlyList<CustomerRecommendations> lists, IdIndex<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        ArgumentNullException.ThrowIfNull(lists);
        ArgumentNullException.ThrowIfNull(customers);
        if (lists.Count != recommender.Customers.Count)
        {
            throw new ArgumentException(
                $"There are {lists.Count} lists for {recommender.Customers.Count} customers of the model.", nameof(lists));
        }

        int[] listOf = customers.RowsIn(recommender.Customers);
        int[] starts = new int[customers.Count + 1];
        List<int> codes = [];
        for (int row = 0; row < listOf.Length; row++)
        {
            IReadOnlyList<Recommendation> list = listOf[row] < 0 ? [] : lists[listOf[row]].Recommendations;
            foreach (Recommendation recommendation in list)
            {
                if (!recommender.Items.TryGetRow(recommendation.Item, out int code))
                    throw new ArgumentException($"'{recommendation.Item}' is in a list, and the model doesn't know it.", nameof(lists));
                codes.Add(code);
            }

            starts[row + 1] = codes.Count;
        }

        return new CategoryListColumn(ColumnNames.RecommendedItems, recommender.Items.Values, starts, [.. codes])
        {
            Description = "Ids of the items recommended, best first",
        };
    }
}
