using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization;

/// <summary>What is missing in the events, and which orders stand out.</summary>
internal static class ExploreFaults
{
    /// <returns>Null where nothing is missing and nothing stands out.</returns>
    public static TableBlock? Table(ExploredOrders found, PersonalizationResult result, ReportBuilder report)
    {
        List<IReadOnlyList<string>> rows = [];
        long withoutCategory = found.CategoryLines[0, found.CategoryRevenue.Length] + found.CategoryLines[1, found.CategoryRevenue.Length];
        Missing(rows, "Lines without a category", withoutCategory, found.Lines);
        Missing(rows, "Lines without an item", found.WithoutItem, found.Lines);
        Missing(rows, "Lines without a price", found.WithoutPrice, found.Lines);
        Missing(rows, "Lines without an order id", found.WithoutOrder, found.Lines);
        Missing(rows, "Lines without a channel", found.WithoutChannel, found.Lines);
        if (result.Find<CleaningReport>() is { RowsDropped: > 0 } cleaning)
            Missing(rows, "Rows of the file that couldn't be used", cleaning.RowsDropped, cleaning.RowsRead);
        double[] values = [.. found.Orders.Select(order => order.Value)];
        Box box = Box.From("orders", values);
        double fence = box.UpperQuartile + (1.5 * (box.UpperQuartile - box.LowerQuartile));
        double[] large = Array.FindAll(values, value => value > fence);
        if (large.Length > 0)
        {
            double share = large.Sum() / values.Sum();
            rows.Add(
            [
                $"Orders above {report.Money.Long(fence, 2)}", Part(large.Length, values.Length),
                $"{ReportText.Share(share)} of the revenue; the largest is {report.Money.Long(box.Maximum, 2)}",
            ]);
            report.AddSummary(
                "What stands out",
                $"{ReportText.Counted(large.Length, "order is", "orders are")} unusually large (above {report.Money.Long(fence, 2)}) and "
                + $"{(large.Length == 1 ? "brings" : "bring")} {ReportText.Share(share)} of the revenue.");
        }

        int nothing = values.Count(value => value <= 0);
        if (nothing > 0) rows.Add(["Orders of no value", Part(nothing, values.Length), ""]);
        return rows.Count == 0 ? null : new TableBlock(
            "What is missing, and what stands out",
            [new("What"), new("How many", ReportCells.Numbers), new("Note", ReportCells.Details)], rows);
    }

    private static void Missing(List<IReadOnlyList<string>> rows, string what, long count, long all)
    {
        if (count > 0) rows.Add([what, Part(count, all), ""]);
    }

    private static string Part(long count, long all) => $"{ReportText.Count(count)} ({ReportText.Share(count, all)})";
}
