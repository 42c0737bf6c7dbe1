namespace Personalization.Data;

/// <summary>What each column of one file (or one worksheet) stands for.</summary>
internal sealed class ColumnPlan
{
    private const int MaxColumnsShown = 40;

    private readonly int[] _columns;

    private ColumnPlan(EventFilePreset preset, IReadOnlyList<string> header, int[] columns, string? cancelledPrefix, bool normalizesItems)
    {
        Preset = preset;
        Header = header;
        _columns = columns;
        CancelledOrderPrefix = cancelledPrefix;
        NormalizesItems = normalizesItems;
    }

    public EventFilePreset Preset { get; }

    public IReadOnlyList<string> Header { get; }

    public string? CancelledOrderPrefix { get; }

    public bool NormalizesItems { get; }

    /// <summary>Columns that stand for nothing.</summary>
    public IEnumerable<string> Ignored => Header.Where((_, i) => Array.IndexOf(_columns, i) < 0);

    /// <summary>The column of a field; −1 where the file has none.</summary>
    public int this[EventField field] => _columns[(int)field];

    public string NameOf(EventField field) => _columns[(int)field] is var i and >= 0 && i < Header.Count ? Header[i] : field.ToString();

    /// <summary>CDNOW's files as they were published have no header: customer first, then (in the sample) its new number, date, units, dollars.</summary>
    public static ColumnPlan CdnowWithoutHeader(int columnCount)
    {
        string[] header = columnCount == 5 ? ["id", "sample_id", "date", "units", "dollars"] : ["id", "date", "units", "dollars"];
        return new ColumnPlan(EventFilePreset.Cdnow, header, ColumnNames.Match(header, EventFilePreset.Cdnow), null, false);
    }

    /// <exception cref="EventFileException">A column that is needed is missing.</exception>
    public static ColumnPlan For(IReadOnlyList<string> header, EventReadOptions options, string seen)
    {
        ColumnPlan plan = options.Columns is { } mapping ? Mapped(header, mapping) : ByPreset(header, options.Preset);
        List<string> missing = [];
        foreach (EventField field in Needed(plan.Preset))
        {
            if (plan[field] >= 0) continue;
            missing.Add(options.Columns is { } m ? $"'{m.Names[field]}' ({field})" : $"{field} (known names: {ColumnNames.Known(plan.Preset, field)})");
        }

        return missing.Count == 0
            ? plan
            : throw new EventFileException(
                $"No column for {string.Join(" and ", missing)} in the header [{Show(header)}], read as preset {plan.Preset}, {seen}. " +
                "Name the columns with EventReadOptions.Columns, or choose another Delimiter or Preset.");
    }

    internal static string Shorten(string value) => value.Length <= 80 ? value : value[..79] + "…";

    private static string Show(IReadOnlyList<string> header)
    {
        string names = string.Join(" | ", header.Take(MaxColumnsShown).Select(RuleTally.Readable));
        return header.Count > MaxColumnsShown ? $"{names} | … {header.Count} in all" : names;
    }

    private static EventField[] Needed(EventFilePreset preset) => preset switch
    {
        EventFilePreset.OnlineRetail => [EventField.Customer, EventField.Time, EventField.Order, EventField.Item, EventField.Quantity, EventField.UnitPrice],
        EventFilePreset.Rees46 => [EventField.Customer, EventField.Time, EventField.Type, EventField.Item],
        EventFilePreset.Cdnow => [EventField.Customer, EventField.Time, EventField.Total],
        _ => [EventField.Customer, EventField.Time],
    };

    private static ColumnPlan ByPreset(IReadOnlyList<string> header, EventFilePreset preset)
    {
        if (preset is EventFilePreset.Detect or EventFilePreset.Segment or EventFilePreset.Custom) preset = ColumnNames.Detect(header);
        int[] columns = ColumnNames.Match(header, preset);
        bool retail = preset == EventFilePreset.OnlineRetail;
        return new ColumnPlan(preset, header, PriceBeforeTotal(columns), retail ? "C" : null, retail);
    }

    private static ColumnPlan Mapped(IReadOnlyList<string> header, ColumnMapping mapping)
    {
        int[] columns = new int[EventRow.FieldCount];
        Array.Fill(columns, -1);
        string[] keys = [.. header.Select(ColumnNames.Key)];
        foreach ((EventField field, string name) in mapping.Names)
        {
            columns[(int)field] = Array.IndexOf(keys, ColumnNames.Key(name));
            if (columns[(int)field] < 0)
            {
                throw new EventFileException(
                    $"The mapping names column '{name}' for {field}, but the header is [{Show(header)}].");
            }
        }

        return new ColumnPlan(EventFilePreset.Custom, header, PriceBeforeTotal(columns), mapping.CancelledOrderPrefix, mapping.NormalizeItemCodes);
    }

    /// <summary>Where a file has both, the unit price is what counts.</summary>
    private static int[] PriceBeforeTotal(int[] columns)
    {
        if (columns[(int)EventField.UnitPrice] >= 0) columns[(int)EventField.Total] = -1;
        return columns;
    }
}
