using System.Globalization;
using Personalization.Core;
using Personalization.Data;

namespace Personalization.Tool;

/// <summary>Says what a file is read as, and which command runs it.</summary>
internal sealed class Inspection(Terminal terminal)
{
    private const int EventsShown = 5, SamplesShown = 3, LongestSample = 24;

    /// <summary>Looks at the files, prints what they seem to be, and gives the exit code.</summary>
    public int Run(IReadOnlyList<string> names, ReadArguments arguments, CancellationToken cancellationToken)
    {
        EventReadOptions options = ReadSettings.From(arguments);
        using InputFiles files = InputFiles.Find(names, terminal.Input, cancellationToken);
        FileInspection look = files.Inspect(options, cancellationToken);
        TextWriter console = terminal.Output;
        if (look.Report is { } report) WriteReading(console, look, report);
        WriteColumns(console, look.Columns);
        if (look is { Report: { } cleaning, Log: { } log })
        {
            WriteDecisions(console, cleaning);
            WriteEvents(console, log);
            console.WriteLine();
            ReadingNotes.WriteLeftOut(console, cleaning);
            if (cleaning.RowsDropped == 0) console.WriteLine("left out: nothing");
            foreach (string warning in cleaning.Warnings) console.WriteLine($"warning: {warning}");
        }

        string? problem = look.Problem ?? FaultOf(look);
        if (problem is not null && (look.Problem is not null || look.WholeFile))
        {
            terminal.Error.WriteLine(problem);
            return ExitCodes.BadInput;
        }

        if (problem is not null) console.WriteLine($"warning: so far, {problem}");
        console.WriteLine();
        console.WriteLine("to run the whole job:");
        string[] command = ["personalize", "run", .. names, .. arguments.AsGiven];
        console.WriteLine($"  {ShellQuote.Command(command, OperatingSystem.IsWindows())}");
        return ExitCodes.Done;
    }

    /// <summary>What a run would end with, as far as the beginning shows.</summary>
    private static string? FaultOf(FileInspection look)
    {
        if (look is not { Report: { } report, Log: { } log }) return null;
        try
        {
            ReadFaults.Check(new EventReadResult(log, report));
            return null;
        }
        catch (EventFileException e)
        {
            return e.Message;
        }
    }

    private static void WriteReading(TextWriter console, FileInspection look, CleaningReport report)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        console.WriteLine($"read as: {report.Layout}");
        string format = report.FormatName ?? report.Format.ToString();
        if (report.Encoding is { } encoding) format += $", {encoding}";
        if (report.Delimiter is { } delimiter) format += $", columns apart by {Name(delimiter)}";
        console.WriteLine($"format:  {format}");
        string rows = look.WholeFile ? "" : " (the beginning of the file)";
        console.WriteLine(string.Create(culture, $"rows:    {report.RowsRead:N0} read, {report.RowsKept:N0} kept{rows}"));
        if (report is { FirstTime: { } first, LastTime: { } last })
            console.WriteLine(string.Create(culture, $"time:    {first:yyyy-MM-dd HH:mm} to {last:yyyy-MM-dd HH:mm}"));
    }

    private static void WriteColumns(TextWriter console, IReadOnlyList<InspectedColumn> columns)
    {
        if (columns.Count == 0) return;
        int widest = Math.Min(32, columns.Max(column => column.Name.Length));
        console.WriteLine();
        console.WriteLine("columns:");
        foreach (InspectedColumn column in columns)
        {
            string use = column.Field is { } field ? FieldNames.Of(field) : "not used";
            string why = column.Why.Length > 0 ? $" ({column.Why})" : "";
            string samples = column.Samples.Count > 0 ? $": {string.Join(" | ", column.Samples.Take(SamplesShown).Select(Short))}" : "";
            console.WriteLine($"  {column.Name.PadRight(widest)}  {use}{why}{samples}");
        }
    }

    private static void WriteDecisions(TextWriter console, CleaningReport report)
    {
        IReadOnlyList<ReadDecision> decisions = report.Decisions;
        if (decisions.Count == 0) return;
        console.WriteLine();
        foreach (ReadDecision decision in decisions)
        {
            if (decision.Assumed) ReadingNotes.Assumed(console, decision);
            else console.WriteLine($"decided: column '{decision.Column}': {decision.Choice} ({decision.Evidence})");
        }
    }

    private static void WriteEvents(TextWriter console, EventLog log)
    {
        if (log.EventCount == 0) return;
        console.WriteLine();
        console.WriteLine("some rows as events:");
        foreach (ShopEvent shown in log.Events().Take(EventsShown))
        {
            CultureInfo culture = CultureInfo.InvariantCulture;
            string amount = string.Create(culture, $"{shown.Quantity} × {shown.UnitPrice} {shown.Currency}").TrimEnd();
            string[] parts =
            [
                string.Create(culture, $"{shown.Time:yyyy-MM-dd HH:mm}"), $"customer {shown.Customer}", shown.Type.Name,
                shown.Item.ToString() is { Length: > 0 } item ? $"item {item}" : "", shown.UnitPrice > 0 ? amount : "",
                shown.Order is { Length: > 0 } order ? $"order {order}" : "",
            ];
            console.WriteLine($"  {string.Join(", ", parts.Where(part => part.Length > 0))}");
        }
    }

    private static string Name(char delimiter) => delimiter switch
    {
        '\t' => "tabs",
        ',' => "commas",
        ';' => "semicolons",
        '|' => "bars",
        _ => $"'{delimiter}'",
    };

    private static string Short(string sample)
    {
        string line = sample.ReplaceLineEndings(" ");
        return line.Length <= LongestSample ? line : $"{line[..(LongestSample - 1)]}…";
    }
}
