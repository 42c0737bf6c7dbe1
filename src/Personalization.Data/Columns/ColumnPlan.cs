using Personalization.Core;

namespace Personalization.Data;

/// <summary>What each column of one file (or one worksheet) stands for.</summary>
internal sealed class ColumnPlan
{
    private const int MaxColumnsShown = 40;

    private readonly int[] _columns;
    private readonly List<int> _attributes = [];
    private readonly List<string> _personalIdentifiers = [], _attributesTooMany = [];

    private ColumnPlan(EventFilePreset preset, IReadOnlyList<string> header, int[] columns, IReadOnlyList<string> askedFor)
    {
        Preset = preset;
        Header = header;
        _columns = columns;
        FindAttributes(askedFor);
    }

    public EventFilePreset Preset { get; }

    public IReadOnlyList<string> Header { get; }

    public string? CancelledOrderPrefix { get; private init; }

    public bool NormalizesItems { get; private init; }

    /// <summary>Columns that say something of the customer.</summary>
    public IReadOnlyList<int> Attributes => _attributes;

    /// <summary>Columns of customers that aren't kept since they point at a person.</summary>
    public IReadOnlyList<string> PersonalIdentifiers => _personalIdentifiers;

    /// <summary>Columns of customers beyond as many as are kept.</summary>
    public IReadOnlyList<string> AttributesTooMany => _attributesTooMany;

    /// <summary>Columns that stand for nothing.</summary>
    public IEnumerable<string> Ignored => Header.Where((_, i) => Array.IndexOf(_columns, i) < 0 && !_attributes.Contains(i));

    /// <summary>The column of a field; −1 where the file has none.</summary>
    public int this[EventField field] => _columns[(int)field];

    public string NameOf(EventField field) => this[field] is int i and >= 0 && i < Header.Count ? Header[i] : field.ToString();

    /// <summary>
    /// CDNOW's files as they were published have no header: customer first, then (in the sample) its new number, date, units, dollars.
    /// </summary>
    public static ColumnPlan CdnowWithoutHeader(int columnCount)
    {
        string[] header = columnCount == 5 ? ["id", "sample_id", "date", "units", "dollars"] : ["id", "date", "units", "dollars"];
        return new ColumnPlan(EventFilePreset.Cdnow, header, HeaderNames.Match(header, EventFilePreset.Cdnow), []);
    }

    /// <exception cref="EventFileException">A column that is needed is missing.</exception>
    public static ColumnPlan For(IReadOnlyList<string> header, ColumnChoice choice, string seen)
    {
        ColumnPlan plan = choice.Mapping is { } mapping ? Mapped(header, mapping, choice.Attributes) : ByPreset(header, choice);
        List<string> missing = [];
        foreach (EventField field in Needed(plan.Preset))
        {
            if (plan[field] >= 0) continue;
            missing.Add(choice.Mapping is { } m
                ? $"'{m.Names[field]}' ({field})"
                : $"{field} (known names: {HeaderNames.Known(plan.Preset, field)})");
        }

        return missing.Count == 0
            ? plan
            : throw new EventFileException(
                $"No column for {string.Join(" and ", missing)} in the header [{Show(header)}], read as preset {plan.Preset}, {seen}. " +
                "Name the columns with EventReadOptions.Columns, or choose another Delimiter or Preset.");
    }

    private static string Show(IReadOnlyList<string> header)
    {
        string names = string.Join(" | ", header.Take(MaxColumnsShown).Select(ReadableText.Of));
        return header.Count > MaxColumnsShown ? $"{names} | … {header.Count} in all" : names;
    }

    private static EventField[] Needed(EventFilePreset preset) => preset switch
    {
        EventFilePreset.OnlineRetail =>
            [EventField.Customer, EventField.Time, EventField.Order, EventField.Item, EventField.Quantity, EventField.UnitPrice],
        EventFilePreset.Rees46 => [EventField.Customer, EventField.Time, EventField.Type, EventField.Item],
        EventFilePreset.Cdnow => [EventField.Customer, EventField.Time, EventField.Total],
        _ => [EventField.Customer, EventField.Time],
    };

    private static ColumnPlan ByPreset(IReadOnlyList<string> header, ColumnChoice choice)
    {
        EventFilePreset preset = choice.Preset;
        if (preset is EventFilePreset.Detect or EventFilePreset.Segment or EventFilePreset.Custom) preset = HeaderNames.Detect(header);
        int[] columns = HeaderNames.Match(header, preset);
        bool retail = preset == EventFilePreset.OnlineRetail;
        return new ColumnPlan(preset, header, PriceBeforeTotal(columns), choice.Attributes)
        {
            CancelledOrderPrefix = retail ? "C" : null,
            NormalizesItems = retail,
        };
    }

    private static ColumnPlan Mapped(IReadOnlyList<string> header, ColumnMapping mapping, IReadOnlyList<string> attributes)
    {
        int[] columns = new int[HeaderNames.FieldCount];
        Array.Fill(columns, -1);
        string[] keys = [.. header.Select(HeaderNames.Key)];
        foreach ((EventField field, string name) in mapping.Names)
        {
            columns[(int)field] = Array.IndexOf(keys, HeaderNames.Key(name));
            if (columns[(int)field] < 0)
            {
                throw new EventFileException(
                    $"The mapping names column '{name}' for {field}, but the header is [{Show(header)}].");
            }
        }

        return new ColumnPlan(EventFilePreset.Custom, header, PriceBeforeTotal(columns), attributes)
        {
            CancelledOrderPrefix = mapping.CancelledOrderPrefix,
            NormalizesItems = mapping.NormalizeItemCodes,
        };
    }

    /// <summary>Where a file has both, the unit price is what counts.</summary>
    private static int[] PriceBeforeTotal(int[] columns)
    {
        if (columns[(int)EventField.UnitPrice] >= 0) columns[(int)EventField.Total] = -1;
        return columns;
    }

    /// <summary>Columns asked for, then those known by their names and of no other use; of two with one name the first.</summary>
    private void FindAttributes(IReadOnlyList<string> askedFor)
    {
        string[] keys = [.. Header.Select(HeaderNames.Key)];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (string name in askedFor)
        {
            int column = Array.IndexOf(keys, HeaderNames.Key(name));
            if (column < 0) throw new EventFileException($"CustomerAttributes names column '{name}', but the header is [{Show(Header)}].");
            TakeAttribute(column, names);
        }

        for (int i = 0; i < keys.Length; i++)
        {
            if (Header[i].Length > AttributeNames.MaxLength || Array.IndexOf(_columns, i) >= 0 || _attributes.Contains(i)) continue;
            AttributeKind kind = AttributeNames.OfHeader(Header[i]);
            if (kind == AttributeKind.PersonalIdentifier) _personalIdentifiers.Add(Header[i]);
            if (kind == AttributeKind.Attribute) TakeAttribute(i, names);
        }
    }

    private void TakeAttribute(int column, HashSet<string> names)
    {
        if (!names.Add(CustomerAttributes.NameOf(Header[column]))) return;
        if (_attributes.Count < AttributeNames.MaxCount) _attributes.Add(column);
        else _attributesTooMany.Add(Header[column]);
    }
}
