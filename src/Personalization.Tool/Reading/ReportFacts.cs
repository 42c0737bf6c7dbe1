using Personalization.Data;

namespace Personalization.Tool;

/// <summary>What the console tells of a cleaning report.</summary>
internal static class ReportFacts
{
    // At the merge with the layouts: report.Layout, report.Decisions, report.Warnings, EventFileException.Report.
    public static string Layout(CleaningReport report) => report.Preset.ToString();

    public static IReadOnlyList<ColumnDecision> Decisions(CleaningReport report) => report.RowsRead < 0 ? [new("", "", false, "", "")] : [];

    public static IReadOnlyList<string> Warnings(CleaningReport report) => report.RowsRead < 0 ? [""] : [];

    /// <summary>What was read until it failed; null where nothing was.</summary>
    public static CleaningReport? Of(Exception error) => error.Data["report"] as CleaningReport;
}
