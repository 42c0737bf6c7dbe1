using System.Globalization;
using Personalization.Incentives;

namespace Personalization;

/// <summary>What a plan is worth over years. Immutable.</summary>
public sealed class PlanBusinessCase
{
    private PlanBusinessCase(BusinessCaseOptions options, BusinessCase flows, BusinessCase uncertainty, bool isAssumed) =>
        (Options, Flows, Uncertainty, IsAssumed) = (options, flows, uncertainty, isAssumed);

    /// <summary>What was assumed.</summary>
    public BusinessCaseOptions Options { get; }

    /// <summary>Year by year: net present value, and when it has paid.</summary>
    public BusinessCase Flows { get; }

    /// <summary>
    /// The same, discounted, each kind of amount summed over the years: its interval and sensitivity, as a reaction that was misjudged is
    /// so in every year.
    /// </summary>
    public BusinessCase Uncertainty { get; }

    /// <summary>Whether the errors of the margin are <see cref="BusinessCaseOptions.AssumedError"/>.</summary>
    public bool IsAssumed { get; }

    internal static PlanBusinessCase Of(OfferPlan plan, BusinessCaseOptions options)
    {
        CashItem[] once = [.. BusinessCase.Of(plan).Items.Where(item => item.Amount != 0)];
        bool isAssumed = once.All(item => item.Error == 0);
        List<CashItem> flows = [.. options.Items], sums = [];
        foreach (CashItem item in once)
        {
            decimal error = isAssumed && item.Amount > 0 ? options.AssumedError * item.Amount : item.Error;
            List<CashItem> own = [];
            for (int year = 0; year < options.Years; year++)
            {
                own.Add(new CashItem
                {
                    Name = string.Create(CultureInfo.InvariantCulture, $"{item.Name}, year {year + 1}"),
                    Amount = item.Amount * options.CampaignsPerYear,
                    Error = error * options.CampaignsPerYear,
                    Period = year + item.Period,
                });
            }

            flows.AddRange(own);
            sums.Add(new CashItem
            {
                Name = item.Name,
                Amount = own.Sum(one => one.Amount * Discount(one.Period, options.Rate)),
                Error = own.Sum(one => one.Error * Discount(one.Period, options.Rate)),
            });
        }

        // Nothing given and nothing planned is a case all the same: of nothing.
        if (flows.Count == 0) flows.Add(CashItem.Cost("offers, as expected", 0));
        sums.AddRange(options.Items.Select(item => item with
        {
            Amount = item.Amount * Discount(item.Period, options.Rate),
            Error = item.Error * Discount(item.Period, options.Rate),
            Period = 0,
        }));
        return new PlanBusinessCase(
            options, new BusinessCase(flows, options.Rate), new BusinessCase(sums.Count > 0 ? sums : flows), isAssumed);
    }

    private static decimal Discount(int period, decimal rate)
    {
        decimal factor = 1;
        for (int i = 0; i < period; i++) factor /= 1 + rate;
        return factor;
    }
}

/// <summary>What <see cref="BusinessCaseStep"/> found.</summary>
public static class BusinessCaseFindings
{
    extension(PersonalizationResult result)
    {
        /// <summary>What the plan is worth over years.</summary>
        public PlanBusinessCase BusinessCase => result.Get<PlanBusinessCase>();
    }
}
