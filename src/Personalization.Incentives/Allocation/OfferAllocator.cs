using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Plans a campaign: each customer's best offer, so that the expected net value of all is as large as the budget allows and neither the budget
/// nor any cap is exceeded. Stateless and thread-safe; the result depends neither on the order of the customers nor on threads.
/// </summary>
/// <remarks>
/// <para>
/// The value of an offer is margin gained − expected cost: margin of purchases that wouldn't have happened, less the cost of everybody's
/// redemptions, those of sure buyers included. A discount to a customer who buys anyway is a loss, and isn't given.
/// </para>
/// <para>
/// Problem: multiple-choice knapsack with caps, at most one offer a customer. Solved by its Lagrangian dual, steps along the concave hulls and a
/// greedy fill; small plans (up to 40 customers and 200 candidates) are searched to a proven optimum. O(C · O + S log S) for C customers, O
/// offers and S ≤ C · O hull steps, times a few rounds where caps bind. Ties go to the customer, then the offer, whose id comes first in ordinal order.
/// </para>
/// <para>To let a customer hold several offers that stack, plan again with the first plan's <see cref="OfferPlan.ToHistory"/>.</para>
/// </remarks>
public sealed class OfferAllocator(AllocationOptions? options = null)
{
    /// <summary>How offers are given.</summary>
    public AllocationOptions Options { get; } = options ?? new();

    /// <summary>Plans offers of the catalogue for these customers.</summary>
    /// <param name="customers">Profiles in any order, each id once. None gives an empty plan.</param>
    /// <param name="catalogue">The offers.</param>
    /// <param name="at">The moment at which they are issued.</param>
    /// <param name="history">What was given before; null: nothing.</param>
    /// <param name="consent">Who agreed to offers; null: all did.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="ArgumentException">An id stands twice or is none, a purchase probability isn't one, or an average order is over 100 million.</exception>
    public OfferPlan Allocate(
        IEnumerable<CustomerProfile> customers,
        OfferCatalogue catalogue,
        DateTimeOffset at,
        OfferHistory? history = null,
        IConsentPolicy? consent = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(catalogue);
        EligibilityContext context = new()
        {
            At = at,
            Catalogue = catalogue,
            GrossMargin = Options.GrossMargin,
            History = history ?? OfferHistory.Empty,
            Consent = consent,
        };
        CustomerProfile[] sorted = Sorted(customers);
        Candidates candidates = Candidates.Build(sorted, context, Options, cancellationToken);
        int[] caps = [.. catalogue.Offers.Select(offer => CapLeft(offer, context.History))];
        SolvedAllocation solved = AllocationSolver.Solve(candidates, MoneyUnits.From(Options.Budget), caps, cancellationToken);
        return new OfferPlan(Options, context, sorted, candidates, solved);
    }

    internal static int CapLeft(Offer offer, OfferHistory history) =>
        offer.Caps.Total is { } total ? Math.Max(0, total - history.Count(offer.Id)) : int.MaxValue;

    private static CustomerProfile[] Sorted(IEnumerable<CustomerProfile> customers)
    {
        CustomerProfile[] sorted = [.. customers];
        Array.Sort(sorted, (a, b) => a.Id.CompareTo(b.Id));
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Id.IsNone) throw new ArgumentException("A profile has no customer id; give each one.", nameof(customers));
            if (i > 0 && sorted[i].Id == sorted[i - 1].Id)
                throw new ArgumentException($"Customer '{sorted[i].Id}' stands twice; pass each customer once.", nameof(customers));
        }

        return sorted;
    }
}
