using System.Globalization;
using Personalization.Core;
using Personalization.Data;

namespace Personalization;

/// <summary>
/// What makes everything after the reading pointless, said at once and with the way on: no rows, none that could be used, no purchase, no
/// money. Later steps would fail at it too, or worse, end with a revenue of 0.
/// </summary>
internal static class ReadFaults
{
    private const int MaxNames = 8;

    /// <exception cref="EventFileException">There is such a fault.</exception>
    public static void Check(EventReadResult read)
    {
        CleaningReport report = read.Report;
        string? fault = report.RowsRead == 0 ? "The file has a header but no row below it."
            : report.RowsKept == 0 ? NothingKept(report)
            : read.Log.TypeCode(EventType.Purchase) < 0 ? NoPurchase(read.Log, report)
            : !report.ExpectsMoney ? null
            : NoMoney(read.Log, report);
        if (fault is not null) throw new EventFileException($"{report.Source}: {fault}");
    }

    private static string NothingKept(CleaningReport report)
    {
        RuleCount most = report.Rules.MaxBy(rule => rule.Dropped)!;
        string where = most.Examples.Count == 0 ? "" : Example(most.Examples[0]);
        string hint = most.Name switch
        {
            "no customer" => " Name the customer's column with --map customer=COLUMN (EventReadOptions.Columns).",
            "status" => " Say which statuses are sales with --keep-status (EventReadOptions.KeepStatuses).",
            "unparsable" => Unparsable(report, most),
            _ => "",
        };
        return string.Create(CultureInfo.InvariantCulture,
            $"None of the {report.RowsRead:N0} rows could be used. For {most.Dropped:N0} of them the reason is \"{most.Name}\": "
                + $"{most.Description}{where}{hint}");
    }

    private static string Unparsable(CleaningReport report, RuleCount most)
    {
        string? column = most.Examples.Count == 0 ? null : most.Examples[0].Column;
        EventField? meant = report.Columns.FirstOrDefault(use => use.Name == column)?.Field;
        return meant switch
        {
            EventField.Time => " Say how times are written with --date-format \"dd.MM.yyyy HH:mm\" (EventReadOptions.DateFormats), or name "
                + "another column with --map time=COLUMN (Columns).",
            { } amount => $" Say how numbers are written with --decimal-comma (EventReadOptions.DecimalComma), or name another column with "
                + $"--map {amount.ToString().ToLowerInvariant()}=COLUMN (Columns).",
            _ => "",
        };
    }

    private static string NoPurchase(EventLog log, CleaningReport report)
    {
        string types = string.Join(", ", log.Events().GroupBy(e => e.Type.Name).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).Take(MaxNames)
            .Select(g => string.Create(CultureInfo.InvariantCulture, $"'{g.Key}' ({g.Count():N0})")));
        string column = report.Columns.FirstOrDefault(use => use.Field == EventField.Type)?.Name ?? "event";
        string word = log.Events().First().Type.Name;
        if (word.Contains(' ', StringComparison.Ordinal)) word = $"\"{word}\"";
        return $"None of the events is a purchase. The column '{column}' says {types}. Say which word means one: "
            + $"--event {word}=purchase (EventReadOptions.EventTypes).";
    }

    private static string? NoMoney(EventLog log, CleaningReport report)
    {
        if (report is { HasMoney: true } && log.Events().Any(e => e.Type == EventType.Purchase && e.UnitPrice != 0)) return null;
        if (report.Layout == EventLayouts.ByName.Name && report.Columns.Count == 0) return null; // messages and records name no columns
        string ignored = string.Join(", ", report.IgnoredColumns.Take(MaxNames).Select(name => $"'{name}'"));
        string what = report.HasMoney ? "All amounts are 0" : "No column was read as an amount";
        return $"{what}, so every revenue would be 0. "
            + (ignored.Length > 0 ? $"Columns not used: {ignored}. " : "")
            + "Name the column: --map total=COLUMN for the amount of a line, --map unitprice=COLUMN for the price of one "
            + "(EventReadOptions.Columns). Where the file really has none: --no-money (EventReadOptions.WithoutMoney).";
    }

    private static string Example(RowExample example) => string.Create(CultureInfo.InvariantCulture,
        $" First in row {example.Row}{(example.Column is null ? "" : $", column '{example.Column}'")}, value '{example.Value}'.");
}
