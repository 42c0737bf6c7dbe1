namespace Personalization.Data;

/// <summary>Which column stands for which field, and why. Filled by a layout or by <see cref="ColumnFinder"/>.</summary>
internal sealed class ColumnAssignment
{
    private const string ByHand = "named by hand";

    private readonly int[] _columns = new int[HeaderNames.FieldCount];
    private readonly string[] _why = new string[HeaderNames.FieldCount];
    private readonly string[] _keys;

    public ColumnAssignment(IReadOnlyList<string> header)
    {
        _keys = [.. header.Select(HeaderNames.Key)];
        Array.Fill(_columns, -1);
        Array.Fill(_why, "");
    }

    /// <summary>The columns' names as they are compared.</summary>
    public IReadOnlyList<string> Keys => _keys;

    /// <summary>The column of a field; −1 where the file has none.</summary>
    public int this[EventField field] => _columns[(int)field];

    public static ColumnAssignment ByLayout(IReadOnlyList<string> header, EventLayout layout, ColumnMapping? mapping = null)
    {
        ColumnAssignment columns = new(header);
        columns.TakeMapped(mapping);
        foreach ((EventField field, IReadOnlyList<string> names) in layout.Columns)
        {
            if (!IsMapped(mapping, field)) columns.Set(field, columns.Find(names), "by the layout");
        }

        return columns;
    }

    /// <summary>True where the caller settled a field, to a column or to none.</summary>
    public static bool IsMapped(ColumnMapping? mapping, EventField field) => mapping?.Names.ContainsKey(field) ?? false;

    public string WhyOf(EventField field) => _why[(int)field];

    public bool Uses(int column) => Array.IndexOf(_columns, column) >= 0;

    public void Set(EventField field, int column, string why)
    {
        _columns[(int)field] = column;
        _why[(int)field] = why;
    }

    public void TakeMapped(ColumnMapping? mapping)
    {
        if (mapping is null) return;
        foreach ((EventField field, string name) in mapping.Names) Set(field, name.Length == 0 ? -1 : Find([name]), ByHand);
    }

    /// <summary>The column of the first of some names that the header has; −1 where it has none of them.</summary>
    public int Find(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            int column = Array.IndexOf(_keys, HeaderNames.Key(name));
            if (column >= 0) return column;
        }

        return -1;
    }
}
