using Personalization.Core;
using Personalization.Data;
using Personalization.Parquet;

namespace Personalization.Tool;

/// <summary>The command line's reading options as those of <see cref="EventFile"/>.</summary>
internal static class ReadSettings
{
    public static EventReadOptions From(ReadArguments arguments) => new()
    {
        Formats = [ParquetFormat.Instance],
        Layout = arguments.Layout is { } layout ? LayoutNames.Find(layout) : null,
        Columns = arguments.Maps.Count == 0 ? null : new ColumnMapping { Names = new Dictionary<EventField, string>(arguments.Maps) },
        DateFormats = arguments.DateFormats,
        DayFirst = arguments.DayFirst,
        DecimalComma = arguments.DecimalComma,
        TimeZone = arguments.TimeZone ?? TimeZoneInfo.Utc,
        Currency = arguments.Currency,
        ExchangeRates = new Dictionary<string, decimal>(arguments.Rates),
        Sheet = arguments.Sheet,
        Delimiter = arguments.Delimiter,
        Encoding = arguments.Encoding,
        KeepStatuses = arguments.KeepStatuses,
        EventTypes = new Dictionary<string, EventType>(arguments.Events),
        WithoutMoney = arguments.NoMoney,
        DropExactDuplicates = arguments.DropDuplicates,
        Errors = arguments.Strict ? RowErrorMode.Strict : RowErrorMode.Lenient,
    };
}
