using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Looks for the smallest relative change of one of a customer's numbers that makes another offer the choice at a plan's prices: what offers
/// are worth follows the average order and the probability of a purchase, which are tried ever farther off and then narrowed down; rules
/// switch at their ends.
/// </summary>
internal sealed class OfferChangeSearch
{
    /// <summary>A number is found to this part of it.</summary>
    private const double Precision = 1e-4;

    /// <summary>
    /// Few will do: worths are straight lines but for caps on costs and ends of rules, so that an offer that beats the choice between two
    /// steps beats it at the farther one too.
    /// </summary>
    private static readonly double[] Steps = [.02, .05, .1, .2, .35, .55, .9, 1.5, 3];

    private readonly PriceChoice _prices;
    private readonly AskedCustomer _customer;
    private readonly Offer? _chosen;
    private OfferChange? _best;

    private OfferChangeSearch(PriceChoice prices, AskedCustomer customer, Offer? chosen) =>
        (_prices, _customer, _chosen) = (prices, customer, chosen);

    private CustomerProfile Profile => _customer.Profile;

    /// <summary>The smallest change; null where there is none up to four times the number, or prices alone didn't decide.</summary>
    public static OfferChange? Find(PriceChoice prices, AskedCustomer customer, Offer? chosen)
    {
        if (!ReferenceEquals(prices.Best(customer), chosen)) return null;
        OfferChangeSearch search = new(prices, customer, chosen);
        search.TryRules();
        search.TryNumber(ColumnNames.AverageOrder, (double)customer.Profile.AverageOrderValue, (double)Limits.Money, Amount);
        if (customer.Profile.PurchaseProbability is { } probability)
            search.TryNumber(ColumnNames.PurchaseProbability, probability, 1, Number);
        return search._best;
    }

    private static MoneyColumn Amount(string name, double value) => new(name, [MoneyUnits.From(Math.Round((decimal)value, 4))]);

    private static NumberColumn Number(string name, double value) => new(name, [value]);

    /// <summary>The ends of what offers ask for, and the next number beyond those of the offer chosen.</summary>
    private void TryRules()
    {
        foreach (Offer offer in _prices.Offers)
        {
            EligibilityRule rule = offer.Eligibility;
            Try(ColumnNames.RecencyDays, Profile.RecencyDays ?? 0, rule.RecencyDays, 1, Number);
            Try(ColumnNames.Frequency, Profile.Frequency, rule.Frequency, 1, (name, value) => new WholeNumberColumn(name, [(long)value]));
            Try(ColumnNames.Monetary, (double)Profile.Monetary, rule.Monetary, .01, Amount);

            void Try(string column, double from, ValueRange range, double next, Func<string, double, CustomerColumn> make)
            {
                double beyond = ReferenceEquals(offer, _chosen) ? next : 0;
                if (range.Min is { } min) TryValue(column, from, (double)min - beyond, make);
                if (range.Max is { } max) TryValue(column, from, (double)max + beyond, make);
            }
        }
    }

    private void TryValue(string column, double from, double to, Func<string, double, CustomerColumn> make)
    {
        if (from == 0 || to <= 0 || to == from || IsNoSmaller(from, to) || Other(column, to, make) is not { } offer) return;
        _best = new OfferChange(column, from, to, offer.Id);
    }

    private void TryNumber(string column, double from, double most, Func<string, double, CustomerColumn> make)
    {
        if (!(from > 0)) return;
        foreach (int sign in (int[])[-1, 1])
        {
            double before = from;
            foreach (double step in Steps)
            {
                double to = Math.Min(most, from * (1 + (sign * step)));
                if (to <= 0 || to == before || IsNoSmaller(from, before)) break;
                if (Other(column, to, make) is not null)
                {
                    Narrow(column, from, before, to, make);
                    break;
                }

                before = to;
            }
        }
    }

    /// <summary>Halves the way between a number that changes nothing and one that does.</summary>
    private void Narrow(string column, double from, double before, double to, Func<string, double, CustomerColumn> make)
    {
        while (Math.Abs(to - before) > Precision * from)
        {
            double middle = (before + to) / 2;
            if (Other(column, middle, make) is null) before = middle;
            else to = middle;
        }

        TryValue(column, from, to, make);
    }

    private bool IsNoSmaller(double from, double to) => _best is { } best && Math.Abs((to - from) / from) >= best.Relative;

    /// <summary>The choice with the number changed, where it is another offer than now.</summary>
    private Offer? Other(string column, double value, Func<string, double, CustomerColumn> make)
    {
        CustomerProfile changed = Profile.With(Profile.AsOf, make(column, value));
        Offer? best = _prices.Best(_customer with { Profile = changed });
        return ReferenceEquals(best, _chosen) ? null : best;
    }
}
