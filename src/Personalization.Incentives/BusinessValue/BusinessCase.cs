namespace Personalization.Incentives;

/// <summary>
/// What a plan costs and returns over time, whether that pays, and how sure that is: net present value, return on cost, the period in which
/// it has paid, what each uncertain amount does to it. Immutable; money to the cent.
/// </summary>
/// <remarks>
/// Net present value Σ amount ÷ (1 + rate)^period. Amounts are taken to err independently: the interval is ± 1.96 times the root of the
/// summed squares of the discounted errors.
/// </remarks>
public sealed class BusinessCase
{
    private const decimal Z = 1.96m;

    /// <summary>Makes a case.</summary>
    /// <param name="items">What it costs and returns; at least one, with different names.</param>
    /// <param name="rate">Discount a period, as a fraction, above −1, at most 10: .01 is a percent a month where periods are months.
    /// Default 0.</param>
    /// <exception cref="ArgumentException">A name stands twice, or there is nothing.</exception>
    public BusinessCase(IEnumerable<CashItem> items, decimal rate = 0)
    {
        ArgumentNullException.ThrowIfNull(items);
        Items = Guard.NotEmpty([.. items], nameof(items));
        Rate = rate > -1 && rate <= 10
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"The rate is {rate}; it must be above -1 and at most 10.");
        foreach ((string name, int count) in Items.CountBy(item => item.Name, StringComparer.Ordinal))
        {
            if (count > 1)
                throw new ArgumentException($"'{name}' stands {count} times; give each amount a name of its own.", nameof(items));
        }
    }

    /// <summary>What it costs and returns.</summary>
    public IReadOnlyList<CashItem> Items { get; }

    /// <summary>Discount a period.</summary>
    public decimal Rate { get; }

    /// <summary>All that goes out, undiscounted, at least 0.</summary>
    public decimal Costs => Cents(-Items.Where(item => item.Amount < 0).Sum(item => item.Amount));

    /// <summary>All that comes in, undiscounted.</summary>
    public decimal Returns => Cents(Items.Where(item => item.Amount > 0).Sum(item => item.Amount));

    /// <summary>Returns less costs at their worth today.</summary>
    public decimal NetPresentValue => Cents(Items.Sum(item => Discounted(item.Amount, item.Period)));

    /// <summary>Returns ÷ costs, undiscounted; null where nothing goes out.</summary>
    public decimal? ReturnOnCost => Costs == 0 ? null : Returns / Costs;

    /// <summary>Costs ÷ returns, undiscounted; null where nothing comes in.</summary>
    public decimal? CostShare => Returns == 0 ? null : Costs / Returns;

    /// <summary>The first period at whose end the discounted sum isn't below 0 and stays so; null where it never is.</summary>
    public int? PaidBackIn
    {
        get
        {
            int? paid = null;
            foreach (int period in Items.Select(item => item.Period).Distinct().Order())
            {
                bool covers = Items.Where(item => item.Period <= period).Sum(item => Discounted(item.Amount, item.Period)) >= 0;
                paid = covers ? paid ?? period : null;
            }

            return paid;
        }
    }

    /// <summary>95 % interval of <see cref="NetPresentValue"/>.</summary>
    public (decimal Low, decimal High) Interval
    {
        get
        {
            double squares = 0;
            foreach (CashItem item in Items)
            {
                double error = (double)Discounted(item.Error, item.Period);
                squares += error * error;
            }

            decimal half = Z * (decimal)Math.Sqrt(squares);
            return (Cents(NetPresentValue - half), Cents(NetPresentValue + half));
        }
    }

    /// <summary>
    /// Net present value with each uncertain amount at either end of its 95 % interval, all others as they are; the one that moves it most
    /// first.
    /// </summary>
    public IReadOnlyList<CaseSensitivity> Sensitivity =>
    [
        .. Items.Where(item => item.Error > 0)
            .Select(item =>
            {
                decimal half = Discounted(Z * item.Error, item.Period);
                return new CaseSensitivity(item.Name, Cents(NetPresentValue - half), Cents(NetPresentValue + half));
            })
            .OrderByDescending(own => own.High - own.Low).ThenBy(own => own.Name, StringComparer.Ordinal),
    ];

    /// <summary>
    /// What a plan of offers is expected to bring: margin at once, margin that comes later, and cost. Errors are those of the learned
    /// reactions, taken to err together, as they come of one model: the interval is rather too wide than too narrow.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="rate">Discount a period.</param>
    /// <param name="laterPeriod">When what comes later comes. Default 1.</param>
    public static BusinessCase Of(OfferPlan plan, decimal rate = 0, int laterPeriod = 1)
    {
        ArgumentNullException.ThrowIfNull(plan);
        decimal now = 0, later = 0;
        foreach (OfferDecision decision in plan.Decisions.SelectMany(first => first.All))
        {
            if (decision.Uplift == 0) continue;
            decimal share = (decimal)(decision.UpliftError / Math.Abs(decision.Uplift));
            now += share * Math.Abs(decision.ExpectedMargin - decision.ExpectedLaterMargin);
            later += share * Math.Abs(decision.ExpectedLaterMargin);
        }

        OfferPlanGroup total = plan.Total;
        return new BusinessCase(
            [
                CashItem.Cost("offers, as expected", total.ExpectedCost),
                new CashItem { Name = "margin of purchases", Amount = total.ExpectedMargin - total.ExpectedLaterMargin, Error = now },
                new CashItem { Name = "margin that comes later", Amount = total.ExpectedLaterMargin, Error = later, Period = laterPeriod },
            ],
            rate);
    }

    private decimal Discounted(decimal amount, int period)
    {
        for (int i = 0; i < period; i++) amount /= 1 + Rate;
        return amount;
    }

    private static decimal Cents(decimal amount) => decimal.Round(amount, 2, MidpointRounding.AwayFromZero);
}

/// <summary>What an uncertain amount does to a <see cref="BusinessCase"/>.</summary>
/// <param name="Name">The amount.</param>
/// <param name="Low">Net present value with the amount at the lower end of its interval.</param>
/// <param name="High">At the upper end.</param>
public sealed record CaseSensitivity(string Name, decimal Low, decimal High);

/// <summary>A figure before and after: time to a sale, conversion.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Before">Before, not 0.</param>
/// <param name="After">After.</param>
public sealed record BusinessChange(string Name, decimal Before, decimal After)
{
    /// <summary>(after − before) ÷ before; −.5 is half as much.</summary>
    /// <exception cref="DivideByZeroException">It was 0 before.</exception>
    public decimal Change => (After - Before) / Before;
}
