using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Plans a campaign: each customer's best offer, so that the expected net value of all is as large as the budget allows and neither the
/// budget nor any cap is exceeded. Stateless and thread-safe; the result doesn't depend on threads.
/// </summary>
/// <remarks>
/// <para>
/// The value of an offer is margin gained − expected cost: margin of purchases that wouldn't have happened, less the cost of everybody's
/// redemptions, those of sure buyers included. A discount to a customer who buys anyway is a loss, and isn't given.
/// </para>
/// <para>
/// Solved by <see cref="AllocationSolver"/>: prices of all limits from the Lagrangian dual, the choices at those prices mended and filled
/// up; small plans (up to 40 customers and 400 candidates) are searched to a proven optimum. O(C · O) for C customers and O offers, times
/// some tens. Ties go to the customer, then the offer, whose id comes first in ordinal order.
/// </para>
/// <para>
/// A customer gets one offer, or up to <see cref="AllocationOptions.OffersPerCustomer"/> that stack. Each is estimated as if it stood
/// alone.
/// </para>
/// </remarks>
public sealed class OfferAllocator(AllocationOptions? options = null)
{
    /// <summary>How much of the time judging takes; the rest is the choice.</summary>
    private const double ShareOfJudging = .7;

    /// <summary>How offers are given.</summary>
    public AllocationOptions Options { get; } = options ?? new();

    /// <summary>Plans offers of the catalogue for these customers.</summary>
    /// <param name="customers">
    /// The customers, with the columns that the catalogue's rules ask for, and <see cref="ColumnNames.AverageOrder"/>. None gives an empty
    /// plan.
    /// </param>
    /// <param name="catalogue">The offers.</param>
    /// <param name="at">The moment at which they are issued.</param>
    /// <param name="history">What was given before; null: nothing.</param>
    /// <param name="consent">Who agreed to offers, asked once a customer; null: the shop has asked elsewhere, all may get them.</param>
    /// <param name="progress">Told of the customers judged, from whichever thread judged them, and when all is done.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="ArgumentException">A purchase probability isn't one, or an average order is over 100 million.</exception>
    public OfferPlan Allocate(
        CustomerTable customers,
        OfferCatalogue catalogue,
        DateTimeOffset at,
        OfferHistory? history = null,
        IConsentPolicy? consent = null,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        EligibilityContext context = new()
        {
            At = at,
            Catalogue = catalogue,
            History = history ?? OfferHistory.Empty,
            Consent = consent,
        };
        return Allocate(customers, context, progress, cancellationToken);
    }

    /// <summary>
    /// Plans offers by all that eligibility can be judged by: also events, for offers with goals, and pools, for offers with codes, which
    /// are given no more often than there are codes.
    /// </summary>
    /// <param name="customers">The customers.</param>
    /// <param name="context">Catalogue, moment and what is known; its gross margin is replaced by that of the options.</param>
    /// <param name="progress">Told of the customers judged, from whichever thread judged them, and when all is done.</param>
    /// <param name="cancellationToken">Stops the work; nothing is left behind.</param>
    /// <exception cref="ArgumentException">A purchase probability isn't one, or an average order is over 100 million.</exception>
    public OfferPlan Allocate(
        CustomerTable customers,
        EligibilityContext context,
        IProgress<FitProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(customers);
        ArgumentNullException.ThrowIfNull(context);
        context = context with { GrossMargin = Options.GrossMargin };
        AskedCustomer[] asked = new AskedCustomer[customers.Count];
        for (int row = 0; row < asked.Length; row++) asked[row] = AskedCustomer.Ask(customers[row], context);
        int judged = 0;
        PlanLimits limits = new(Options, context, customers);
        OfferCandidates candidates = OfferCandidates.Build(
            asked, context, Options, limits, progress is null ? null : Judged, cancellationToken);
        AllocationSolution solved = new AllocationSolver(new() { Threads = Options.Threads }).Solve(
            limits.Problem(candidates), Options.Prices, progress: null, cancellationToken);
        OfferPlan plan = new(Options, context, asked, candidates, limits, solved);
        progress?.Report(new FitProgress("offers", 1) { Count = asked.Length, Unit = "customers" });
        return plan;

        void Judged(int more)
        {
            int sum = Interlocked.Add(ref judged, more);
            progress.Report(new FitProgress("offers", ShareOfJudging * sum / asked.Length) { Count = sum, Unit = "customers" });
        }
    }

    internal static int CapLeft(Offer offer, EligibilityContext context)
    {
        int left = offer.Caps.Total is { } total ? Math.Max(0, total - context.History.Count(offer.Id)) : int.MaxValue;
        return offer.CodePool.Length > 0 && context.Codes is { } codes ? Math.Min(left, codes.Left(offer.CodePool)) : left;
    }
}
