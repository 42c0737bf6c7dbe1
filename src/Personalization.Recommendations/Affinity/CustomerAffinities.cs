using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How much a customer is drawn to something, beside all customers.</summary>
/// <param name="Name">The category, or the band of prices.</param>
/// <param name="Share">
/// Share of the customer's purchases, shrunk towards the shop's: (n(c) + m p(c)) / (n + m), 0 to 1 and 1 in all.
/// </param>
/// <param name="Lift">
/// How many times as often as the shop's mix would have it, shrunk towards 1: (n(c) + m) / (n p(c) + m). One purchase never makes it more
/// than 1 + 1 / m, however rare the category is.
/// </param>
public sealed record Affinity(string Name, double Share, double Lift);

/// <summary>
/// What each customer is drawn to: categories, and cheap or dear items within them. With n(c) the customer's purchases of category c, n of
/// all, p(c) the shop's share of c and m the prior's weight, what was seen and what was to be expected are both joined by m purchases that
/// say nothing (an empirical Bayes estimate: DuMouchel 1999), so that one purchase is no passion. Immutable and thread-safe.
/// </summary>
public sealed class CustomerAffinities
{
    /// <summary>Bands of prices within a category, the cheapest first.</summary>
    private static readonly string[] BandNames = ["low", "middle", "high"];

    private readonly CountedShares _categories;
    private readonly CountedShares _bands;
    private readonly double[] _positions;

    private CustomerAffinities(IdIndex<CustomerId> customers, CountedShares categories, CountedShares bands, double[] positions) =>
        (Customers, _categories, _bands, _positions) = (customers, categories, bands, positions);

    /// <summary>The customers.</summary>
    public IdIndex<CustomerId> Customers { get; }

    /// <summary>Categories that somebody bought of, in ordinal order.</summary>
    public IReadOnlyList<string> Categories => _categories.Names;

    /// <summary>Counts a log. O(events + customers · categories of each).</summary>
    /// <param name="log">The events; its catalogue knows categories and prices.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="cancellationToken">Looked at between customers.</param>
    public static CustomerAffinities From(EventLog log, AffinityOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new AffinityOptions();
        cancellationToken.ThrowIfCancellationRequested();
        InteractionMatrix matrix = InteractionMatrix.From(log, options.Interactions);
        double[] positions = PricePositions.Of(log.Items);
        int[] categoryOf = new int[log.Items.Count], bandOf = new int[log.Items.Count];
        for (int item = 0; item < categoryOf.Length; item++)
        {
            categoryOf[item] = log.Items.CategoryCodeAt(item);
            bandOf[item] = double.IsNaN(positions[item]) ? -1 : Math.Min(BandNames.Length - 1, (int)(positions[item] * BandNames.Length));
        }

        CountedShares categories = CountedShares.Of(matrix, log.Categories, categoryOf, options.PriorWeight, cancellationToken);
        CountedShares bands = CountedShares.Of(matrix, BandNames, bandOf, options.PriorWeight, cancellationToken);
        return new CustomerAffinities(log.Customers, categories, bands, MeanPositions(matrix, positions, options.PriorWeight));
    }

    /// <summary>Share of a category in the whole shop's purchases, 0 to 1; 0 where nobody bought of it.</summary>
    public double ShopShare(string category) => _categories.ShareOf(category);

    /// <summary>
    /// The categories that a customer bought of, the highest lift first, of equals the ordinally first; none for a stranger.
    /// </summary>
    public IReadOnlyList<Affinity> CategoriesOf(CustomerId customer) =>
        Customers.TryGetRow(customer, out int row) ? _categories.Of(row) : [];

    /// <summary>
    /// The bands of prices within their categories that a customer bought of ("low", "middle", "high": thirds of each category's items),
    /// the highest lift first, of equals the cheaper; none for a stranger.
    /// </summary>
    public IReadOnlyList<Affinity> PriceBandsOf(CustomerId customer) =>
        Customers.TryGetRow(customer, out int row) ? _bands.Of(row) : [];

    /// <summary>
    /// The columns <c>favorite_category</c> and <c>category_affinity</c> where items have categories, <c>price_band</c> and
    /// <c>price_position</c> where they have prices.
    /// </summary>
    /// <param name="customers">The customers of the table, a row each; whoever bought nothing has missing cells.</param>
    public IReadOnlyList<CustomerColumn> ToColumns(IdIndex<CustomerId> customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        int[] rows = customers.RowsIn(Customers);
        List<CustomerColumn> columns = [];
        if (!_categories.IsEmpty)
        {
            Affinity?[] best = Array.ConvertAll(rows, row => row < 0 ? null : _categories.Best(row));
            columns.Add(new CategoryColumn("favorite_category", Array.ConvertAll(best, affinity => affinity?.Name))
            {
                Description = "Category that the customer buys more of than all customers do, by the highest category_affinity.",
            });
            columns.Add(new NumberColumn("category_affinity", Array.ConvertAll(best, affinity => affinity?.Lift ?? double.NaN))
            {
                Unit = "times",
                Description = "How many times as often as all customers the customer buys of the favorite category, shrunk towards 1 where "
                    + "little was bought.",
            });
        }

        if (_bands.IsEmpty) return columns;
        columns.Add(new CategoryColumn("price_band", Array.ConvertAll(rows, row => row < 0 ? null : _bands.Best(row)?.Name))
        {
            Description = "Third of each category's prices (low, middle, high) that the customer buys more of than all customers do.",
        });
        columns.Add(new NumberColumn("price_position", Array.ConvertAll(rows, row => row < 0 ? double.NaN : _positions[row]))
        {
            Description = "Mean place of what was bought among the prices of its category, 0 the cheapest to 1 the dearest, shrunk towards "
                + "the shop's mean where little was bought.",
        });
        return columns;
    }

    /// <summary>(Σ value · position + m · the shop's mean) / (Σ value + m); NaN for whoever bought nothing with a price.</summary>
    private static double[] MeanPositions(InteractionMatrix matrix, double[] positions, double prior)
    {
        double[] sums = new double[matrix.Customers.Count], weights = new double[sums.Length];
        double sum = 0, weight = 0;
        for (int row = 0; row < sums.Length; row++)
        {
            ReadOnlySpan<int> items = matrix.ItemsOf(row);
            for (int i = 0; i < items.Length; i++)
            {
                if (double.IsNaN(positions[items[i]])) continue;
                sums[row] += matrix.ValuesOf(row)[i] * positions[items[i]];
                weights[row] += matrix.ValuesOf(row)[i];
            }

            sum += sums[row];
            weight += weights[row];
        }

        for (int row = 0; row < sums.Length; row++)
            sums[row] = weights[row] > 0 ? (sums[row] + (prior * (sum / weight))) / (weights[row] + prior) : double.NaN;
        return sums;
    }
}
