using Personalization.Core;
using Personalization.Insights;
using Personalization.Numerics;

namespace Personalization;

/// <summary>What marks the tenth of the customers who spend most, against the rest.</summary>
internal static class ExploreTop
{
    private const double WorthTelling = 1.2;
    private const int FewestExpected = 10, MostCategories = 3;

    /// <returns>Null where there are too few customers, or all spend alike.</returns>
    public static TableBlock? Table(EventLog log, ExploredOrders found, ReportBuilder report)
    {
        int top = found.IsTop.Count(isTop => isTop), rest = found.Customers.Count - top;
        if (top == 0) return null;
        ValueFormat money = report.Money;
        (int Row, DateTime Time, double Value, bool First)[] mine = [.. found.Orders.Where(order => found.IsTop[order.Row])];
        (int Row, DateTime Time, double Value, bool First)[] theirs = [.. found.Orders.Where(order => !found.IsTop[order.Row])];
        if (mine.Length == 0 || theirs.Length == 0) return null;
        double revenue = found.Orders.Sum(order => order.Value), share = mine.Sum(order => order.Value) / revenue;
        double first = Quantiles.Median([.. mine.Where(order => order.First).Select(order => order.Value)]);
        double firstOfRest = Quantiles.Median([.. theirs.Where(order => order.First).Select(order => order.Value)]);
        List<IReadOnlyList<string>> rows =
        [
            ["Customers", ReportText.Count(top), ReportText.Count(rest)],
            ["Share of revenue", ReportText.Share(share), ReportText.Share(1 - share)],
            ["Orders a customer", ReportText.Number((double)mine.Length / top), ReportText.Number((double)theirs.Length / rest)],
            ["Median order", money.Long(Median(mine), 2), money.Long(Median(theirs), 2)],
            ["Median first order", money.Long(first, 2), money.Long(firstOfRest, 2)],
        ];
        List<string> marks = [];
        foreach ((string name, long own, long others) in Different(log.Categories, found.CategoryLines).Take(MostCategories))
        {
            long ours = Sum(found.CategoryLines, 0), all = Sum(found.CategoryLines, 1);
            rows.Add(Row($"Lines of category {name}", own, ours, others, all));
            if (marks.Count == 0) marks.Add($"buy {name} {ReportText.Number(Lift(own, ours, others, all))} times as often");
        }

        if (Different(log.Channels, found.ChannelLines) is [(string channel, long through, long throughOfRest), ..])
            rows.Add(Row($"Lines through {channel}", through, Sum(found.ChannelLines, 0), throughOfRest, Sum(found.ChannelLines, 1)));
        if (ExploreReport.HasHours(found) && Hours(mine, theirs) is { } hours) rows.Add(hours);
        if (first > firstOfRest * WorthTelling)
            marks.Insert(0, $"begin with larger orders ({money.Long(first, 2)} against {money.Long(firstOfRest, 2)})");
        report.AddSummary(
            "Who spends most",
            $"The {ReportText.Counted(top, "customer", "customers")} who spend most (a tenth) bring {ReportText.Share(share)} of the "
            + "revenue" + (marks.Count > 0 ? $"; they {string.Join(" and ", marks)}." : "."));
        return new TableBlock(
            "What marks the tenth of the customers who spend most",
            [new("What"), new("Top tenth", ReportCells.Numbers), new("The rest", ReportCells.Numbers)], rows);
    }

    private static double Median((int Row, DateTime Time, double Value, bool First)[] orders) =>
        Quantiles.Median([.. orders.Select(order => order.Value)]);

    /// <summary>What the top tenth has more of, relative to all that it has, the most different first.</summary>
    private static (string Name, long Own, long Others)[] Different(Vocabulary names, long[,] counts)
    {
        long ours = Sum(counts, 0), theirs = Sum(counts, 1);
        if (ours == 0 || theirs == 0) return [];
        return
        [
            .. Enumerable.Range(0, names.Count).Where(code => counts[1, code] > 0)
                .Where(code => (double)ours * counts[1, code] / theirs >= FewestExpected)
                .Select(code => (Name: names[code], Own: counts[0, code], Others: counts[1, code]))
                .Where(each => Lift(each.Own, ours, each.Others, theirs) >= WorthTelling)
                .OrderByDescending(each => Lift(each.Own, ours, each.Others, theirs)).ThenBy(each => each.Name, StringComparer.Ordinal),
        ];
    }

    private static IReadOnlyList<string>? Hours(
        (int Row, DateTime Time, double Value, bool First)[] mine, (int Row, DateTime Time, double Value, bool First)[] theirs)
    {
        long[] own = new long[12], others = new long[12];
        foreach ((int _, DateTime time, double _, bool _) in mine) own[ExploreReport.Block(time)]++;
        foreach ((int _, DateTime time, double _, bool _) in theirs) others[ExploreReport.Block(time)]++;
        int best = Enumerable.Range(0, 12).Where(block => (double)mine.Length * others[block] / theirs.Length >= FewestExpected)
            .OrderByDescending(block => Lift(own[block], mine.Length, others[block], theirs.Length)).FirstOrDefault(-1);
        return best < 0 || Lift(own[best], mine.Length, others[best], theirs.Length) < WorthTelling
            ? null
            : Row($"Orders from {ExploreReport.BlockName(best)}", own[best], mine.Length, others[best], theirs.Length);
    }

    private static double Lift(long own, long ours, long others, long theirs) => (double)own / ours / ((double)others / theirs);

    private static long Sum(long[,] counts, int group)
    {
        long sum = 0;
        for (int code = 0; code < counts.GetLength(1); code++) sum += counts[group, code];
        return sum;
    }

    private static IReadOnlyList<string> Row(string what, long own, long ours, long others, long theirs) =>
    [
        what, $"{ReportText.Share(own, ours)} ({ReportText.Count(own)})",
        $"{ReportText.Share(others, theirs)} ({ReportText.Count(others)})",
    ];
}
