using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>Who is about to leave, how far that can be trusted, and what it is told by.</summary>
internal static class ChurnReport
{
    private const int MostColumns = 10, MostCards = 3;

    public static void Add(ReportBuilder report, PersonalizationResult result)
    {
        ChurnEstimate churn = result.Churn;
        const string title = "Who will stay away";
        if (churn.Model is null)
        {
            report.AddSection(new ReportSection("churn", title, "", [new CalloutBlock("Why nothing?", churn.Reason!)]));
            return;
        }

        NumberColumn column = result.Customers.Column<NumberColumn>(ColumnNames.ChurnProbability);
        double[] known = [.. column.Values.ToArray().Where(double.IsFinite)];
        double expected = known.Sum();
        string horizon = ReportText.Counted(churn.HorizonDays, "day", "days");
        report.AddSummary(
            "Who will stay away",
            $"{ReportText.Count((long)Math.Round(expected))} of {ReportText.Counted(known.Length, "customer", "customers")} are expected "
            + $"to buy nothing within {horizon}.");
        List<ReportBlock> blocks = [];
        if (churn.Validation is { } validation) blocks.Add(Trust(validation));
        blocks.Add(new ChartsBlock([.. Charts(churn, result, known)], 2));
        blocks.Add(new CalloutBlock("How far can it be trusted?", Quality(churn, horizon)));
        ReportCard[] cards = [.. Cards(churn, result, column)];
        if (cards.Length > 0)
        {
            blocks.Add(new HeadingBlock("High spenders who may stay away, and why"));
            blocks.Add(new CardsBlock(cards));
        }

        report.AddSection(new ReportSection(
            "churn", title,
            $"How probable it is that a customer buys nothing within {horizon}, learned from what customers like them did at "
            + $"{ReportText.Counted(churn.Moments.Count, "moment", "moments")} of the shop's own past.",
            blocks));
    }

    private static ChartsBlock Trust(ProbabilityValidation validation) => new(
        [
            new LineChart
            {
                Title = "Said and seen",
                Subtitle = "on the line, probabilities mean what they say",
                X = new Axis("Predicted") { Format = ValueFormat.Percent, Minimum = 0, Maximum = 1 },
                Y = new Axis("Happened") { Format = ValueFormat.Percent, Minimum = 0, Maximum = 1 },
                Series =
                [
                    new LineSeries("customers", [.. validation.Reliability.Select(bin => new LinePoint(bin.Predicted, bin.Observed))]),
                    new LineSeries("as said", [new LinePoint(0, 0), new LinePoint(1, 1)]),
                ],
                Width = 400,
            },
            new LineChart
            {
                Title = "What addressing some reaches",
                Subtitle = "the most endangered first",
                X = new Axis("Share of customers") { Format = ValueFormat.Percent, Minimum = 0, Maximum = 1 },
                Y = new Axis("Share of those who stayed away") { Format = ValueFormat.Percent, Minimum = 0, Maximum = 1 },
                Series =
                [
                    new LineSeries(
                        "by probability",
                        [new LinePoint(0, 0), .. validation.Lift.Select(point => new LinePoint(point.Share, point.Gain))]),
                    new LineSeries("at random", [new LinePoint(0, 0), new LinePoint(1, 1)]),
                ],
                Width = 400,
            },
        ],
        2);

    private static IEnumerable<Chart> Charts(ChurnEstimate churn, PersonalizationResult result, double[] known)
    {
        yield return new BarChart
        {
            Title = "What tells it",
            Subtitle = "mean size of a column's part, in log-odds",
            Bars =
            [
                .. churn.Importance.Take(MostColumns).Where(own => own.MeanContribution >= .005)
                    .Select(own => new Bar(own.Column.Replace('_', ' '), Math.Round(own.MeanContribution, 2))),
            ],
            Value = new Axis("Part"),
            Width = 400,
        };
        if (!result.Customers.TryGetColumn(ColumnNames.Segment, out CustomerColumn? found)) yield break;
        if (found is not CategoryColumn segments) yield break;
        NumberColumn column = result.Customers.Column<NumberColumn>(ColumnNames.ChurnProbability);
        double mean = known.Average();
        yield return new BarChart
        {
            Title = "Expected to stay away, by segment",
            Subtitle = "the line marks the mean of all",
            Bars =
            [
                .. Enumerable.Range(0, segments.Count).Where(row => segments.Codes[row] >= 0 && !column.IsMissing(row))
                    .GroupBy(row => segments.Codes[row])
                    .Select(group => new Bar(segments.Levels[group.Key], group.Average(row => column.Values[row]), mean))
                    .OrderByDescending(bar => bar.Value).ThenBy(bar => bar.Label, StringComparer.Ordinal),
            ],
            Value = new Axis("Mean probability") { Format = ValueFormat.Percent },
            ReferenceName = "all customers",
            Width = 400,
            Color = 2,
        };
    }

    private static string Quality(ChurnEstimate churn, string horizon)
    {
        if (churn.Validation is not { } validation || !double.IsFinite(validation.Auc))
            return $"Not known: the events reach back too little to learn at one moment and look {horizon} after another.";
        string last = ReportText.Date(DateOnly.FromDateTime(churn.Moments[^1]));
        return $"Learned from the moments before {last} and looked at from there, a customer who stayed away had the higher probability in "
            + $"{ReportText.Share(validation.Auc)} of pairs with one who bought (half would be chance), and probabilities were off by "
            + $"{ReportText.Number(100 * validation.CalibrationError)} percentage points on average. A season that the moments before "
            + "didn't have, such as the weeks before Christmas, shows as such a gap. The model of today has learned from that moment too.";
    }

    /// <summary>Who spent most among those more probable to stay away than to buy.</summary>
    private static IEnumerable<ReportCard> Cards(ChurnEstimate churn, PersonalizationResult result, NumberColumn column)
    {
        CustomerTable customers = result.Customers;
        int[] rows =
        [
            .. Enumerable.Range(0, customers.Count).Where(row => column.Values[row] > .5)
                .OrderByDescending(row => customers[row].Monetary).ThenBy(row => row).Take(MostCards),
        ];
        foreach (int row in rows)
        {
            CustomerProfile customer = customers[row];
            if (churn.Explain(customer.Id) is not { } reasons) continue;
            yield return new ReportCard(
                customer.Id.Value, customer.Segment ?? "",
                $"Buys nothing within {churn.HorizonDays} days with a probability of {ReportText.Share(column.Values[row])}.",
                [.. reasons.InWords().Select(reason => new ReportCardLine("", Reason: ReportText.Capitalized(reason.Replace('_', ' '))))]);
        }
    }
}
