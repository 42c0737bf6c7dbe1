using System.Globalization;
using Personalization.Core;
using Personalization.Insights;

namespace Personalization;

/// <summary>When, what and how much customers buy; a block is left out where it would tell nothing.</summary>
internal static class ExploreReport
{
    /// <summary>Below this number of orders counts by hour and month are chance.</summary>
    public const int FewestOrders = 20;

    private const int MostMonths = 24, MostCategories = 12, MostBoxes = 14, FewestInBox = 5;
    private const double FewTimes = .5;

    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    private static readonly string[] DayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

    public static void Add(ReportBuilder report, PersonalizationResult result, ExploredOrders found)
    {
        List<ReportBlock> blocks = [];
        List<Chart> when = [.. When(report, found)];
        if (when.Count > 0) blocks.Add(new ChartsBlock(when, 3));
        List<Chart> what = [.. What(result.Log, found, report.Money)];
        if (what.Count > 0) blocks.Add(new ChartsBlock(what, 2));
        List<Chart> boxes = [.. Boxes(found, report.Money)];
        if (boxes.Count > 0)
        {
            blocks.Add(new ChartsBlock(
                boxes, 2,
                "Half of the values lie in the box, the line in it is the median. Whiskers reach to the last value within one and a half "
                + "times the box's length, dashes on to the outermost value. Axes are logarithmic."));
        }

        if (ExploreTop.Table(result.Log, found, report) is { } top) blocks.Add(top);
        if (ExploreFaults.Table(found, result, report) is { } faults) blocks.Add(faults);
        if (blocks.Count == 0) return;
        report.AddSection(new ReportSection(
            "explore", "When, what and how much they buy",
            $"A look at {ReportText.Counted(found.Orders.Count, "order", "orders")} of "
            + $"{ReportText.Counted(found.Customers.Count, "customer", "customers")}.",
            blocks));
    }

    /// <summary>Two hours of the day, from 0 to 11.</summary>
    public static int Block(DateTime time) => time.Hour / 2;

    public static string BlockName(int block) => string.Create(CultureInfo.InvariantCulture, $"{2 * block}–{(2 * block) + 2} h");

    /// <summary>Whether orders have times of day: a file of dates alone puts all of them at midnight.</summary>
    public static bool HasHours(ExploredOrders found) =>
        found.Orders.Count(order => order.Time.TimeOfDay != TimeSpan.Zero) > FewTimes * found.Orders.Count;

    private static int DayOf(DateTime time) => ((int)time.DayOfWeek + 6) % 7;

    private static IEnumerable<Chart> When(ReportBuilder report, ExploredOrders found)
    {
        long[] days = new long[7];
        foreach ((int _, DateTime time, double _, bool _) in found.Orders) days[DayOf(time)]++;
        if (days.Count(count => count > 0) < 2) yield break;
        int peakDay = Array.IndexOf(days, days.Max());
        string peak = "";
        if (HasHours(found))
        {
            double[] cells = new double[12 * 7];
            foreach ((int _, DateTime time, double _, bool _) in found.Orders) cells[(Block(time) * 7) + DayOf(time)]++;
            int first = Array.FindIndex(cells, count => count > 0) / 7, last = Array.FindLastIndex(cells, count => count > 0) / 7;
            int best = Array.IndexOf(cells, cells.Max());
            peak = $"The shop is busiest on {DayNames[best % 7]} from {BlockName(best / 7)}. ";
            yield return new HeatGrid
            {
                Title = "Orders by hour and weekday",
                Rows = [.. Enumerable.Range(first, last - first + 1).Select(BlockName)],
                Columns = Days,
                RowTitle = "Hours",
                ColumnTitle = "Weekday",
                Values = cells[(first * 7)..((last + 1) * 7)],
            };
        }

        report.AddSummary(
            "When they buy",
            $"{peak}{DayNames[peakDay]} has most orders, {ReportText.Share(days[peakDay], found.Orders.Count)} of all.");
        yield return Counts("Orders by weekday", Enumerable.Range(0, 7).Select(day => (DayNames[day], days[day])), 0);
        (string, long)[] months =
        [
            .. found.Orders.GroupBy(order => (order.Time.Year, order.Time.Month)).OrderBy(group => group.Key).TakeLast(MostMonths)
                .Select(group => (
                    new DateTime(group.Key.Year, group.Key.Month, 1).ToString("MMM yyyy", CultureInfo.InvariantCulture),
                    (long)group.Count())),
        ];
        if (months.Length < 2) yield break;
        yield return Counts("Orders by month", months, 2);
    }

    private static BarChart Counts(string title, IEnumerable<(string Name, long Count)> counts, int color) => new()
    {
        Title = title,
        Bars = [.. counts.Select(each => new Bar(each.Name, each.Count))],
        Value = new Axis("Orders"),
        Color = color,
    };

    private static IEnumerable<Chart> What(EventLog log, ExploredOrders found, ValueFormat money)
    {
        int[] categories =
        [
            .. Enumerable.Range(0, log.Categories.Count).Where(code => found.CategoryRevenue[code] > 0)
                .OrderByDescending(code => found.CategoryRevenue[code]).ThenBy(code => code).Take(MostCategories),
        ];
        if (categories.Length > 1)
        {
            yield return new BarChart
            {
                Title = "Revenue by category",
                Bars =
                [
                    .. categories.Select(code =>
                        new Bar(log.Categories[code], (double)MoneyUnits.ToDecimal(found.CategoryRevenue[code]))),
                ],
                Value = new Axis("Revenue") { Format = money },
                Color = 3,
            };
        }

        (string Name, int From, int To)[] sizes =
        [
            ("1 item", 1, 1), ("2 items", 2, 2), ("3 items", 3, 3), ("4 items", 4, 4), ("5 to 9", 5, 9), ("10 and more", 10, int.MaxValue),
        ];
        if (found.BasketSizes.Distinct().Count() < 2) yield break;
        yield return Counts(
            "Different items in an order",
            sizes.Select(size => (size.Name, Count: found.BasketSizes.LongCount(items => items >= size.From && items <= size.To)))
                .Where(size => size.Count > 0),
            4);
    }

    private static IEnumerable<Chart> Boxes(ExploredOrders found, ValueFormat money)
    {
        Box[] values = BySegment(found, found.Orders.Select(order => (order.Row, order.Value)));
        if (values.Length > 0)
        {
            yield return new BoxChart
            {
                Title = "Order values",
                Boxes = values,
                Value = new Axis("Value of an order") { Format = money, Logarithmic = true },
            };
        }

        Box[] gaps = BySegment(found, found.Gaps);
        if (gaps.Length > 0)
        {
            yield return new BoxChart
            {
                Title = "Days between orders",
                Boxes = gaps,
                Value = new Axis("Days to the next order") { Format = ValueFormat.In("days"), Logarithmic = true },
                Color = 2,
            };
        }
    }

    /// <summary>All customers first, then segments by their medians, highest first; values above zero alone.</summary>
    private static Box[] BySegment(ExploredOrders found, IEnumerable<(int Row, double Value)> values)
    {
        (int Row, double Value)[] shown = [.. values.Where(value => value.Value > 0)];
        if (shown.Length < FewestOrders || shown.Select(value => value.Value).Distinct().Count() < 2) return [];
        Box all = Box.From("All", [.. shown.Select(value => value.Value)]);
        if (!found.Customers.TryGetColumn(ColumnNames.Segment, out CustomerColumn? column) || column is not CategoryColumn segments)
            return [all];
        return
        [
            all,
            .. shown.Where(value => segments.Codes[value.Row] >= 0).GroupBy(value => segments.Codes[value.Row])
                .Where(group => group.Count() >= FewestInBox)
                .Select(group => Box.From(segments.Levels[group.Key], [.. group.Select(value => value.Value)]))
                .OrderByDescending(box => box.Median).ThenBy(box => box.Label, StringComparer.Ordinal).Take(MostBoxes),
        ];
    }
}
