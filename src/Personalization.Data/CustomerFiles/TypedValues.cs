using Personalization.Core;

namespace Personalization.Data;

/// <summary>How the values of one column are read: its kind, why, and what each value is.</summary>
/// <param name="Kind">Kind of the column.</param>
/// <param name="Why">What tells.</param>
/// <param name="Values">What each value is: number, amount, time, flag or name; a value that isn't there doesn't fit.</param>
internal sealed record TypedValues(ColumnKind Kind, string Why, Dictionary<SeenValue, object> Values)
{
    /// <summary>ISO code of the amounts; empty where there is none, or there are several.</summary>
    public string Currency { get; init; } = "";

    /// <summary>What was decided where there were two ways.</summary>
    public ReadDecision? Decision { get; init; }

    /// <summary>Values that say that there is none, in a column of this kind.</summary>
    public required HashSet<SeenValue> Missing { get; init; }

    public CustomerColumn Column(string name, string header, SeenValue?[] cells)
    {
        string said = header.Length == 0 ? "" : $"“{ReadableText.Of(header)}” of the file of customers.";
        object?[] values = Array.ConvertAll(cells, cell => cell is null ? null : Values.GetValueOrDefault(cell));
        return Kind switch
        {
            ColumnKind.Number => new NumberColumn(name, Array.ConvertAll(values, v => v is double number ? number : double.NaN))
            {
                Description = said,
            },
            ColumnKind.WholeNumber => new WholeNumberColumn(
                name, Array.ConvertAll(values, v => v is double number ? (long)number : WholeNumberColumn.Missing))
            { Description = said },
            ColumnKind.Money => new MoneyColumn(name, Array.ConvertAll(values, v => v is long units ? units : MoneyColumn.Missing))
            {
                Unit = Currency,
                Description = said,
            },
            ColumnKind.Time => new TimeColumn(name, Array.ConvertAll(values, v => (DateTime?)v)) { Description = said },
            ColumnKind.Flag => new FlagColumn(name, Array.ConvertAll(values, v => (bool?)v)) { Description = said },
            ColumnKind.Category => new CategoryColumn(name, Array.ConvertAll(values, v => (string?)v)) { Description = said },
            _ => new TextColumn(name, Array.ConvertAll(values, v => (string?)v)) { Description = said },
        };
    }
}
