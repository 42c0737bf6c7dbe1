using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// What an offer is expected to bring and cost with one customer. Amounts are whole 1/10,000 of the currency, costs rounded up, gains
/// rounded to nearest, so that sums against a budget are exact.
/// </summary>
/// <remarks>
/// With p the probability of a purchase without the offer, r the redemption of those buyers, u the uplift within −p and 1 − p, A the
/// average order, g the gross margin, V what the customer would bring later if won back, w the share of that which counts, and c(A) the
/// cost of a redemption:
/// <code>
/// margin gained  = u · g · (A + w · V)             only purchases that wouldn't have happened
/// expected cost  = contact + (p · r + u) · c(A)    sure buyers redeem too, and pay less for nothing in return
/// worst case     = contact + c(worst order)        everybody redeems once
/// net value      = margin gained − expected cost
/// </code>
/// </remarks>
internal readonly record struct OfferEstimate(
    double Baseline, double Redemption, double Uplift, double UpliftError, long Margin, long LaterMargin, long ExpectedCost,
    long WorstCaseCost)
{
    public long Net => Margin - ExpectedCost;

    public long Weight(BudgetBasis basis) => basis == BudgetBasis.Expected ? ExpectedCost : WorstCaseCost;

    /// <summary>Expected margin of the customer's orders after the offer's cost, less a share of their revenue; rounded down.</summary>
    public long MarginAbove(decimal floor, CustomerProfile customer, AllocationOptions options)
    {
        double revenue = (Baseline + Uplift) * MoneyUnits.From(customer.AverageOrderValue);
        return (long)Math.Floor((double)(options.GrossMargin - floor) * revenue) - ExpectedCost;
    }

    /// <param name="offer">An offer that the customer is eligible for: the average order is positive.</param>
    /// <param name="customer">The customer.</param>
    /// <param name="options">Gross margin and assumptions.</param>
    public static OfferEstimate Of(Offer offer, CustomerProfile customer, AllocationOptions options)
    {
        if (offer.Variants.Count > 0) offer = offer.For(customer.Id);
        decimal order = offer.Bundle?.SumOfPrices ?? customer.AverageOrderValue;
        if (order > Limits.Money)
        {
            throw new ArgumentException(
                $"Customer '{customer.Id}' has an average order of {Words.Money(order)}; "
                + $"amounts must be at most {Words.Money(Limits.Money)}.",
                nameof(customer));
        }

        decimal later = options.WinBackShare == 0 ? 0 : Math.Clamp(customer.WinBackValue ?? 0, 0, Limits.Money);

        double baseline = customer.PurchaseProbability ?? options.PurchaseProbability;
        if (!(baseline >= 0 && baseline <= 1))
        {
            throw new ArgumentException(
                $"Customer '{customer.Id}' has a purchase probability of {Words.Number(baseline)}; it must be from 0 to 1, or missing.",
                nameof(customer));
        }

        (double redemption, double change, double error) = options.Responses.Of(offer, customer);
        if (!(redemption is >= 0 and <= 1) || !double.IsFinite(change) || !(error >= 0))
        {
            throw new ArgumentException(
                $"Customer '{customer.Id}' is said to redeem '{offer.Id}' with {Words.Number(redemption)} and to buy more often by "
                + $"{Words.Number(change)} ± {Words.Number(error)}; AllocationOptions.Responses must give a probability, and finite "
                + "numbers.",
                nameof(options));
        }

        double uplift = Math.Clamp(change, -baseline, 1 - baseline);
        long contact = Up(offer.Cost.Contact);
        long redeemed = Up(offer.RedemptionCost(order));
        double redeemers = Math.Clamp((baseline * redemption) + uplift, 0, 1);
        long laterMargin = (long)Math.Round(uplift * MoneyUnits.From(options.GrossMargin * options.WinBackShare * later));
        return new(
            baseline, redemption, uplift, error,
            (long)Math.Round(uplift * MoneyUnits.From(options.GrossMargin * order)) + laterMargin,
            laterMargin,
            contact + (long)Math.Ceiling(redeemers * redeemed),
            contact + WorstCase(offer, order, redeemed, options.WorstCaseOrderFactor));
    }

    private static long WorstCase(Offer offer, decimal order, long redeemed, decimal factor) =>
        offer.Cost.Redemption is { PercentOfOrder: > 0, Maximum: { } most } ? Up(most)
        : factor == 1 ? redeemed
        : Up(offer.RedemptionCost(order * factor));

    private static long Up(decimal amount) => amount == 0 ? 0 : (long)decimal.Ceiling(amount * MoneyUnits.Scale);
}
