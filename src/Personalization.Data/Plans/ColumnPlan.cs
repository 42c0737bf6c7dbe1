using Personalization.Core;

namespace Personalization.Data;

/// <summary>What each column of one file (or one worksheet) stands for.</summary>
internal sealed class ColumnPlan
{
    private const int MaxColumnsShown = 40;

    private static readonly EventField[] AmountFields = [EventField.UnitPrice, EventField.Total, EventField.OrderTotal];

    private readonly ColumnAssignment _columns;
    private readonly List<int> _attributes = [];
    private readonly List<string> _personalIdentifiers = [], _attributesTooMany = [];

    private ColumnPlan(EventLayout layout, IReadOnlyList<string> header, ColumnAssignment columns, ColumnChoice choice)
    {
        Layout = layout;
        Header = header;
        _columns = columns;
        RefundCustomer = layout.RefundColumns.TryGetValue(EventField.Customer, out IReadOnlyList<string>? names) ? columns.Find(names) : -1;
        RefundOrder = layout.RefundColumns.TryGetValue(EventField.Order, out names) ? columns.Find(names) : -1;
        RefundOrderTotal = layout.RefundColumns.TryGetValue(EventField.OrderTotal, out names) ? columns.Find(names) : -1;
        CustomerElse = [.. ColumnsOf(layout.CustomerElse)];
        ItemElse = [.. ColumnsOf(layout.ItemElse)];
        CancelledOrderPrefix = choice.Mapping?.CancelledOrderPrefix ?? layout.CancelledOrderPrefix;
        NormalizesItems = layout.NormalizeItemCodes || choice.Mapping is { NormalizeItemCodes: true };
        FindAttributes(choice.Attributes);
    }

    public EventLayout Layout { get; }

    public IReadOnlyList<string> Header { get; }

    public string? CancelledOrderPrefix { get; }

    public bool NormalizesItems { get; }

    /// <summary>Columns that stand for the customer where its own column is empty.</summary>
    public IReadOnlyList<int> CustomerElse { get; }

    /// <summary>Columns that stand for the item where its own column is empty.</summary>
    public IReadOnlyList<int> ItemElse { get; }

    /// <summary>Column of the customer in rows that are refunds; −1 where that is the same.</summary>
    public int RefundCustomer { get; }

    /// <summary>Column of the order that a refund belongs to; −1 where that is the same.</summary>
    public int RefundOrder { get; }

    /// <summary>Column of the order's amount in rows that are refunds; −1 where that is the same.</summary>
    public int RefundOrderTotal { get; }

    /// <summary>Columns that say something of the customer.</summary>
    public IReadOnlyList<int> Attributes => _attributes;

    /// <summary>Columns of customers that aren't kept since they point at a person.</summary>
    public IReadOnlyList<string> PersonalIdentifiers => _personalIdentifiers;

    /// <summary>Columns of customers beyond as many as are kept.</summary>
    public IReadOnlyList<string> AttributesTooMany => _attributesTooMany;

    /// <summary>Columns that stand for nothing.</summary>
    public IEnumerable<string> Ignored => Header.Where((name, i) => name.Length > 0 && !IsUsed(i));

    /// <summary>What the columns stand for, in the order of <see cref="EventField"/>.</summary>
    public IEnumerable<ColumnUse> Uses => Enum.GetValues<EventField>().Where(f => this[f] >= 0)
        .Select(f => new ColumnUse(f, NameOf(f), _columns.WhyOf(f)));

    /// <summary>True where the file has amounts of any kind.</summary>
    public bool HasMoney => AmountFields.Any(amount => this[amount] >= 0);

    /// <summary>The column of a field; −1 where the file has none.</summary>
    public int this[EventField field] => _columns[field];

    public string NameOf(EventField field) => this[field] is int i and >= 0 && i < Header.Count ? Header[i] : field.ToString();

    /// <summary>
    /// CDNOW's files as they were published have no header: customer first, then (in the sample) its new number, date, units, dollars.
    /// </summary>
    public static ColumnPlan CdnowWithoutHeader(int columnCount, ColumnChoice choice)
    {
        string[] header = columnCount == 5 ? ["id", "sample_id", "date", "units", "dollars"] : ["id", "date", "units", "dollars"];
        return new ColumnPlan(EventLayouts.Cdnow, header, ColumnAssignment.ByLayout(header, EventLayouts.Cdnow), choice);
    }

    /// <summary>Whether a header names what an event needs, so that the rows below it can be read.</summary>
    public static bool Fits(IReadOnlyList<string> header, ColumnChoice choice, FileSample sample)
    {
        (_, ColumnAssignment columns) = Assign(header, choice, sample);
        return columns[EventField.Customer] >= 0 && columns[EventField.Time] >= 0;
    }

    /// <exception cref="EventFileException">A column that is needed is missing, or files of this layout can't be read.</exception>
    public static ColumnPlan For(IReadOnlyList<string> header, ColumnChoice choice, FileSample sample, string seen)
    {
        if (choice.Mapping is { } mapping) CheckMapping(header, mapping);
        (EventLayout layout, ColumnAssignment columns) = Assign(header, choice, sample);
        if (layout.Refusal is { } refusal && choice.Mapping is null) throw new EventFileException($"Read as {layout.Name}: {refusal}");
        List<string> missing = [], flags = [];
        foreach (EventField field in Needed(layout, columns))
        {
            bool settled = ColumnAssignment.IsMapped(choice.Mapping, field) && field is not (EventField.Customer or EventField.Time);
            if (columns[field] >= 0 || settled) continue;
            flags.Add($"--map {field.ToString().ToLowerInvariant()}=COLUMN");
            missing.Add($"{field} (known names: {KnownNames(layout, field)})");
        }

        if (missing.Count == 0) return new ColumnPlan(layout, header, columns, choice);
        throw new EventFileException(
            $"No column for {string.Join(" and ", missing)} in the header [{Show(header)}], read as {layout.Name}, {seen}. "
            + $"Name it: {string.Join(" ", flags)} (EventReadOptions.Columns), or choose another --delimiter (Delimiter) or --layout "
            + "(Layout).");
    }

    /// <summary>The columns of these names that the file has.</summary>
    public IEnumerable<int> ColumnsOf(IReadOnlyList<string> names) =>
        names.Select(name => _columns.Find([name])).Where(column => column >= 0);

    internal static string Show(IReadOnlyList<string> header)
    {
        string names = string.Join(" | ", header.Take(MaxColumnsShown).Select(ReadableText.Of));
        return header.Count > MaxColumnsShown ? $"{names} | … {header.Count} in all" : names;
    }

    private static (EventLayout Layout, ColumnAssignment Columns) Assign(
        IReadOnlyList<string> header, ColumnChoice choice, FileSample sample)
    {
        EventLayout? layout = choice.Layout ?? EventLayouts.Recognize(header, choice.Layouts);
        ColumnAssignment columns = layout is not null
            ? ColumnAssignment.ByLayout(header, layout, choice.Mapping)
            : ColumnFinder.Find(header, choice.Mapping, sample);
        return (layout ?? EventLayouts.ByName, columns);
    }

    /// <summary>Customer and time always; of a layout also its amounts, since a revenue of 0 would be no answer.</summary>
    private static IEnumerable<EventField> Needed(EventLayout layout, ColumnAssignment columns)
    {
        yield return EventField.Customer;
        yield return EventField.Time;
        EventField[] amounts = [.. AmountFields.Where(layout.Columns.ContainsKey)];
        if (amounts.Length == 0 || amounts.Any(amount => columns[amount] >= 0 && amount != EventField.UnitPrice)) yield break;
        if (columns[EventField.UnitPrice] < 0) yield return amounts[0];
        if (layout.Columns.ContainsKey(EventField.Quantity)) yield return EventField.Quantity;
    }

    private static void CheckMapping(IReadOnlyList<string> header, ColumnMapping mapping)
    {
        string[] keys = [.. header.Select(HeaderNames.Key)];
        foreach ((EventField field, string name) in mapping.Names)
        {
            if (name.Length > 0 && Array.IndexOf(keys, HeaderNames.Key(name)) < 0)
            {
                throw new EventFileException(
                    $"The mapping names column '{name}' for {field}, but the header is [{Show(header)}]. "
                    + $"Correct --map {field.ToString().ToLowerInvariant()}=… (EventReadOptions.Columns).");
            }
        }
    }

    private static string KnownNames(EventLayout layout, EventField field)
    {
        const int MaxNames = 12;
        IReadOnlyList<string> names = layout.Columns.TryGetValue(field, out IReadOnlyList<string>? own) ? own : HeaderNames.NamesOf(field);
        return string.Join(", ", names.Take(MaxNames)) + (names.Count > MaxNames ? ", …" : "");
    }

    private bool IsUsed(int column) => _columns.Uses(column) || _attributes.Contains(column) || column == RefundCustomer
        || CustomerElse.Contains(column) || ItemElse.Contains(column) || column == RefundOrder || column == RefundOrderTotal;

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
            if (Header[i].Length > AttributeNames.MaxLength || IsUsed(i)) continue;
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
