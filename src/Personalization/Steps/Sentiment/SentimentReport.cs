using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>How customers speak, by segment, and the words that decided. No text is shown: it may name people.</summary>
internal static class SentimentReport
{
    public static void Add(ReportBuilder report, SentimentFindings found, CustomerTable customers)
    {
        report.AddSummary(
            "How they speak",
            $"Of {ReportText.Counted(found.Notes, "review or note", "reviews and notes")} of "
            + $"{ReportText.Counted(found.Customers, "customer", "customers")}, {ReportText.Share(found.Positive, found.Notes)} speak well "
            + $"and {ReportText.Share(found.Negative, found.Notes)} speak ill.");
        int neutral = found.Notes - found.Positive - found.Negative;
        List<Chart> charts =
        [
            new BarChart
            {
                Title = "How they speak",
                Value = new Axis("Reviews and notes"),
                Bars = [new("well", found.Positive), new("neither", neutral), new("ill", found.Negative)],
            },
        ];
        if (found.GoodWords.Count > 0) charts.Add(Words("Words that spoke well", found.GoodWords, 2));
        if (found.BadWords.Count > 0) charts.Add(Words("Words that spoke ill", found.BadWords, 5));
        List<ReportBlock> blocks = [new ChartsBlock(charts, 3)];
        if (Segments(customers) is { } segments) blocks.Add(segments);
        string[] left =
        [
            .. found.LeftOut > 0 ? [$"{ReportText.Count(found.LeftOut)} without customer, text or readable time"] : Array.Empty<string>(),
            .. found.OfOthers > 0 ? [$"{ReportText.Count(found.OfOthers)} of customers who bought nothing"] : Array.Empty<string>(),
            .. found.Later > 0 ? [$"{ReportText.Count(found.Later)} of the reference date or later"] : Array.Empty<string>(),
        ];
        if (left.Length > 0) blocks.Add(new ParagraphBlock($"Not counted: {ReportText.List(left)}."));
        if (found.DateOrder is { Assumed: true } assumed)
        {
            blocks.Add(new ParagraphBlock(
                $"Assumed of “{assumed.Column}”: {assumed.Choice}; {assumed.Evidence}. Change it with {assumed.ChangeWith}."));
        }

        report.AddSection(new ReportSection(
            "sentiment", "How customers speak",
            $"“{found.Source}” was scored from −1 to 1"
            + (found.ByChat > 0 ? $", {ReportText.Count(found.ByChat)} texts by a chat model and the rest by their words" : " by its words")
            + ". Negations count: “not good” speaks ill.",
            blocks));
    }

    private static BarChart Words(string title, IReadOnlyList<KeyValuePair<string, int>> words, int color) => new()
    {
        Title = title,
        Value = new Axis("Times"),
        Bars = [.. words.Select(word => new Bar(word.Key, word.Value))],
        Color = color,
    };

    private static TableBlock? Segments(CustomerTable customers)
    {
        if (!customers.TryGetColumn(ColumnNames.Segment, out CustomerColumn? found) || found is not CategoryColumn segments) return null;
        WholeNumberColumn counts = customers.Column<WholeNumberColumn>(SentimentStep.Reviews);
        NumberColumn means = customers.Column<NumberColumn>(SentimentStep.Mean), last = customers.Column<NumberColumn>(SentimentStep.Last);
        IReadOnlyList<string>[] rows =
        [
            .. Enumerable.Range(0, customers.Count).Where(row => counts.Values[row] > 0 && segments.Codes[row] >= 0)
                .GroupBy(row => segments.Codes[row])
                .Select(group => (Name: segments.Levels[group.Key], Count: group.Count(), Notes: group.Sum(row => counts.Values[row]),
                    Mean: group.Average(row => means.Values[row]), Last: group.Average(row => last.Values[row])))
                .OrderBy(group => group.Mean).ThenBy(group => group.Name, StringComparer.Ordinal)
                .Select(group => (IReadOnlyList<string>)
                [
                    group.Name, ReportText.Count(group.Count), ReportText.Count(group.Notes), ValueFormat.Number.Long(group.Mean, 2),
                    ValueFormat.Number.Long(group.Last, 2),
                ]),
        ];
        return rows.Length < 2 ? null : new TableBlock(
            "How the segments speak, from −1 to 1",
            [new("Segment"), new("Customers with a note", ReportCells.Numbers), new("Notes", ReportCells.Numbers),
                new("Mean", ReportCells.Numbers), new("Latest", ReportCells.Numbers)],
            rows);
    }
}
