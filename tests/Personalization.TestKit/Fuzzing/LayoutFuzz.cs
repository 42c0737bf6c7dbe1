using Personalization.Core;
using Personalization.Data;

namespace Personalization.TestKit;

/// <summary>Reads a damaged file of a layout as a careful user would: a revenue of 0 that nothing tells of is a fault.</summary>
public static class LayoutFuzz
{
    /// <summary>How the sound file of a layout is read.</summary>
    public static EventReadOptions OptionsOf(LayoutFile file) => file.Customer is not { } customer
        ? new EventReadOptions()
        : new EventReadOptions
        {
            Columns = new ColumnMapping { Names = new Dictionary<EventField, string> { [EventField.Customer] = customer } },
        };

    /// <summary>Reads a file.</summary>
    /// <exception cref="EventFileException">It can't be read.</exception>
    /// <exception cref="InvalidDataException">The sound file has revenue, this one none, and nothing says so.</exception>
    public static void Read(LayoutFile file, Stream stream, string name)
    {
        EventReadResult result = EventFile.Read(stream, name, OptionsOf(file));
        if (file.HasRevenue && IsSilentZero(result))
        {
            string columns = string.Join(", ", result.Report.Columns.Select(column => $"{column.Field} = {column.Name}"));
            throw new InvalidDataException(
                $"A revenue of 0, and nothing tells of it; read as {result.Layout} from {result.Report.RowsRead} rows: {columns}.");
        }
    }

    /// <summary>
    /// True where purchases were read that come to nothing, every row was kept, and neither a warning nor a decision nor the lack of
    /// amounts is told of.
    /// </summary>
    public static bool IsSilentZero(EventReadResult result)
    {
        CleaningReport report = result.Report;
        return result.Log.TypeCode(EventType.Purchase) >= 0
            && !result.Log.Events().Any(e => e.Type == EventType.Purchase && e.UnitPrice > 0)
            && report.HasMoney && report.RowsDropped == 0 && report.Warnings.Count == 0 && report.Decisions.Count == 0;
    }
}
