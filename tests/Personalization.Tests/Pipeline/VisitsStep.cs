using System.Text.Json;
using Personalization.Core;
using Personalization.Insights;

namespace Personalization.Tests;

/// <summary>
/// A feature from outside the house: how often each customer looked without buying. A column, a section, a file, a line of the summary.
/// </summary>
public sealed class VisitsStep : IPipelineStep
{
    public string Name => "visits";

    public void Run(PipelineContext context)
    {
        EventLog log = context.Log;
        int view = log.TypeCode(EventType.View);
        int[] rows = context.Customers.Customers.RowsIn(log.Customers), views = new int[rows.Length];
        for (int row = 0; row < rows.Length; row++) views[row] = log.EventsOf(rows[row]).Types.Count((byte)view);
        context.AddColumns(new WholeNumberColumn("views", views) { Unit = "views", Description = "Products looked at." });
    }

    public void Report(PersonalizationResult result, ReportBuilder report)
    {
        report.AddTile(new ReportTile("Views", ReportText.Count(Total(result))));
        report.AddSection(new ReportSection("visits", "Visits", "How often customers looked.",
        [
            new ParagraphBlock($"{ReportText.Count(Total(result))} products were looked at."),
        ]));
    }

    public IEnumerable<OutputFile> Files(PersonalizationResult result) =>
        [new OutputFile("visits.txt", stream => stream.Write(System.Text.Encoding.UTF8.GetBytes($"{Total(result)}\n")))];

    public void Summarize(PersonalizationResult result, Utf8JsonWriter summary) => summary.WriteNumber("views", Total(result));

    private static long Total(PersonalizationResult result)
    {
        long total = 0;
        foreach (long views in result.Customers.Column<WholeNumberColumn>("views").Values) total += views;
        return total;
    }
}
