using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>What a plan's prices give a customer, whatever is left. Immutable and thread-safe.</summary>
/// <param name="options">Options of the plan.</param>
/// <param name="context">What eligibility is judged by.</param>
/// <param name="left">The plan's limits with their prices.</param>
internal sealed class PriceChoice(AllocationOptions options, EligibilityContext context, PlanLeft left)
{
    private readonly long _budget = MoneyUnits.From(options.Budget);

    public IReadOnlyList<Offer> Offers => context.Catalogue.Offers;

    /// <summary>Whether an average order leaves an offer's floor of margin.</summary>
    public bool LeavesMargin(Offer offer, decimal order) => OfferEligibility.LeavesMargin(offer, order, options.GrossMargin);

    /// <summary>
    /// The offer that is worth most over what it takes of the limits, if more than nothing; ties to the id that comes first.
    /// </summary>
    public Offer? Best(AskedCustomer customer)
    {
        (Offer? best, double most) = (null, 0);
        for (int row = 0; row < Offers.Count; row++)
        {
            if (OfferAllocator.CapLeft(Offers[row], context) == 0 || !OfferEligibility.IsEligible(Offers[row], customer, context)) continue;
            OfferEstimate estimate = OfferEstimate.Of(Offers[row], customer.Profile, options);
            if (estimate.Net <= 0 || estimate.Weight(options.Basis) > _budget) continue;
            double worth = estimate.Net - left.Cost(row, customer.Profile, estimate);
            if (worth > most) (best, most) = (Offers[row], worth);
        }

        return best;
    }
}
