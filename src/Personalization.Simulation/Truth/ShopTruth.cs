using Personalization.Core;

namespace Personalization.Simulation;

/// <summary>
/// What is true of the simulated shop: what models try to learn from the log, to measure them against. Immutable and thread-safe.
/// </summary>
public sealed class ShopTruth
{
    /// <summary>Length of taste and latent vectors: 8.</summary>
    public const int TasteDimensions = 8;

    /// <summary>Days after an offer within which an order counts: 30.</summary>
    public const int HorizonDays = 30;

    /// <summary>Share of its effect that an offer keeps with a customer who has left: 0.1.</summary>
    public const double WinBackShare = 0.1;

    private readonly CustomerTruth[] _customers;
    private readonly ShopCatalogue _catalogue;

    internal ShopTruth(CustomerTruth[] customers, ShopCatalogue catalogue)
    {
        _customers = customers;
        _catalogue = catalogue;
        Customers = customers.AsReadOnly();
        Items = catalogue.Items.AsReadOnly();
    }

    /// <summary>All customers in ordinal order of their ids: the rows of the log's <see cref="EventLog.Customers"/>.</summary>
    public IReadOnlyList<CustomerTruth> Customers { get; }

    /// <summary>The whole catalogue in ordinal order of ids. The log's items are those of them that somebody saw.</summary>
    public IReadOnlyList<ItemTruth> Items { get; }

    /// <summary>What is true of a customer; null for an id of another shop. O(log n).</summary>
    public CustomerTruth? Find(CustomerId customer)
    {
        int row = RowOf(_customers, customer, static truth => truth.Id);
        return row < 0 ? null : _customers[row];
    }

    /// <summary>What is true of an item; null for an id of another shop. O(log n).</summary>
    public ItemTruth? Find(ItemId item)
    {
        int row = RowOf(_catalogue.Items, item, static truth => truth.Id);
        return row < 0 ? null : _catalogue.Items[row];
    }

    /// <summary>
    /// The probability of at least one order in the <see cref="HorizonDays"/> days after the end of the log, averaged over the calendar.
    /// For active customers this is
    /// <see cref="CustomerTruth.BaselineProbability"/> or <see cref="CustomerTruth.OfferProbability"/>. One who has left buys nothing
    /// unasked; an offer wins one in ten back: <see cref="WinBackShare"/> × the probability while active.
    /// </summary>
    /// <param name="customer">A customer of this shop.</param>
    /// <param name="offer">The offer made at the end of the log; null for none.</param>
    /// <exception cref="ArgumentException">The customer is of another shop.</exception>
    public double TruePurchaseProbability(CustomerId customer, ShopOfferKind? offer = null)
    {
        CustomerTruth truth = Require(customer);
        if (offer is not ShopOfferKind kind) return truth.Churned is null ? truth.BaselineProbability : 0;
        double active = truth.OfferProbability(kind);
        return truth.Churned is null ? active : WinBackShare * active;
    }

    /// <summary>What an offer changes: purchase probability with it minus that without, −1 to 1.</summary>
    /// <exception cref="ArgumentException">The customer is of another shop.</exception>
    public double TrueUplift(CustomerId customer, ShopOfferKind offer) =>
        TruePurchaseProbability(customer, offer) - TruePurchaseProbability(customer);

    /// <summary>
    /// How much a customer likes an item: ½ taste · latent − price sensitivity × ln(price ÷ typical price of its category). Of the items
    /// that the shop shows, a customer picks one with probability proportional to the exponential of this.
    /// </summary>
    /// <exception cref="ArgumentException">The customer or the item is of another shop.</exception>
    public double TrueAffinity(CustomerId customer, ItemId item)
    {
        CustomerTruth truth = Require(customer);
        int row = RowOf(_catalogue.Items, item, static piece => piece.Id);
        if (row < 0) throw new ArgumentException($"Item '{item}' is not of this shop.", nameof(item));
        return _catalogue.Utility(truth.Taste, (float)truth.PriceSensitivity, row);
    }

    private CustomerTruth Require(CustomerId customer) =>
        Find(customer) ?? throw new ArgumentException($"Customer '{customer}' is not of this shop.", nameof(customer));

    private static int RowOf<T, TId>(T[] sorted, TId id, Func<T, TId> idOf)
        where TId : struct, IExternalId<TId>
    {
        int low = 0, high = sorted.Length - 1;
        while (low <= high)
        {
            int middle = low + ((high - low) >> 1);
            int order = idOf(sorted[middle]).CompareTo(id);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return -1;
    }
}
