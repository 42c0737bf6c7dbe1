using System.Globalization;

namespace Personalization.Insights;

/// <summary>What customers are recommended and offered, what it costs and what it is expected to return.</summary>
internal static class OfferSections
{
    public static Section Suggestions(IReadOnlyList<SuggestionFacts> suggestions) => new(
        "recommendations", "Recommendations",
        "A sample of customers with the items they are most likely to want next, none of which they have bought before, and why. "
        + "The number is a score: it ranks the items of one customer and says nothing between customers.",
        [new Cards([.. suggestions.Select(customer => new Card(
            customer.Customer, customer.Segment, customer.History,
            [.. customer.Items.Select(item => new CardLine(item.Title, item.Score.ToString("0.00", CultureInfo.InvariantCulture), item.Reason))]))])]);

    public static Section Offers(OfferFacts facts, ValueFormat money)
    {
        string Money(decimal amount) => ReportText.Money(money, amount);
        long customers = facts.Lines.Sum(line => line.Customers);
        var offers = facts.Lines
            .GroupBy(line => line.Offer, StringComparer.Ordinal)
            .Select(lines => (Name: lines.Key, Customers: lines.Sum(line => line.Customers), Cost: lines.Sum(line => line.Cost), Value: lines.Sum(line => line.ExpectedValue)))
            .OrderByDescending(offer => offer.Cost).ThenBy(offer => offer.Name, StringComparer.Ordinal)
            .ToArray();

        List<Chart> charts = [];
        if (facts.Budget > 0)
        {
            charts.Add(new MeterChart
            {
                Title = "Where the budget goes",
                Subtitle = $"{Money(facts.Spent)} of {Money(facts.Budget)}",
                Whole = (double)facts.Budget,
                Parts = Largest([.. offers.Select(offer => new MeterPart(offer.Name, (double)offer.Cost))], ChartStyle.Colors - 1),
                RestName = "Not spent",
                Format = money,
                Width = 400,
            });
        }

        charts.Add(new BarChart
        {
            Title = "Expected value by offer",
            Subtitle = "the line marks what the offer costs",
            Bars = [.. offers.OrderByDescending(offer => offer.Value).ThenBy(offer => offer.Name, StringComparer.Ordinal).Select(offer => new Bar(offer.Name, (double)offer.Value, (double)offer.Cost))],
            Value = new Axis("Expected value") { Format = money },
            ReferenceName = "cost",
            Width = 400,
        });

        List<Block> blocks =
        [
            new Figures(charts, 2),
            new DataTable(
                "Offers by segment",
                [new("Offer"), new("Segment"), new("Customers", ColumnKind.Number), new("Expected cost", ColumnKind.Number),
                    new("Expected value", ColumnKind.Number), new("Value for each 1 spent", ColumnKind.Number)],
                [.. facts.Lines.Select(line => (IReadOnlyList<string>)
                [
                    line.Offer, line.Segment, ReportText.Count(line.Customers), money.Long((double)line.Cost, 2), money.Long((double)line.ExpectedValue, 2),
                    line.Cost > 0 ? money.Long((double)(line.ExpectedValue / line.Cost), 2) : "free",
                ])]),
        ];
        if (facts.Samples.Count > 0)
        {
            blocks.Add(new Heading("Some of the decisions, with their reasons"));
            blocks.Add(new Cards([.. facts.Samples.Select(sample => new Card(
                sample.Customer, sample.Segment, Decided(sample, money),
                [.. sample.Reasons.Select(reason => new CardLine("", "", reason))]))]));
        }

        return new Section(
            "offers", "Offers and budget",
            $"{ReportText.Count(customers)} of {ReportText.Counted(facts.CustomersAsked, "customer", "customers")} get an offer. It is expected to cost {Money(facts.Spent)} "
            + $"of the budget of {Money(facts.Budget)} and to bring {Money(facts.ExpectedValue)}. Expected values follow from the response rates in the catalogue; they are no measurement.",
            blocks);
    }

    public static Section BusinessValue(IReadOnlyList<ValueFacts> lines, ValueFormat money)
    {
        string Amount(decimal? amount) => amount is { } known ? money.Long((double)known, 2) : "–";
        return new Section(
            "business-value", "Business value",
            "The same model computed twice: with the arithmetic as it was published, and with its faults corrected.",
            [new DataTable(
                "Business value, as published and corrected",
                [new("Figure"), new("As published", ColumnKind.Number), new("Corrected", ColumnKind.Number), new("Why they differ", ColumnKind.Prose)],
                [.. lines.Select(line => (IReadOnlyList<string>)[line.Name, Amount(line.Published), Amount(line.Corrected), line.Explanation])])]);
    }

    private static string Decided(DecisionFacts decision, ValueFormat money) => decision is { Cost: 0, ExpectedValue: 0 }
        ? decision.Offer
        : $"{decision.Offer}: costs {money.Long((double)decision.Cost, 2)}, expected to bring {money.Long((double)decision.ExpectedValue, 2)}";

    private static MeterPart[] Largest(MeterPart[] parts, int most)
    {
        if (parts.Length <= most) return parts;
        return [.. parts.Take(most - 1), new MeterPart("All others", parts.Skip(most - 1).Sum(part => part.Value))];
    }
}
