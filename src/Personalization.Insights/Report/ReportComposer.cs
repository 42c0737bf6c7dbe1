using System.Globalization;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Rfm;

namespace Personalization.Insights;

/// <summary>Puts what was computed into sections, and says the main things in plain words on top.</summary>
internal static class ReportComposer
{
    public static PageView Compose(ReportInput input)
    {
        ValueFormat money = input.Money;
        RfmGroups? groups = RfmGroups.From(input);

        List<Section> sections = [];
        if (input.Cleaning is { } cleaning) sections.Add(DataQualitySection.Build(cleaning));
        if (groups is not null) sections.AddRange(SegmentSections.Build(groups, money));
        if (ClusterSection.Build(input, money) is { } clusters) sections.Add(clusters);
        if (RecommendationSection.Build(input, groups, money) is { } recommendations) sections.Add(recommendations);
        if (input.Offers is { } offers) sections.Add(OfferSection.Build(offers, groups, money));
        if (input.BusinessValue is { } value) sections.Add(BusinessValueSection.Build(value, money));

        return new PageView
        {
            Title = input.Title,
            Subtitle = Subtitle(input),
            Tiles = [.. Tiles(input, groups, money)],
            Summary = [.. SummaryComposer.Lines(input, groups, money)],
            Sections = sections,
            Footer = "This file holds everything it shows: it loads nothing and runs no script, so it can be kept and sent as it is."
                + (input.Generated.Length > 0 ? " " + input.Generated : ""),
        };
    }

    private static string Subtitle(ReportInput input) =>
        string.Join(" · ", new[] { input.Cleaning?.Source ?? "", ReportText.Period(input.Log) }.Where(part => part.Length > 0));

    private static IEnumerable<Tile> Tiles(ReportInput input, RfmGroups? groups, ValueFormat money)
    {
        EventLog? log = input.Log;
        if (groups is not null)
        {
            RfmTable table = groups.Table;
            yield return new Tile("Customers", ReportText.Count(table.Count), Seen(table));
            long total = Sum(table.Frequency);
            yield return new Tile(
                ReportText.Capitalized(groups.FrequencyUnit), ReportText.Count(total),
                string.Create(CultureInfo.InvariantCulture, $"{(double)total / table.Count:0.0} a customer"));
            yield return new Tile(
                groups.LessRefunds ? "Revenue less refunds" : "Revenue", Figure(money, table.TotalMonetary),
                $"{money.Long((double)(table.TotalMonetary / total), 2)} for each {groups.OneFrequencyUnit}");
        }
        else if (log is not null)
        {
            yield return new Tile("Customers", ReportText.Count(log.ActiveCustomerCount));
            yield return new Tile(
                "Items", ReportText.Count(log.Items.Count), $"in {ReportText.Counted(log.EventCount, "event", "events")}");
        }

        if (input.Cleaning is { } cleaning)
            yield return new Tile("Rows kept", DataQualitySection.Kept(cleaning), $"of {ReportText.Count(cleaning.RowsRead)} read");
        if (input.Offers is not { } offers) yield break;
        yield return new Tile(
            "Budget used", Figure(money, offers.BudgetUsed), $"of {Figure(money, offers.Budget)}, {OfferSection.Basis(offers)}");
        yield return new Tile(
            "Expected net value", Figure(money, offers.Total.ExpectedNet),
            $"of {ReportText.Counted(offers.Total.Offers, "offer", "offers")}");
    }

    private static string Seen(RfmTable table) =>
        table.Prospects.Count == 0
            ? "all of whom bought"
            : $"bought; {ReportText.Counted(table.Prospects.Count, "other", "others")} did not";

    private static long Sum(ReadOnlySpan<int> counts)
    {
        long sum = 0;
        foreach (int count in counts) sum += count;
        return sum;
    }

    /// <summary>Amounts below a million to the unit, larger ones short.</summary>
    private static string Figure(ValueFormat money, decimal amount) =>
        Math.Abs(amount) < 1_000_000 ? money.Long((double)amount, 0) : money.Short((double)amount);
}
