using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization;

/// <summary>What was read, what was dropped or repaired, rule by rule, and what was made of the columns.</summary>
internal static class ReadReport
{
    private const string ExactDuplicate = "exact duplicate";
    private const int MostExamples = 3;
    private const int MostNames = 12;

    private const string Question = "What was read";

    /// <param name="report">The report.</param>
    /// <param name="cleaning">The account of the file that events came from; null where they came from none.</param>
    /// <param name="log">The events.</param>
    public static void Add(ReportBuilder report, CleaningReport? cleaning, EventLog log)
    {
        if (cleaning is not null)
        {
            report.AddSubtitle(cleaning.Source);
            report.AddTile(new ReportTile("Rows kept", Kept(cleaning), $"of {ReportText.Count(cleaning.RowsRead)} read"), rank: 1);
            report.AddSummary(
                Question,
                $"{ReportText.Counted(cleaning.RowsRead, "row", "rows")}, of which {ReportText.Count(cleaning.RowsKept)} "
                + $"({Kept(cleaning)}) could be used.");
            report.AddSection(Section(cleaning));
        }

        if (log.EventCount == 0) return;
        string period = ReportText.Period(log.FirstTime, log.LastTime);
        report.AddSubtitle(period);
        report.AddSummary(
            Question,
            $"{ReportText.Counted(log.ActiveCustomerCount, "customer", "customers")} and "
            + $"{ReportText.Counted(log.Items.Count, "item", "items")}, {period}.");
    }

    private static ReportSection Section(CleaningReport report)
    {
        List<ReportBlock> blocks = [];
        Bar[] bars =
        [
            .. report.Rules.Where(rule => rule.Dropped > 0).OrderByDescending(rule => rule.Dropped)
                .ThenBy(rule => rule.Name, StringComparer.Ordinal)
                .Select(rule => new Bar(ReportText.Capitalized(rule.Name), rule.Dropped)),
        ];
        if (bars.Length > 0)
        {
            blocks.Add(new ChartsBlock(
                [new BarChart { Title = "Rows dropped, by rule", Bars = bars, Value = new Axis("Rows"), Width = 400, Color = 1 }], 1,
                "A row is counted once, under the first rule that drops it."));
        }

        if (report.Rules.Any(MetRows)) blocks.Add(Rules(report));
        blocks.Add(new TableBlock(
            "How the file was read",
            [new("What"), new("Found", ReportCells.Prose)],
            [.. Facts(report).Where(fact => fact[1].Length > 0)]));
        return new ReportSection("data-quality", "What was read", Lede(report), blocks);
    }

    /// <summary>Share of the rows that were kept; n/a where none was read.</summary>
    private static string Kept(CleaningReport report) =>
        ValueFormat.Percent.Long(report.RowsRead > 0 ? (double)report.RowsKept / report.RowsRead : double.NaN, 1);

    private static string Lede(CleaningReport report)
    {
        long repaired = report.Rules.Sum(rule => rule.Repaired);
        return $"Of {ReportText.Counted(report.RowsRead, "row", "rows")} read, {ReportText.Count(report.RowsKept)} ({Kept(report)}) "
            + $"were kept and {ReportText.Count(report.RowsDropped)} dropped."
            + (repaired > 0 ? $" {ReportText.Counted(repaired, "repair was", "repairs were")} made." : "")
            + " Nothing was changed or dropped without being counted here.";
    }

    private static TableBlock Rules(CleaningReport report) => new(
        "Cleaning rules, in the order in which they were tried",
        [new("Rule"), new("What it finds", ReportCells.Prose), new("Dropped", ReportCells.Numbers),
            new("Would drop alone", ReportCells.Numbers), new("Repaired", ReportCells.Numbers), new("Examples", ReportCells.Details)],
        [.. report.Rules.Where(MetRows).Select(rule => (IReadOnlyList<string>)
        [
            ReportText.Capitalized(rule.Name), rule.Description, Count(rule.Dropped), Count(rule.Matched), Count(rule.Repaired),
            string.Join("; ", rule.Examples.Take(MostExamples).Select(Example)),
        ])]);

    private static bool MetRows(RuleCount rule) => rule.Dropped > 0 || rule.Repaired > 0 || rule.Matched > 0;

    private static string Example(RowExample example)
    {
        string place = $"row {ReportText.Count(example.Row)}" + (example.Column is null ? "" : $", {example.Column}");
        return example.Value.Length > 0 ? $"{place}: {example.Value}" : place;
    }

    private static IEnumerable<string[]> Facts(CleaningReport report)
    {
        string encoding = report.Encoding is null ? "" : $", {report.Encoding}";
        string delimiter = report.Delimiter is { } c ? $", fields parted by {(c == '\t' ? "tabs" : $"“{c}”")}" : "";
        yield return ["Source", report.Source];
        yield return ["Format", $"{NameOf(report)}, read as {report.Layout}{encoding}{delimiter}"];
        IEnumerable<string> columns = report.Columns.Select(column => $"{Words(column.Field)} from “{column.Name}”");
        yield return ["Columns", string.Join(", ", columns)];
        yield return
        [
            "Attributes of customers",
            ReportText.List(
                [.. report.CustomerAttributes.Select(attribute => $"{attribute.Name} ({ReportText.Count(attribute.Customers)})")],
                MostNames),
        ];
        yield return
        [
            "Attributes left out",
            ReportText.List(
                [.. report.AttributesLeftOut.Select(left => $"“{left.Name}” ({left.Reason})").Distinct(StringComparer.Ordinal)], MostNames),
        ];
        yield return ["Columns not used", ReportText.List([.. report.IgnoredColumns.Select(name => $"“{name}”")], MostNames)];
        yield return
        [
            "Events of unknown kind",
            report.UnknownEvents.Count == 0 ? ""
                : ReportText.List(
                    [.. report.UnknownEvents.Select(unknown => $"“{unknown.Key}” ({ReportText.Count(unknown.Value)})")], MostNames)
                    + "; kept as kinds of their own",
        ];
        yield return ["How values were read", ReportText.List([.. report.Decisions.Select(Told)], MostNames)];
        yield return ["Warnings", string.Join(" ", report.Warnings)];
        yield return ["Rules that met no row", ReportText.List([.. report.Rules.Where(rule => !MetRows(rule)).Select(rule => rule.Name)])];
        yield return ["Exact duplicates", Duplicates(report)];
    }

    private static string Told(ReadDecision decision) =>
        $"{(decision.Assumed ? "assumed: " : "")}“{decision.Column}” with {decision.Choice} ({decision.Evidence})";

    private static string NameOf(CleaningReport report) => report.Format switch
    {
        EventFileFormat.Csv => "CSV",
        EventFileFormat.Xlsx => "XLSX workbook",
        EventFileFormat.JsonLines => "JSON Lines",
        _ => report.FormatName ?? report.Format.ToString(),
    };

    private static string Duplicates(CleaningReport report)
    {
        long dropped = report[ExactDuplicate].Dropped;
        string where = report.ExactDuplicatesComplete ? "" : " The file is so large that they were looked for among its first rows alone.";
        if (report.ExactDuplicates == 0) return "None." + where;
        return $"{ReportText.Counted(report.ExactDuplicates, "row equals", "rows equal")} an earlier one in every field; "
            + (dropped > 0 ? $"{ReportText.Count(dropped)} of them were dropped for it." : "none was dropped for it.") + where;
    }

    private static string Count(long count) => count > 0 ? ReportText.Count(count) : "";

    /// <summary>A field's name in words: "unit price" of UnitPrice.</summary>
    private static string Words(EventField field) =>
        string.Concat(field.ToString().Select((c, i) => $"{(i > 0 && char.IsUpper(c) ? " " : "")}{char.ToLowerInvariant(c)}"));
}
