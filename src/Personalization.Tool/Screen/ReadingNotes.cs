using System.Globalization;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>What a person should know of how the file was read: layout, what was left out and why, what was assumed, warnings.</summary>
internal static class ReadingNotes
{
    private const int Reasons = 5;

    public static void Write(TextWriter console, CleaningReport report)
    {
        console.WriteLine($"read as: {report.Layout}");
        WriteLeftOut(console, report);
        foreach (ReadDecision decision in report.Decisions.Where(decision => decision.Assumed)) Assumed(console, decision);
        foreach (string warning in report.Warnings) console.WriteLine($"warning: {warning}");
    }

    /// <summary>The reasons that left out most rows, each with its first row.</summary>
    public static void WriteLeftOut(TextWriter console, CleaningReport report)
    {
        if (report.RowsDropped == 0) return;
        CultureInfo culture = CultureInfo.InvariantCulture;
        console.WriteLine(string.Create(culture, $"left out: {report.RowsDropped:N0} of {report.RowsRead:N0} rows"));
        RuleCount[] rules = [.. report.Rules.Where(rule => rule.Dropped > 0).OrderByDescending(rule => rule.Dropped)];
        foreach (RuleCount rule in rules.Take(Reasons))
        {
            console.WriteLine(string.Create(culture, $"{rule.Dropped,10:N0}  {rule.Name}{Example(rule)}"));
        }

        if (rules.Length > Reasons)
        {
            long rest = rules.Skip(Reasons).Sum(rule => rule.Dropped);
            console.WriteLine(string.Create(culture, $"{rest,10:N0}  for {rules.Length - Reasons} more reasons"));
        }
    }

    /// <summary>A choice that nothing in the file decided, and the flag for the other.</summary>
    public static void Assumed(TextWriter console, ReadDecision decision) => console.WriteLine(
        $"assumed: column '{decision.Column}': {decision.Choice} ({decision.Evidence}); otherwise {decision.ChangeWith}");

    private static string Example(RuleCount rule)
    {
        if (rule.Examples is not [{ } first, ..]) return "";
        string where = string.Create(CultureInfo.InvariantCulture, $": first in row {first.Row}");
        if (first.Column is { } column) where += $", column '{column}'";
        return first.Value.Length > 0 ? $"{where}, '{first.Value}'" : where;
    }
}
