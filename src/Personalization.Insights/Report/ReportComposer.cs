using System.Globalization;

namespace Personalization.Insights;

/// <summary>Puts the facts into sections, and says the main things in plain words on top.</summary>
internal static class ReportComposer
{
    public static PageView Compose(ReportFacts facts)
    {
        ValueFormat money = ValueFormat.Currency(facts.Currency);
        RfmGroups? groups = facts.Rfm is { Customers.Count: > 0 } rfm ? RfmGroups.From(rfm) : null;

        List<Section> sections = [];
        if (facts.Cleaning is { } cleaning) sections.Add(DataQualitySection.Build(cleaning));
        if (groups is not null) sections.AddRange(SegmentSections.Build(groups, money));
        if (ClusterSection.Build(facts.ClusterChoice, facts.Clusters, money) is { } clusters) sections.Add(clusters);
        if (facts.Suggestions is { Count: > 0 } suggestions) sections.Add(OfferSections.Suggestions(suggestions));
        if (facts.Offers is { } offers) sections.Add(OfferSections.Offers(offers, money));
        if (facts.BusinessValue is { Count: > 0 } value) sections.Add(OfferSections.BusinessValue(value, money));

        return new PageView
        {
            Title = facts.Title,
            Subtitle = Subtitle(facts),
            Tiles = [.. Tiles(facts, money)],
            Summary = [.. Summary(facts, groups, money)],
            Sections = sections,
            Footer = "This file holds everything it shows: it loads nothing and runs no script, so it can be kept and sent as it is."
                + (facts.Generated.Length > 0 ? " " + facts.Generated : ""),
        };
    }

    private static string Subtitle(ReportFacts facts)
    {
        string source = facts.Cleaning?.Source ?? "";
        string span = facts.Shop is { } shop ? $"{ReportText.Date(shop.First)} to {ReportText.Date(shop.Last)}" : "";
        return string.Join(" · ", new[] { source, span }.Where(part => part.Length > 0));
    }

    private static IEnumerable<Tile> Tiles(ReportFacts facts, ValueFormat money)
    {
        if (facts.Shop is { } shop)
        {
            yield return new Tile("Customers", ReportText.Count(shop.Customers), $"{ReportText.Count(shop.Items)} items on sale");
            yield return new Tile("Orders", ReportText.Count(shop.Orders), shop.Customers > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{(double)shop.Orders / shop.Customers:0.0} a customer")
                : "");
            yield return new Tile("Revenue", Figure(money, shop.Revenue), shop.Orders > 0 ? $"{money.Long((double)(shop.Revenue / shop.Orders), 2)} an order" : "");
        }

        if (facts.Cleaning is { } cleaning)
            yield return new Tile("Rows kept", ValueFormat.Percent.Long(Kept(cleaning), 1), $"of {ReportText.Count(cleaning.RowsRead)} read");
        if (facts.Offers is { } offers)
        {
            yield return new Tile("Budget used", Figure(money, offers.Spent), $"of {Figure(money, offers.Budget)}");
            yield return new Tile("Expected value", Figure(money, offers.ExpectedValue), offers.Spent > 0
                ? $"{money.Long((double)(offers.ExpectedValue / offers.Spent), 2)} for each {money.Long(1)} spent"
                : "");
        }
    }

    /// <summary>Amounts below a million to the unit, larger ones short.</summary>
    private static string Figure(ValueFormat money, decimal amount) =>
        Math.Abs(amount) < 1_000_000 ? money.Long((double)amount, 0) : money.Short((double)amount);

    private static double Kept(CleaningFacts cleaning) => cleaning.RowsRead > 0 ? (double)cleaning.RowsKept / cleaning.RowsRead : double.NaN;

    private static IEnumerable<SummaryLine> Summary(ReportFacts facts, RfmGroups? groups, ValueFormat money)
    {
        string read = string.Join(" ", ReadSentences(facts, money));
        if (read.Length > 0) yield return new SummaryLine("What was read", read);
        string who = string.Join(" ", WhoSentences(facts, groups));
        if (who.Length > 0) yield return new SummaryLine("Who the customers are", who);
        if (facts.Offers is not { } offers) yield break;

        long given = offers.Lines.Sum(line => line.Customers);
        var frequent = offers.Lines.GroupBy(line => line.Offer, StringComparer.Ordinal)
            .Select(lines => (Name: lines.Key, Customers: lines.Sum(line => line.Customers)))
            .OrderByDescending(offer => offer.Customers).ThenBy(offer => offer.Name, StringComparer.Ordinal)
            .Take(3)
            .Select(offer => $"{offer.Name} ({ReportText.Count(offer.Customers)})");
        yield return new SummaryLine(
            "What to offer",
            $"{ReportText.Counted(given, "customer gets", "customers get")} an offer, {ReportText.Share(given, offers.CustomersAsked)} of all. Most often: {string.Join(", ", frequent)}.");
        yield return new SummaryLine(
            "What it costs",
            $"{ReportText.Money(money, offers.Spent)} of a budget of {ReportText.Money(money, offers.Budget)} ({ReportText.Share((double)offers.Spent, (double)offers.Budget)}), "
            + (given > 0 ? $"{money.Long((double)(offers.Spent / given), 2)} for each customer with an offer." : "as no offer pays."));
        yield return new SummaryLine(
            "What it returns",
            $"{ReportText.Money(money, offers.ExpectedValue)} expected"
            + (offers.Spent > 0 ? $", {money.Long((double)(offers.ExpectedValue / offers.Spent), 2)} for each {money.Long(1)} spent. " : ". ")
            + "This follows from the response rates assumed in the catalogue. Keep a group without offers to measure it.");
    }

    private static IEnumerable<string> ReadSentences(ReportFacts facts, ValueFormat money)
    {
        if (facts.Cleaning is { } cleaning)
            yield return $"{ReportText.Counted(cleaning.RowsRead, "row", "rows")}, of which {ReportText.Count(cleaning.RowsKept)} ({ValueFormat.Percent.Long(Kept(cleaning), 1)}) could be used.";
        if (facts.Shop is { } shop)
            yield return $"{ReportText.Counted(shop.Orders, "order", "orders")} by {ReportText.Counted(shop.Customers, "customer", "customers")} between {ReportText.Date(shop.First)} and {ReportText.Date(shop.Last)}, worth {ReportText.Money(money, shop.Revenue)}.";
    }

    private static IEnumerable<string> WhoSentences(ReportFacts facts, RfmGroups? groups)
    {
        if (groups is not null)
        {
            RfmGroup first = groups.BySize[0];
            yield return $"{first.Segment.Name} are {ReportText.Share(first.CustomerShare)} of customers and bring {ReportText.Share(first.RevenueShare)} of revenue.";
            RfmGroup largest = groups.BySize.MaxBy(group => group.Rows.Count)!;
            if (largest != first)
                yield return $"The largest segment is {largest.Segment.Name}: {ReportText.Share(largest.CustomerShare)} of customers, {ReportText.Share(largest.RevenueShare)} of revenue.";
        }

        if (facts.Clusters is { Count: > 0 } clusters)
        {
            ClusterFacts best = clusters.OrderByDescending(cluster => cluster.RevenueShare).ThenBy(cluster => cluster.Name, StringComparer.Ordinal).First();
            yield return $"By behaviour alone they form {ReportText.Count(clusters.Count)} groups, of which {best.Name} bring most: {ReportText.Share(best.RevenueShare)} of revenue.";
        }
    }
}
