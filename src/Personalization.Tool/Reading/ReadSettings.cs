using System.Globalization;
using Personalization.Data;
using Personalization.Parquet;

namespace Personalization.Tool;

/// <summary>The command line's reading options as those of <see cref="EventFile"/>.</summary>
internal static class ReadSettings
{
    /// <summary>Names that <c>--layout</c> takes.</summary>
    public static IReadOnlyList<string> LayoutNames { get; } =
    [
        .. Enum.GetValues<EventFilePreset>().Where(preset => preset is not (EventFilePreset.Detect or EventFilePreset.Custom))
            .Select(preset => preset.ToString()),
    ];

    public static EventReadOptions From(ReadArguments arguments)
    {
        // At the merge with the layouts: Layout, DayFirst, Currency, ExchangeRates, KeepStatuses, EventTypes and Encoding are passed on.
        if (arguments.DayFirst is not null || arguments.Currency is not null || arguments.Rates.Count > 0 || arguments.KeepStatuses.Count > 0
            || arguments.Events.Count > 0 || arguments.Encoding is not null)
            throw ToolFailure.Arguments("This flag isn't passed on yet.");
        return new EventReadOptions
        {
            Formats = [ParquetFormat.Instance],
            Preset = Preset(arguments.Layout),
            Columns = arguments.Maps.Count == 0 ? null : new ColumnMapping { Names = new Dictionary<EventField, string>(arguments.Maps) },
            DateFormats = arguments.DateFormats,
            DecimalComma = arguments.DecimalComma ?? false,
            TimeZone = arguments.TimeZone ?? TimeZoneInfo.Utc,
            Sheet = arguments.Sheet,
            Delimiter = arguments.Delimiter,
            DropExactDuplicates = arguments.DropDuplicates,
            Errors = arguments.Strict ? RowErrorMode.Strict : RowErrorMode.Lenient,
        };
    }

    private static EventFilePreset Preset(string? layout)
    {
        if (layout is null) return EventFilePreset.Detect;
        string plain = Plain(layout);
        foreach (EventFilePreset preset in Enum.GetValues<EventFilePreset>())
        {
            if (Plain(preset.ToString()) == plain) return preset;
        }

        throw ToolFailure.Arguments(
            $"The layout '{layout}' is not known. --layout takes one of {string.Join(", ", LayoutNames)}, or a JSON file that describes one.");
    }

    private static string Plain(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToUpper(CultureInfo.InvariantCulture);
}
