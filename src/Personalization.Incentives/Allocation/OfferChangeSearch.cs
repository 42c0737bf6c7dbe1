using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Looks for the smallest relative change of one of a customer's numbers that makes another offer the choice at a plan's prices: what
/// offers are worth follows the average order and the probability of a purchase, which are tried ever farther off and then narrowed down;
/// rules switch at their ends.
/// </summary>
internal sealed class OfferChangeSearch
{
    /// <summary>A number is found to this part of it.</summary>
    private const double Precision = 1e-4;

    /// <summary>Few will do: worths are straight lines but for caps on costs, and where rules switch is tried too.</summary>
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
        // Alone in a table of its own, so that a change copies one row.
        OfferChangeSearch search = new(prices, customer with { Profile = customer.Profile.With(customer.Profile.AsOf) }, chosen);
        search.TryRules();
        search.TryNumber(
            ColumnNames.AverageOrder, (double)customer.Profile.AverageOrderValue, (double)Limits.Money, search.OrderEnds(), Amount);
        if (customer.Profile.PurchaseProbability is { } probability)
            search.TryNumber(ColumnNames.PurchaseProbability, probability, 1, [], Number);
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

    /// <summary>Average orders on either side of where an offer's rule, or its floor of margin, switches.</summary>
    private List<double> OrderEnds()
    {
        const decimal Cent = .01m, LeastAmount = .0001m;
        List<double> ends = [];
        decimal from = Profile.AverageOrderValue;
        foreach (Offer offer in _prices.Offers)
        {
            if (offer.Eligibility.AverageOrder.Min is { } min) ends.AddRange([(double)(min - Cent), (double)min]);
            if (offer.Eligibility.AverageOrder.Max is { } max) ends.AddRange([(double)max, (double)(max + Cent)]);
            if (offer.Bundle is not null || from <= 0) continue;
            Offer own = offer.For(Profile.Id);
            decimal low = from / 10, high = Math.Min(from * 4, Limits.Money);
            bool lowest = _prices.LeavesMargin(own, low);
            if (lowest == _prices.LeavesMargin(own, high)) continue;
            while (high - low > Math.Max(LeastAmount, from * LeastAmount))
            {
                decimal middle = (low + high) / 2;
                if (_prices.LeavesMargin(own, middle) == lowest) low = middle;
                else high = middle;
            }

            ends.AddRange([(double)low, (double)high]);
        }

        return ends;
    }

    private void TryValue(string column, double from, double to, Func<string, double, CustomerColumn> make)
    {
        if (from == 0 || to <= 0 || to == from || IsNoSmaller(from, to) || Other(column, to, make) is not { } offer) return;
        _best = new OfferChange(column, from, to, offer.Id);
    }

    /// <summary>
    /// Goes outward to where the choice changes. Between two numbers it goes from what was chosen to another offer, or to nothing and then
    /// perhaps to another offer.
    /// </summary>
    private void TryNumber(
        string column, double from, double most, List<double> ends, Func<string, double, CustomerColumn> make)
    {
        if (!(from > 0)) return;
        foreach (int sign in (int[])[-1, 1])
        {
            IEnumerable<double> numbers = Steps.Select(step => Math.Min(most, from * (1 + (sign * step))))
                .Concat(ends.Where(end => Math.Sign(end - from) == sign && end <= from * (1 + Steps[^1])))
                .Where(number => number > 0 && number != from).OrderBy(number => Math.Abs(number - from));
            (double before, bool isChosen) = (from, true);
            foreach (double number in numbers)
            {
                if (IsNoSmaller(from, before)) break;
                Offer? best = Best(column, number, make);
                if (isChosen && !ReferenceEquals(best, _chosen))
                {
                    before = Narrow(before, number, from, value => !ReferenceEquals(Best(column, value, make), _chosen));
                    if (Other(column, before, make) is not null)
                    {
                        TryValue(column, from, before, make);
                        break;
                    }
                }

                if (best is not null && !ReferenceEquals(best, _chosen))
                {
                    TryValue(column, from, Narrow(before, number, from, value => Other(column, value, make) is not null), make);
                    break;
                }

                (before, isChosen) = (number, ReferenceEquals(best, _chosen));
            }
        }
    }

    /// <summary>Halves the way between a number that isn't such and one that is, which is given back.</summary>
    private static double Narrow(double before, double number, double from, Func<double, bool> isSuch)
    {
        while (Math.Abs(number - before) > Precision * from)
        {
            double middle = (before + number) / 2;
            if (isSuch(middle)) number = middle;
            else before = middle;
        }

        return number;
    }

    private bool IsNoSmaller(double from, double to) => _best is { } best && Math.Abs((to - from) / from) >= best.Relative;

    /// <summary>The choice with the number changed.</summary>
    private Offer? Best(string column, double value, Func<string, double, CustomerColumn> make) =>
        _prices.Best(_customer with { Profile = Profile.Table.With(make(column, value))[Profile.Row] });

    /// <summary>The same, where it is another offer than now.</summary>
    private Offer? Other(string column, double value, Func<string, double, CustomerColumn> make) =>
        Best(column, value, make) is { } best && !ReferenceEquals(best, _chosen) ? best : null;
}
