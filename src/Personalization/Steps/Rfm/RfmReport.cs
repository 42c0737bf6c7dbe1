using System.Globalization;
using Personalization.Insights;
using Personalization.Rfm;

namespace Personalization;

/// <summary>How many bought, how often, and for how much.</summary>
internal static class RfmReport
{
    /// <param name="report">The report.</param>
    /// <param name="groups">The customers who bought; where they are grouped by segment, the panels come with the segments.</param>
    public static void Add(ReportBuilder report, RfmGroups groups)
    {
        ValueFormat money = report.Money;
        RfmTable table = groups.Table;
        long total = 0;
        foreach (int count in table.Frequency) total += count;
        report.AddTile(new ReportTile("Customers", ReportText.Count(table.Count), Seen(table)));
        report.AddTile(new ReportTile(
            ReportText.Capitalized(groups.FrequencyUnit), ReportText.Count(total),
            string.Create(CultureInfo.InvariantCulture, $"{(double)total / table.Count:0.0} a customer")));
        report.AddTile(new ReportTile(
            groups.LessRefunds ? "Revenue less refunds" : "Revenue", ReportText.RoundMoney(money, table.TotalMonetary),
            $"{money.Long((double)(table.TotalMonetary / total), 2)} for each {groups.OneFrequencyUnit}"));
        report.AddSummary(
            "What was read",
            $"{ReportText.Counted(table.Count, "customer", "customers")} bought for "
            + $"{ReportText.Money(money, table.TotalMonetary)}{(groups.LessRefunds ? ", less refunds" : "")}.");
        if (groups.Segments is null) RfmPanels.Add(report, groups);
    }

    private static string Seen(RfmTable table) =>
        table.Prospects.Count == 0
            ? "all of whom bought"
            : $"bought; {ReportText.Counted(table.Prospects.Count, "other", "others")} did not";
}
