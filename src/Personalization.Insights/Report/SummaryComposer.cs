using Personalization.Clustering;
using Personalization.Incentives;
using Personalization.Rfm;

namespace Personalization.Insights;

/// <summary>The main things in plain words.</summary>
internal static class SummaryComposer
{
    public static IEnumerable<SummaryLine> Lines(ReportInput input, RfmGroups? groups, ValueFormat money)
    {
        string read = string.Join(" ", Read(input, groups, money));
        if (read.Length > 0) yield return new SummaryLine("What was read", read);
        string who = string.Join(" ", Who(input, groups));
        if (who.Length > 0) yield return new SummaryLine("Who the customers are", who);
        if (input.Offers is not { Total.Customers: > 0 } plan) yield break;
        yield return new SummaryLine("What to offer", Offers(plan));
        yield return new SummaryLine("What it costs", Cost(plan, money));
        if (plan.Total.Offers > 0) yield return new SummaryLine("What it returns", Return(plan, money));
    }

    private static IEnumerable<string> Read(ReportInput input, RfmGroups? groups, ValueFormat money)
    {
        if (input.Cleaning is { } cleaning)
        {
            yield return $"{ReportText.Counted(cleaning.RowsRead, "row", "rows")}, of which {ReportText.Count(cleaning.RowsKept)} "
                + $"({DataQualitySection.Kept(cleaning)}) could be used.";
        }

        if (input.Log is { EventCount: > 0 } log)
        {
            yield return $"{ReportText.Counted(log.ActiveCustomerCount, "customer", "customers")} and "
                + $"{ReportText.Counted(log.Items.Count, "item", "items")}, {ReportText.Period(log)}.";
        }

        if (groups is not null)
        {
            yield return $"{ReportText.Counted(groups.Table.Count, "customer", "customers")} bought for "
                + $"{ReportText.Money(money, groups.Table.TotalMonetary)}{(groups.LessRefunds ? ", less refunds" : "")}.";
        }
    }

    private static IEnumerable<string> Who(ReportInput input, RfmGroups? groups)
    {
        if (groups is { ByRevenue.IsEmpty: false })
        {
            SegmentProfile first = groups.ByRevenue[0].Profile!;
            SegmentProfile largest = groups.ByRevenue.Select(group => group.Profile!).MaxBy(profile => profile.Customers)!;
            yield return $"Of all segments, “{first.Segment.Name}” bring most revenue: {Shares(first)}.";
            if (largest != first) yield return $"The largest segment is “{largest.Segment.Name}”: {Shares(largest)}.";
        }

        if (NamedCluster.Of(input) is { Length: > 0 } clusters)
        {
            ClusterProfile profile = clusters[0].Profile;
            yield return $"Compared with each other they form {ReportText.Counted(clusters.Length, "cluster", "clusters")}"
                + (profile.RevenueShare is { } revenue
                    ? $"; the one that brings most, “{clusters[0].Name}”, is {ReportText.Share(profile.Share)} of customers "
                        + $"and {ReportText.Share(revenue)} of revenue."
                    : $", the largest of them “{clusters[0].Name}”.");
        }
    }

    private static string Shares(SegmentProfile profile) =>
        $"{ReportText.Share(profile.ShareOfCustomers)} of customers, {ReportText.Share(profile.ShareOfRevenue)} of revenue";

    private static string Offers(OfferPlan plan)
    {
        string most = ReportText.List(
        [
            .. plan.ByOffer.OrderByDescending(offer => offer.Offers).ThenBy(offer => offer.Name, StringComparer.Ordinal).Take(3)
                .Select(offer => $"“{OfferSection.NameOf(plan, offer)}” ({ReportText.Count(offer.Offers)})"),
        ]);
        return plan.Total.Offers == 0
            ? "No customer gets an offer."
            : $"{ReportText.Counted(plan.Total.Offers, "customer gets", "customers get")} an offer, "
                + $"{ReportText.Share(plan.Total.Offers, plan.Total.Customers)} of all. Most often: {most}.";
    }

    private static string Cost(OfferPlan plan, ValueFormat money) =>
        $"{ReportText.Money(money, plan.Total.ExpectedCost)} as expected, "
        + $"{ReportText.Money(money, plan.Total.WorstCaseCost)} if everybody redeems. "
        + $"The budget of {ReportText.Money(money, plan.Budget)} limits the "
        + $"{(plan.Options.Basis == BudgetBasis.WorstCase ? "latter" : "former")}"
        + (plan.Budget > 0 ? $": {ReportText.Share((double)(plan.BudgetUsed / plan.Budget))} of it is used." : ".");

    private static string Return(OfferPlan plan, ValueFormat money) =>
        $"{ReportText.Money(money, plan.Total.ExpectedMargin)} of margin is expected, "
        + $"{ReportText.Money(money, plan.Total.ExpectedNet)} after the cost"
        + (plan.Total.ExpectedCost > 0
            ? $": {money.Long((double)(plan.Total.ExpectedMargin / plan.Total.ExpectedCost), 2)} of margin "
                + $"for each {money.Long(1)} of cost. "
            : ". ")
        + "This follows from the responses that the catalogue assumes. Keep a group without offers to measure it.";
}
