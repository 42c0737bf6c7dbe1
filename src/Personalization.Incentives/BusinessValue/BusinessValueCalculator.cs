namespace Personalization.Incentives;

/// <summary>
/// Works out what incentives bring and cost, the published way beside the corrected way. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Corrected: averages are weighted by customers; the target segment's extra spend and the conversion of <i>the other</i>
/// customers are added, so that nobody's money is counted twice; every customer whose gain is counted is paid for. The
/// results are extra <i>revenue</i>; the line <c>break_even_margin</c> says what gross margin the plan needs to pay for itself.
/// </remarks>
public static class BusinessValueCalculator
{
    /// <summary>Calculates every line of <paramref name="plan"/>.</summary>
    /// <exception cref="ArgumentException">The target segment is unknown, a name stands twice, or there is no customer.</exception>
    public static BusinessValueReport Calculate(BusinessValuePlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Validate(plan);
        return new BusinessValueReport(plan, [.. new Calculation(plan).Lines()]);
    }

    private static void Validate(BusinessValuePlan plan)
    {
        string[] names = [.. plan.Segments.Select(segment => segment.Name)];
        foreach ((string name, int count) in names.CountBy(name => name, StringComparer.Ordinal))
        {
            if (count > 1) throw new ArgumentException($"Segments holds '{name}' {count} times; each name must stand once.", nameof(plan));
        }

        if (plan.Segments.All(segment => segment.Customers == 0))
            throw new ArgumentException("Segments hold no customer at all; at least one segment needs customers.", nameof(plan));
        if (!names.Contains(plan.TargetSegment, StringComparer.Ordinal))
            throw new ArgumentException($"TargetSegment is '{plan.TargetSegment}'; it must be one of {Words.List(names)}.", nameof(plan));
        IEnumerable<string> paid = plan.Published?.PaidCustomers.Keys ?? [];
        if (paid.Except(names, StringComparer.Ordinal).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new ArgumentException($"Published.PaidCustomers names '{unknown}'; it must be one of {Words.List(names)}.", nameof(plan));
    }

    private sealed class Calculation(BusinessValuePlan plan)
    {
        private readonly BusinessSegment _target = plan.Segments.First(segment => segment.Name == plan.TargetSegment);
        private readonly PublishedAssumptions? _published = plan.Published;
        private readonly decimal _customers = plan.Segments.Sum(segment => (decimal)segment.Customers);
        private readonly decimal _revenue = plan.Segments.Sum(segment => segment.Revenue);

        private decimal OtherRevenue => _revenue - _target.Revenue;

        private decimal UnweightedSpend => plan.Segments.Average(segment => segment.AverageSpend);

        private decimal PublishedPoint =>
            _published is null ? 0 : RoundTo(.01m * _customers * UnweightedSpend, _published.PointRounding);

        private decimal PublishedConversion => PublishedPoint * plan.ConversionLift * 100;

        private decimal TargetGain => _target.Revenue * plan.TargetUplift;

        private decimal CorrectedTotal => TargetGain + (OtherRevenue * plan.ConversionLift);

        private decimal CorrectedCost => plan.Segments.Sum(segment => segment.Customers * segment.IncentiveCost);

        public IEnumerable<BusinessValueLine> Lines() =>
            [.. Facts(), .. Gains(), .. plan.Segments.Select(Cost), .. Results()];

        private IEnumerable<BusinessValueLine> Facts()
        {
            yield return Line("customers", "Customers", BusinessValueUnit.Customers, "sum over the segments", _customers, _customers,
                "Both ways count the same customers.");
            yield return Line("target_share", $"Share of {_target.Name}", BusinessValueUnit.Share,
                $"customers of {_target.Name} ÷ all customers",
                _published?.TargetShare, _target.Customers / _customers,
                $"{Words.Count(_target.Customers)} of {Words.Count(_customers)} customers; published is what was claimed, not a quotient.");
            yield return Line("average_spend", "Average spend of a customer", BusinessValueUnit.Money,
                "published: mean of the segments' averages; corrected: all spend ÷ all customers", UnweightedSpend, _revenue / _customers,
                "A mean of averages gives a small segment of big spenders the weight of a large one of small spenders.");
            yield return Line("target_counted_twice", $"{_target.Name} counted twice", BusinessValueUnit.Customers,
                $"customers of {_target.Name} − those whose incentive is paid for",
                _published is null ? null : _target.Customers - Paid(_target), 0,
                _published is null
                    ? "Each customer stands in one group."
                    : $"Costs treat {Words.Count(Paid(_target))} of them ({Words.Percent(_published.TargetShare)}) as the target and "
                        + "the rest as other customers, yet the extra spend is taken of all of them: the rest stand in both groups.");
        }

        private IEnumerable<BusinessValueLine> Gains()
        {
            yield return Line("target_uplift", $"Extra spend of {_target.Name}", BusinessValueUnit.Money,
                $"{Words.Percent(plan.TargetUplift)} × {Words.Count(_target.Customers)} × {Words.Money(_target.AverageSpend)}",
                TargetGain, TargetGain,
                "The same both ways, provided that all of them get, and cost, the incentive.");
            yield return Line("other_uplift", "Extra spend of other customers", BusinessValueUnit.Money,
                $"{Words.Percent(plan.OtherUplift)} × spend of the other customers",
                (_published?.OtherRevenue ?? OtherRevenue) * plan.OtherUplift, OtherRevenue * plan.OtherUplift,
                _published?.OtherRevenue is { } stated && stated != OtherRevenue
                    ? $"The published figure can't be reproduced from the segments: it is {Words.Percent(plan.OtherUplift)} of "
                        + $"{Words.Count(stated)}, a base that was inferred from the figure itself; "
                        + $"the other segments spend {Words.Count(OtherRevenue)}."
                    : "The other segments' spend, each at its own average.");
            yield return Line("conversion_point", "One point of conversion", BusinessValueUnit.Money,
                "1 % × customers × average spend; published: with the unweighted average, rounded",
                PublishedPoint, .01m * _revenue,
                $"Inherits the wrong average: {Words.Money(UnweightedSpend)} for {Words.Money(_revenue / _customers)}.");
            yield return Line("conversion_lift", $"{Words.Number(plan.ConversionLift * 100)} points of conversion", BusinessValueUnit.Money,
                "value of one point × points", PublishedConversion, plan.ConversionLift * _revenue,
                "Inherits the value of one point; rounding it first moves the result by up to half a step for each point.");
            yield return Line("conversion_lift_of_others", $"… of customers other than {_target.Name}", BusinessValueUnit.Money,
                "points × spend of the other customers", null, plan.ConversionLift * OtherRevenue,
                $"{_target.Name} are left out: their gain is their extra spend.");
            yield return Line("total", "Extra revenue", BusinessValueUnit.Money,
                $"published: extra spend of {_target.Name} + conversion of all; corrected: + conversion of the others only",
                TargetGain + PublishedConversion, CorrectedTotal,
                $"Published adds the conversion of {_target.Name} to their extra spend, and leaves out the extra spend of other customers. "
                    + "Corrected leaves it out too: more spend and more conversion of the same customers are two estimates of one effect.");
        }

        private BusinessValueLine Cost(BusinessSegment segment) =>
            Line($"cost:{segment.Name}", $"Cost of the incentive for {segment.Name}", BusinessValueUnit.Money,
                $"customers who get it × {Words.Money(segment.IncentiveCost)}", Paid(segment) * segment.IncentiveCost,
                segment.Customers * segment.IncentiveCost,
                _published is null || Paid(segment) == segment.Customers
                    ? "Everybody whose gain is counted is paid for."
                    : $"Published pays for {Words.Count(Paid(segment))} of {Words.Count(segment.Customers)}"
                        + (segment == _target
                            ? $" ({Words.Percent(_published.TargetShare)} of them, rounded down)"
                            : ", inferred from the published amount and the cost a customer")
                        + "; the gain is counted for all.");

        private IEnumerable<BusinessValueLine> Results()
        {
            decimal paid = plan.Segments.Sum(segment => Paid(segment) * segment.IncentiveCost);
            yield return Line("cost", "Cost of all incentives", BusinessValueUnit.Money, "sum over the segments", paid, CorrectedCost,
                "Whoever's gain is counted must be paid for.");
            yield return Line("profit", "Extra revenue less cost", BusinessValueUnit.Money, "extra revenue − cost",
                TargetGain + PublishedConversion - paid, CorrectedTotal - CorrectedCost,
                "Published as profit, but it is revenue less cost: the goods themselves are not paid for. See the break-even margin.");
            yield return Line("break_even_margin", "Gross margin at which the plan pays for itself", BusinessValueUnit.Share,
                "cost ÷ extra revenue", Quotient(paid, TargetGain + PublishedConversion), Quotient(CorrectedCost, CorrectedTotal),
                "Above this share of revenue left after the goods, the plan earns money; at or below it, it doesn't.");
        }

        private int Paid(BusinessSegment segment) =>
            _published is null ? segment.Customers
            : _published.PaidCustomers.TryGetValue(segment.Name, out int customers) ? customers
            : segment == _target ? (int)decimal.Floor(segment.Customers * _published.TargetShare)
            : 0;

        private BusinessValueLine Line(
            string key, string name, BusinessValueUnit unit, string formula, decimal? published, decimal corrected, string explanation) =>
            new(key, name, unit, formula, _published is null ? null : Rounded(published, unit), Rounded(corrected, unit)!.Value,
                explanation);

        private static decimal? Rounded(decimal? value, BusinessValueUnit unit) =>
            value is { } number && unit == BusinessValueUnit.Money ? decimal.Round(number, 2, MidpointRounding.AwayFromZero) : value;

        private static decimal RoundTo(decimal value, decimal step) =>
            decimal.Round(value / step, 0, MidpointRounding.AwayFromZero) * step;

        private static decimal Quotient(decimal part, decimal whole) => whole == 0 ? 0 : part / whole;
    }
}
