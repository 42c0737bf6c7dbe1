using Personalization.Core;
using Personalization.Data;
using Personalization.Insights;

namespace Personalization;

/// <summary>What the shop told of its customers: who was found, and what each column was taken for.</summary>
internal static class CustomerFileReportSection
{
    private const int MostNames = 12;

    public static void Add(ReportBuilder report, CustomerFileFindings found, CustomerTable customers)
    {
        (CustomerFileReport file, CustomerFileJoin join) = (found.File, found.Join);
        double share = (double)join.Matched / customers.Count;
        report.AddSummary(
            "What was read",
            $"{ReportText.Counted(file.Columns.Count, "column", "columns")} of “{file.Source}” for {ReportText.Share(share)} of the "
            + "customers.");
        List<ReportBlock> blocks =
        [
            new TableBlock(
                "Who was found", [new("What"), new("Found", ReportCells.Prose)], [.. Facts(file, join).Where(fact => fact[1].Length > 0)]),
        ];
        if (file.Columns.Count > 0) blocks.Add(Columns(file));
        report.AddSection(new ReportSection(
            "customer-file", "What the shop knows of its customers",
            $"“{file.Source}” was joined by customer id: {ReportText.Count(join.Matched)} of {ReportText.Count(customers.Count)} customers "
            + "are in it. The kind of each column was told by its values.",
            blocks));
    }

    private static IEnumerable<string[]> Facts(CustomerFileReport file, CustomerFileJoin join)
    {
        yield return ["Ids", $"from “{file.IdColumn}” ({file.IdWhy})"];
        yield return
        [
            "In the file alone",
            join.InFileOnly == 0 ? "" : $"{ReportText.Count(join.InFileOnly)}"
                + (join.InFileOnlyWithoutPurchase > 0
                    ? $", of whom {ReportText.Count(join.InFileOnlyWithoutPurchase)} are in the events without a purchase" : "")
                + $": {string.Join(", ", join.InFileOnlyExamples)}{(join.InFileOnly > join.InFileOnlyExamples.Count ? ", …" : "")}",
        ];
        yield return
        [
            "In the events alone",
            join.InTableOnly == 0 ? "" : $"{ReportText.Count(join.InTableOnly)}: {string.Join(", ", join.InTableOnlyExamples)}"
                + (join.InTableOnly > join.InTableOnlyExamples.Count ? ", …" : ""),
        ];
        yield return
        [
            "Repeated ids",
            file.RepeatedRows == 0 ? ""
                : $"{ReportText.Counted(file.RepeatedRows, "row", "rows")}; the last value of each column holds. First: "
                    + string.Join("; ", file.RepeatedExamples.Take(3).Select(e => $"row {ReportText.Count(e.Row)}, {e.Value}")),
        ];
        yield return ["Rows without an id", file.RowsWithoutId == 0 ? "" : ReportText.Count(file.RowsWithoutId)];
        yield return
        [
            "Damaged ids", file.DamagedIds == 0 ? "" : $"{ReportText.Count(file.DamagedIds)} were shortened by a spreadsheet: format the "
                + "column as text and export again",
        ];
        yield return
        [
            "Left out", ReportText.List([.. file.LeftOut.Select(left => $"“{left.Name}” ({left.Reason})")], MostNames),
        ];
        yield return
        [
            "Consent",
            string.Join("; ", file.Consent.Select(own =>
                $"“{own.Name}” {(own.IsObjection ? "as an objection to" : "for")} "
                + $"{string.Join(" and ", own.Purposes.Select(Words))}: {ReportText.Count(own.Agreed)} agree, all others get none")),
        ];
        yield return
        [
            "How values were read",
            ReportText.List(
                [.. file.Decisions.Select(d => $"{(d.Assumed ? "assumed: " : "")}“{d.Column}” with {d.Choice} ({d.Evidence})")], MostNames),
        ];
    }

    private static TableBlock Columns(CustomerFileReport file) => new(
        "Columns",
        [new("Column"), new("Kind"), new("What tells", ReportCells.Prose), new("Customers of the file", ReportCells.Numbers),
            new("Unreadable", ReportCells.Numbers), new("Examples", ReportCells.Details)],
        [.. file.Columns.Select(column => (IReadOnlyList<string>)
        [
            column.Name, Words(column.Kind), column.Why, ReportText.Count(column.Known),
            column.Unreadable > 0 ? ReportText.Count(column.Unreadable) : "",
            string.Join("; ", column.Examples.Take(3).Select(example => $"row {ReportText.Count(example.Row)}: {example.Value}")),
        ])]);

    private static string Words(ConsentPurpose purpose) => purpose switch
    {
        ConsentPurpose.Marketing => "offers",
        ConsentPurpose.Personalization => "recommendations",
        _ => "analysis",
    };

    private static string Words(ColumnKind kind) => kind switch
    {
        ColumnKind.WholeNumber => "whole number",
        ColumnKind.Flag => "yes or no",
        ColumnKind.Money => "amount",
        ColumnKind.Time => "date",
        ColumnKind.Text => "free text",
        _ => kind == ColumnKind.Category ? "category" : "number",
    };
}
