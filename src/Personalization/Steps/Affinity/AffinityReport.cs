using Personalization.Core;
using Personalization.Insights;
using Personalization.Recommendations;

namespace Personalization;

/// <summary>Which categories each segment buys more of than all customers do.</summary>
internal static class AffinityReport
{
    private const int MostCategories = 12, FewestExpected = 20;
    private const double WorthTelling = 1.25;

    /// <summary>Adds nothing without segments or categories, or where all segments buy alike.</summary>
    public static void Add(ReportBuilder report, PersonalizationResult result)
    {
        if (!result.Customers.TryGetColumn(ColumnNames.Segment, out CustomerColumn? column)) return;
        if (column is not CategoryColumn segments) return;
        (double[,] counts, string[] categories) = Count(result, segments);
        int[] used = [.. Enumerable.Range(0, segments.Levels.Count).Where(row => Sum(counts, row) > 0)];
        string[] names = Array.ConvertAll(used, row => segments.Levels[row]);
        if (categories.Length < 2 || names.Length < 2) return;
        double[] lifts = [.. names.SelectMany(name => Lifts(counts, segments, name, categories))];
        double highest = lifts.Where(double.IsFinite).DefaultIfEmpty(1).Max();
        if (highest < WorthTelling) return;
        int best = Array.IndexOf(lifts, highest);
        string segment = names[best / categories.Length], category = categories[best % categories.Length];
        report.AddSection(new ReportSection(
            "affinities", "What segments are drawn to",
            $"Customers of segment {segment} buy {ReportText.Number(highest)} times as often of {category} as all customers do.",
            [
                new ChartsBlock(
                    [
                        new HeatGrid
                        {
                            Title = "Categories by segment",
                            Subtitle = "times as often as all customers",
                            Rows = names,
                            Columns = categories,
                            RowTitle = "Segment",
                            ColumnTitle = "Category",
                            Values = [.. lifts.Select(lift => Math.Round(lift, 1))],
                        },
                    ],
                    1,
                    $"1 is as often as all customers; blank where fewer than {FewestExpected} purchases were to be expected."),
            ]));
    }

    /// <summary>Purchases by segment and category, the categories bought most first.</summary>
    private static (double[,] Counts, string[] Categories) Count(PersonalizationResult result, CategoryColumn segments)
    {
        EventLog log = result.Log;
        int purchase = log.TypeCode(EventType.Purchase);
        double[,] counts = new double[segments.Levels.Count, log.Categories.Count];
        double[] all = new double[log.Categories.Count];
        int[] rows = log.Customers.RowsIn(result.Customers.Customers);
        for (int row = 0; row < rows.Length; row++)
        {
            int segment = rows[row] < 0 ? -1 : segments.Codes[rows[row]];
            CustomerEvents events = log.EventsOf(row);
            for (int i = 0; i < events.Count && segment >= 0; i++)
            {
                if (events.Types[i] != purchase || events.Items[i] < 0) continue;
                int category = log.Items.CategoryCodeAt(events.Items[i]);
                if (category < 0) continue;
                counts[segment, category]++;
                all[category]++;
            }
        }

        int[] kept = [.. Enumerable.Range(0, all.Length).Where(category => all[category] > 0)
            .OrderByDescending(category => all[category]).Take(MostCategories)];
        double[,] ofKept = new double[segments.Levels.Count, kept.Length];
        for (int segment = 0; segment < segments.Levels.Count; segment++)
        {
            for (int i = 0; i < kept.Length; i++) ofKept[segment, i] = counts[segment, kept[i]];
        }

        return (ofKept, [.. kept.Select(category => log.Categories[category])]);
    }

    private static IEnumerable<double> Lifts(double[,] counts, CategoryColumn segments, string name, string[] categories)
    {
        segments.Levels.TryGetRow(name, out int row);
        double total = Enumerable.Range(0, segments.Levels.Count).Sum(segment => Sum(counts, segment));
        for (int category = 0; category < categories.Length; category++)
        {
            double all = Enumerable.Range(0, segments.Levels.Count).Sum(segment => counts[segment, category]);
            double expected = all * Sum(counts, row) / total;
            yield return expected >= FewestExpected ? counts[row, category] / expected : double.NaN;
        }
    }

    private static double Sum(double[,] counts, int row)
    {
        double sum = 0;
        for (int column = 0; column < counts.GetLength(1); column++) sum += counts[row, column];
        return sum;
    }
}
