using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Decides customer by customer, as they come: those of a plan as planned, new ones by the plan's prices within what the plan left of
/// budget and caps. Each customer is decided once; asking again gives the same answer.
/// </summary>
/// <remarks>
/// Thread-safe: what is left is reserved under a lock, so that no number of callers at once overspends it. Remembers one entry for each new
/// customer. A plan of no customers makes it a policy that spends its budget first come, first served. With a ledger what is left is kept
/// there, across crashes.
/// </remarks>
public sealed class BudgetedIncentivePolicy : IIncentivePolicy
{
    private readonly OfferPlan _plan;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Dictionary<CustomerId, OfferDecision> _decided = [];
    private readonly int[] _capsLeft;
    private readonly LedgerAllowance? _allowance;
    private readonly PlanLeft _left;
    private long _budgetLeft;

    /// <summary>Creates a policy that goes on from a plan.</summary>
    /// <param name="plan">The plan, whose offers are taken to be given.</param>
    /// <param name="time">Clock by which validity is judged; null: the system's.</param>
    /// <param name="ledger">
    /// Where decisions on new customers reserve; null: in memory alone. What the plan left is put into its budgets once
    /// (<see cref="BudgetNames"/>): the same plan with the same ledger, after a restart, goes on where it was, and a customer who was given
    /// an offer keeps it. An offer's reservation lasts as long as the offer; commit it with what the redemption cost.
    /// </param>
    public BudgetedIncentivePolicy(OfferPlan plan, TimeProvider? time = null, BudgetLedger? ledger = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _time, _budgetLeft, _capsLeft) = (plan, time ?? TimeProvider.System, plan.BudgetLeftUnits, [.. plan.CapsLeft]);
        _allowance = ledger is null ? null : new(plan, ledger);
        _left = plan.Left.Copy();
    }

    /// <summary>What is left of the budget, on its basis, in currency.</summary>
    public decimal BudgetLeft
    {
        get
        {
            if (_allowance is not null) return MoneyUnits.ToDecimal(_allowance.BudgetLeft);
            lock (_gate) return MoneyUnits.ToDecimal(_budgetLeft);
        }
    }

    /// <summary>Names a new customer's reservation in the ledger, to commit or release it.</summary>
    public DecisionId ReservationOf(CustomerId customer) => LedgerAllowance.ReservationOf(_plan, customer);

    /// <inheritdoc />
    public Decision Decide(CustomerProfile customer) => DecideOffer(customer).ToDecision();

    /// <summary>Decides like <see cref="Decide"/>, with everything the decision was made of.</summary>
    public OfferDecision DecideOffer(CustomerProfile customer)
    {
        ArgumentNullException.ThrowIfNull(customer);
        if (_plan.Find(customer.Id) is { } planned) return planned;
        EligibilityContext context = _plan.Context with { At = _time.GetUtcNow() };
        AskedCustomer asked = AskedCustomer.Ask(customer, context);
        if (_allowance is not null)
        {
            lock (_gate)
            {
                if (_decided.TryGetValue(customer.Id, out OfferDecision? before)) return before;
            }
        }

        List<(int Row, OfferEstimate Estimate, double Worth)> open = Weigh(asked, context);
        // The ledger gives one customer one answer, however many ask: no lock is held while it writes.
        OfferDecision? kept = _allowance?.Reserve(asked, context, open.Select(one => (one.Row, one.Estimate)));
        lock (_gate)
        {
            if (_decided.TryGetValue(customer.Id, out OfferDecision? known)) return known;
            return _decided[customer.Id] = kept ?? Reserve(asked, context, open);
        }
    }

    /// <summary>
    /// Offers that are worth more than their budget and their place would bring elsewhere, the best first; ties by offer id.
    /// </summary>
    private List<(int Row, OfferEstimate Estimate, double Worth)> Weigh(AskedCustomer customer, EligibilityContext context)
    {
        List<(int Row, OfferEstimate Estimate, double Worth)> open = [];
        if (_plan.Options.InControl(customer.Profile.Id)) return open;
        IReadOnlyList<Offer> offers = context.Catalogue.Offers;
        for (int row = 0; row < offers.Count; row++)
        {
            if (!OfferEligibility.IsEligible(offers[row], customer, context)) continue;
            OfferEstimate estimate = OfferEstimate.Of(offers[row], customer.Profile, _plan.Options);
            double worth = estimate.Net - _plan.Left.Cost(row, customer.Profile, estimate);
            if (estimate.Net > 0 && worth > 0) open.Add((row, estimate, worth));
        }

        open.Sort((a, b) => a.Worth != b.Worth ? b.Worth.CompareTo(a.Worth) : a.Row.CompareTo(b.Row));
        return open;
    }

    private OfferDecision Reserve(
        AskedCustomer customer, EligibilityContext context, List<(int Row, OfferEstimate Estimate, double Worth)> open)
    {
        foreach ((int row, OfferEstimate estimate, _) in open)
        {
            long weight = estimate.Weight(_plan.Options.Basis);
            if (weight > _budgetLeft || _capsLeft[row] == 0 || !_left.TryTake(row, customer.Profile, estimate)) continue;
            _budgetLeft -= weight;
            _capsLeft[row]--;
            return new(customer, context.Catalogue.Offers[row], estimate, Explainer());
        }

        return new(customer, offer: null, default, Explainer());

        DecisionExplainer Explainer() => new(
            _plan.Options, context, _plan.ShadowPrice, _plan.CapPrices, _budgetLeft, [.. _capsLeft], _left.Copy());
    }
}
