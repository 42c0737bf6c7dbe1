using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Who gets which offer, what that costs and brings, and how far from the best possible it is. Made by <see cref="OfferAllocator"/>.
/// Immutable and thread-safe.
/// </summary>
public sealed class OfferPlan
{
    private readonly OfferDecision[] _decisions;
    private readonly bool[] _hadOpportunity;

    internal OfferPlan(
        AllocationOptions options, EligibilityContext context, AskedCustomer[] customers, OfferCandidates candidates, PlanLimits limits,
        AllocationSolution solved)
    {
        (Options, Context, Prices) = (options, context, solved.Prices);
        PlanLeft left = new(limits, solved);
        IReadOnlyList<Offer> offers = context.Catalogue.Offers;
        int[] capsLeft = new int[offers.Count];
        CapPrices = new double[offers.Count];
        for (int row = 0; row < offers.Count; row++)
        {
            AllocationLimitUse? cap = solved.Limits.FirstOrDefault(use => use.Limit.Name == PlanLimits.CapOf(offers[row]));
            capsLeft[row] = cap is null ? int.MaxValue : (int)(cap.Limit.Most!.Value - cap.Used);
            CapPrices[row] = cap?.MostPrice ?? 0;
        }

        (BudgetLeftUnits, CapsLeft, Left) = (left.Of(0), capsLeft, left);
        ShadowPrice = solved.Limits[0].MostPrice;
        Limits = left.Told;
        UpperBound = decimal.Ceiling((decimal)solved.Bound) / MoneyUnits.Scale;
        DecisionExplainer explainer = new(options, context, ShadowPrice, CapPrices, BudgetLeftUnits, capsLeft, left);
        _decisions = new OfferDecision[customers.Length];
        _hadOpportunity = [.. customers.Select((_, i) => candidates.Start[i + 1] > candidates.Start[i])];
        for (int i = 0; i < customers.Length; i++)
        {
            AskedCustomer customer = customers[i];
            OfferDecision[] given =
            [
                .. solved.ChosenBy(i).ToArray().Select(candidate => offers[candidates.Offer[candidate]])
                    .Select(offer => new OfferDecision(customer, offer, OfferEstimate.Of(offer, customer.Profile, options), explainer))
                    .OrderByDescending(decision => decision.ExpectedNet),
            ];
            _decisions[i] = given.Length == 0 ? new(customer, offer: null, default, explainer) : given[0].With(given[1..]);
        }

        Total = OfferPlanGroup.Of("", _decisions);
        ControlCustomers = _decisions.Count(decision => decision.IsControl);
        ByOffer = [.. All.Where(decision => decision.Offer is not null)
            .GroupBy(decision => decision.Offer!.Id, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).Select(
                group => OfferPlanGroup.Of(group.Key, group))];
        BySegment = [.. _decisions.GroupBy(decision => decision.Profile.Segment ?? "", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => OfferPlanGroup.Of(group.Key, group))];
    }

    /// <summary>What was planned with.</summary>
    public AllocationOptions Options { get; }

    /// <summary>The catalogue that the offers come from.</summary>
    public OfferCatalogue Catalogue => Context.Catalogue;

    /// <summary>When the offers are issued.</summary>
    public DateTimeOffset IssuedAt => Context.At;

    /// <summary>
    /// A decision for every customer, in ordinal order of their ids. Who gets several offers has the others in
    /// <see cref="OfferDecision.Beside"/>.
    /// </summary>
    public IReadOnlyList<OfferDecision> Decisions => _decisions;

    /// <summary>What may be spent, on the basis of <see cref="AllocationOptions.Basis"/>, in currency.</summary>
    public decimal Budget => Options.Budget;

    /// <summary>What the plan takes of the budget: its expected or its worst-case cost; never above <see cref="Budget"/>.</summary>
    public decimal BudgetUsed => Options.Basis == BudgetBasis.Expected ? Total.ExpectedCost : Total.WorstCaseCost;

    /// <summary>Count, cost and value of the whole plan.</summary>
    public OfferPlanGroup Total { get; }

    /// <summary>Customers whom the lot leaves without offers (<see cref="AllocationOptions.ControlShare"/>).</summary>
    public int ControlCustomers { get; }

    /// <summary>The same by offer id; offers that nobody gets are left out.</summary>
    public IReadOnlyList<OfferPlanGroup> ByOffer { get; }

    /// <summary>The same by name of segment; customers without one under the empty name.</summary>
    public IReadOnlyList<OfferPlanGroup> BySegment { get; }

    /// <summary>No plan within this budget and these caps has a higher expected net value, in currency.</summary>
    public decimal UpperBound { get; }

    /// <summary>
    /// Expected net value ÷ <see cref="UpperBound"/>, 0 to 1: how good the plan is at least. 1 where the plan is the best there is.
    /// </summary>
    public double ShareOfBound => UpperBound == 0 ? 1 : (double)(Total.ExpectedNet / UpperBound);

    /// <summary>
    /// Net value that one more unit of budget would bring; 0 where the budget isn't used up. Above 0, a larger budget pays.
    /// </summary>
    public double ShadowPrice { get; }

    /// <summary>What the plan takes of each limit, and what that costs: the budget, caps, and those that the options ask for.</summary>
    public IReadOnlyList<OfferPlanLimit> Limits { get; }

    /// <summary>Prices of all limits, for <see cref="AllocationOptions.Prices"/> of the next plan.</summary>
    public AllocationPrices Prices { get; }

    internal PlanLeft Left { get; }

    internal EligibilityContext Context { get; }

    internal long BudgetLeftUnits { get; }

    internal IReadOnlyList<int> CapsLeft { get; }

    internal double[] CapPrices { get; }

    /// <summary>The decision for a customer; null where the plan doesn't know the customer. O(log n).</summary>
    public OfferDecision? Find(CustomerId customer)
    {
        int low = 0;
        for (int high = _decisions.Length - 1; low <= high;)
        {
            int middle = low + ((high - low) / 2);
            int order = _decisions[middle].Customer.CompareTo(customer);
            if (order == 0) return _decisions[middle];
            if (order < 0) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    /// <summary>What was given before, and what this plan gives: for the next plan.</summary>
    public OfferHistory ToHistory() => new(
    [
        .. Context.History.All,
        .. All.Where(decision => decision.Offer is not null)
            .Select(decision => new IssuedOffer(decision.Customer, decision.Offer!.Id, IssuedAt, decision.Expires)
            {
                Variant = decision.Variant,
            }),
    ]);

    /// <summary>Whether some offer would have paid with the customer of a decision, and fits the budget by itself.</summary>
    internal bool HadOpportunity(int decision) => _hadOpportunity[decision];

    private IEnumerable<OfferDecision> All => _decisions.SelectMany(decision => decision.All);
}

/// <summary>Count, cost and value of some of a plan's decisions, amounts in currency.</summary>
/// <param name="Name">Offer id or segment; empty for the whole plan and for customers without a segment.</param>
/// <param name="Customers">Customers decided on.</param>
/// <param name="Offers">Offers given: the customers who get one where none gets several.</param>
/// <param name="ExpectedCost">Expected cost.</param>
/// <param name="WorstCaseCost">Cost if everybody redeems.</param>
/// <param name="ExpectedMargin">Expected margin gained, before cost.</param>
/// <param name="ExpectedLaterMargin">The part of it that customers who are won back bring after their first purchase.</param>
public sealed record OfferPlanGroup(
    string Name, int Customers, int Offers, decimal ExpectedCost, decimal WorstCaseCost, decimal ExpectedMargin,
    decimal ExpectedLaterMargin)
{
    /// <summary>Expected net value: <see cref="ExpectedMargin"/> less <see cref="ExpectedCost"/>.</summary>
    public decimal ExpectedNet => ExpectedMargin - ExpectedCost;

    internal static OfferPlanGroup Of(string name, IEnumerable<OfferDecision> decisions)
    {
        int customers = 0;
        int offers = 0;
        decimal cost = 0;
        decimal worst = 0;
        decimal margin = 0;
        decimal later = 0;
        foreach (OfferDecision decision in decisions)
        {
            customers++;
            foreach (OfferDecision given in decision.All)
            {
                if (given.Offer is null) continue;
                offers++;
                cost += given.ExpectedCost;
                worst += given.WorstCaseCost;
                margin += given.ExpectedMargin;
                later += given.ExpectedLaterMargin;
            }
        }

        return new(name, customers, offers, cost, worst, margin, later);
    }
}
