using Personalization.Core;
using Personalization.Incentives;
using Personalization.Rfm;

namespace Personalization;

/// <summary>A row for each segment: its profile and, where offers were decided, what it is offered.</summary>
internal sealed class SegmentsFile(PersonalizationResult result)
{
    private static readonly string[] Header =
    [
        "segment",
        "customers",
        "share_of_customers",
        "revenue",
        "share_of_revenue",
        "median_recency_days",
        "median_frequency",
        "median_monetary",
        "average_order",
        "mean_probability_alive", "lifetime_value", "mean_churn_probability",
        "offers", "offer_cost", "offer_expected_value", "description", "action",
    ];

    private readonly Dictionary<string, int[]> _rows = Enumerable.Range(0, result.Customers.Count)
        .GroupBy(row => result.Customers[row].Segment ?? "", StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    public void Write(Stream destination)
    {
        // A column more where there is something to tell: files of shops without attributes stay as they are.
        Dictionary<string, AttributeProfile> known = GroupAttributes.Of(result).By(ColumnNames.Segment).ToDictionary(
            profile => profile.Group, StringComparer.Ordinal);
        string[] header = known.Count == 0 ? Header : [.. Header, "what_sets_apart"];
        using CsvTableWriter csv = new(destination, header, leaveOpen: true);
        OfferPlan? plan = result.Find<OfferPlan>();
        Dictionary<string, OfferPlanGroup> offers = (plan?.BySegment ?? []).ToDictionary(group => group.Name, StringComparer.Ordinal);
        foreach (SegmentProfile profile in result.Segments.Profiles)
        {
            OfferPlanGroup? offered = offers.GetValueOrDefault(profile.Segment.Name);
            csv.Write(profile.Segment.Name).Write(profile.Customers).Write(Rounded(profile.ShareOfCustomers));
            csv.Write(profile.Revenue).Write(Rounded(profile.ShareOfRevenue));
            csv.Write(profile.MedianRecencyDays).Write(profile.MedianFrequency).Write(profile.MedianMonetary).Write(
                Math.Round(profile.AverageOrder, 4));
            WriteAhead(csv, profile.Segment.Name);
            csv.Write(offered?.Offers ?? 0).Write(offered is null ? 0 : Cost(plan!, offered)).Write(offered?.ExpectedNet ?? 0);
            csv.Write(profile.Segment.Description).Write(profile.Segment.Action);
            if (known.Count > 0) csv.Write(known.GetValueOrDefault(profile.Segment.Name)?.Summary ?? "");
            csv.EndRow();
        }
    }

    /// <summary>What is expected of the segment; empty where no step looked ahead.</summary>
    private void WriteAhead(CsvTableWriter csv, string segment)
    {
        int[] rows = _rows.GetValueOrDefault(segment) ?? [];
        CustomerTable customers = result.Customers;
        csv.Write(Mean(rows.Select(row => customers[row].ProbabilityAlive)));
        decimal?[] values = [.. rows.Select(row => customers[row].LifetimeValue).Where(value => value is not null)];
        if (values.Length > 0) csv.Write(values.Sum() ?? 0);
        else csv.Write((string?)null);
        csv.Write(Mean(rows.Select(row => customers[row].ChurnProbability)));
    }

    private static double Mean(IEnumerable<double?> values) => Rounded(values.Average() ?? double.NaN);

    private static decimal Cost(OfferPlan plan, OfferPlanGroup group) =>
        plan.Options.Basis == BudgetBasis.Expected ? group.ExpectedCost : group.WorstCaseCost;

    private static double Rounded(double value) => Math.Round(value, NumberColumn.DefaultDecimals);
}
