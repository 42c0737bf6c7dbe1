using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// What a plan left of budget and caps, kept in a ledger: each new customer's offer takes its cost of the whole budget and one of the
/// offer's. Thread-safe.
/// </summary>
internal sealed class LedgerAllowance
{
    private readonly OfferPlan _plan;
    private readonly BudgetLedger _ledger;

    public LedgerAllowance(OfferPlan plan, BudgetLedger ledger)
    {
        (_plan, _ledger) = (plan, ledger);
        if (plan.BudgetLeftUnits > 0) TopUp(BudgetNames.Total, plan.BudgetLeftUnits);
        for (int row = 0; row < plan.CapsLeft.Count; row++)
        {
            if (plan.CapsLeft[row] > 0) TopUp(BudgetNames.Offer(plan.Catalogue.Offers[row].Id), plan.CapsLeft[row]);
        }

        foreach ((string name, long units) in plan.Left.Budgets())
        {
            if (units > 0) TopUp(BudgetNames.Limit(name), units);
        }
    }

    public long BudgetLeft => _ledger.FindBudget(BudgetNames.Total)?.Available ?? 0;

    /// <summary>The same for a customer whenever the plan is the same: a restart finds what was reserved.</summary>
    public static DecisionId ReservationOf(OfferPlan plan, CustomerId customer) =>
        DecisionId.From(plan.Options.Seed, plan.Options.PolicyVersion, customer, plan.IssuedAt);

    /// <summary>Reserves the first of these offers that there is enough for; the one reserved before, where there is one.</summary>
    public OfferDecision Reserve(AskedCustomer customer, EligibilityContext context, IEnumerable<(int Row, OfferEstimate Estimate)> open)
    {
        DecisionId id = ReservationOf(_plan, customer.Profile.Id);
        if (_ledger.Find(id) is { } before) return Decide(before);
        foreach ((int row, OfferEstimate estimate) in open)
        {
            Offer offer = context.Catalogue.Offers[row];
            ReserveResult result = _ledger.Reserve(
                id,
                [
                    new(BudgetNames.Total, estimate.Weight(_plan.Options.Basis)),
                    new(BudgetNames.Offer(offer.Id), 1),
                    .. _plan.Left.Takes(row, customer.Profile, estimate)
                        .Select(one => new BudgetAmount(BudgetNames.Limit(one.Name), one.Units)),
                ],
                offer.For(customer.Profile.Id).ExpiresWhenIssued(context.At, customer.Zone) ?? DateTimeOffset.MaxValue);
            if (result.Reservation is { } reservation) return Decide(reservation);
        }

        return new(customer, offer: null, default, Explainer());

        OfferDecision Decide(BudgetReservation reservation)
        {
            bool isHeld = reservation.Status is ReservationStatus.Reserved or ReservationStatus.Committed;
            string? offerId = isHeld
                ? reservation.Reserved.Select(amount => BudgetNames.OfferOf(amount.Budget)).First(name => name is not null)
                : null;
            Offer? offer = offerId is null ? null : context.Catalogue.Find(offerId);
            OfferEstimate estimate = offer is null ? default : OfferEstimate.Of(offer, customer.Profile, _plan.Options);
            return new(customer, offer, estimate, Explainer());
        }

        DecisionExplainer Explainer()
        {
            Dictionary<string, long> left =
                _ledger.Budgets.ToDictionary(budget => budget.Name, budget => budget.Available, StringComparer.Ordinal);
            int[] caps = [.. context.Catalogue.Offers.Select(
                offer => (int)Math.Min(int.MaxValue, left.GetValueOrDefault(BudgetNames.Offer(offer.Id))))];
            return new(
                _plan.Options, context, _plan.ShadowPrice, _plan.CapPrices, left.GetValueOrDefault(BudgetNames.Total), caps, _plan.Left);
        }
    }

    private void TopUp(string budget, long units) =>
        _ledger.TopUp(budget, units, $"{_plan.Options.PolicyVersion} {_plan.Options.Seed} {_plan.IssuedAt.UtcTicks} {budget}");
}
