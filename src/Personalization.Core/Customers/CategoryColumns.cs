using System.Text.Json;

namespace Personalization.Core;

/// <summary>One of a few names, shared by many customers: segment, country, loyalty tier. Kept as codes of a sorted vocabulary.</summary>
public sealed class CategoryColumn : CustomerColumn
{
    private readonly int[] _codes;

    /// <summary>Makes a column of names; null where nothing is known.</summary>
    public CategoryColumn(string name, IReadOnlyList<string?> values)
        : base(name, (values ?? throw new ArgumentNullException(nameof(values))).Count)
    {
        Levels = Vocabulary.From(values.OfType<string>());
        _codes = new int[values.Count];
        for (int row = 0; row < _codes.Length; row++)
            _codes[row] = values[row] is { } value && Levels.TryGetRow(value, out int code) ? code : -1;
    }

    /// <summary>Makes a column of a copy of codes.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="levels">The names that codes stand for; a name may have no customer.</param>
    /// <param name="codes">Rows of <paramref name="levels"/>; −1 where nothing is known.</param>
    /// <exception cref="ArgumentOutOfRangeException">A code is no row of the levels.</exception>
    public CategoryColumn(string name, Vocabulary levels, ReadOnlySpan<int> codes)
        : base(name, codes.Length)
    {
        ArgumentNullException.ThrowIfNull(levels);
        foreach (int code in codes) Guard.InRange(code, -1, levels.Count - 1, nameof(codes));
        (Levels, _codes) = (levels, codes.ToArray());
    }

    private CategoryColumn(CategoryColumn other, string step, int[] codes)
        : base(other, step, codes.Length) => (Levels, _codes) = (other.Levels, codes);

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.Category;

    /// <summary>The names, in ordinal order.</summary>
    public Vocabulary Levels { get; }

    /// <summary>Rows of <see cref="Levels"/> by customer; −1 where missing.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    /// <inheritdoc />
    public override bool IsMissing(int row) => _codes[row] < 0;

    /// <inheritdoc />
    public override string? TextAt(int row) => _codes[row] < 0 ? null : Levels[_codes[row]];

    private protected override CustomerColumn Copy(string step, int[]? rows) => new CategoryColumn(this, step, Taken(_codes, rows, -1));
}

/// <summary>
/// Several names a customer, in an order that means something: categories bought, items recommended. An empty list is no missing cell.
/// </summary>
public sealed class CategoryListColumn : CustomerColumn
{
    private readonly int[] _starts;
    private readonly int[] _codes;

    /// <summary>Makes a column of lists.</summary>
    public CategoryListColumn(string name, IReadOnlyList<IReadOnlyList<string>> lists)
        : base(name, (lists ?? throw new ArgumentNullException(nameof(lists))).Count)
    {
        Levels = Vocabulary.From(lists.SelectMany(list => list));
        _starts = new int[lists.Count + 1];
        for (int row = 0; row < lists.Count; row++) _starts[row + 1] = checked(_starts[row] + lists[row].Count);
        _codes = new int[_starts[^1]];
        int next = 0;
        foreach (IReadOnlyList<string> list in lists)
        {
            foreach (string value in list) Levels.TryGetRow(value, out _codes[next++]);
        }
    }

    /// <summary>Makes a column of a copy of ragged codes.</summary>
    /// <param name="name">Name of the column.</param>
    /// <param name="levels">The names that codes stand for.</param>
    /// <param name="starts">Where each customer's codes begin, and, one longer than there are customers, where the last ones end.</param>
    /// <param name="codes">Rows of <paramref name="levels"/>.</param>
    /// <exception cref="ArgumentException">The starts don't begin with 0, fall, or don't end with the codes.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A code is no row of the levels.</exception>
    public CategoryListColumn(string name, Vocabulary levels, ReadOnlySpan<int> starts, ReadOnlySpan<int> codes)
        : base(name, Math.Max(0, starts.Length - 1))
    {
        ArgumentNullException.ThrowIfNull(levels);
        if (starts is not [0, ..] || starts[^1] != codes.Length)
            throw new ArgumentException($"Column '{name}' has starts that don't go from 0 to its {codes.Length} codes.", nameof(starts));
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            if (starts[row + 1] < starts[row])
                throw new ArgumentException($"Column '{name}' has starts that fall at row {row}.", nameof(starts));
        }

        foreach (int code in codes) Guard.InRange(code, 0, levels.Count - 1, nameof(codes));
        (Levels, _starts, _codes) = (levels, starts.ToArray(), codes.ToArray());
    }

    private CategoryListColumn(CategoryListColumn other, string step, int[] starts, int[] codes)
        : base(other, step, starts.Length - 1) => (Levels, _starts, _codes) = (other.Levels, starts, codes);

    /// <inheritdoc />
    public override ColumnKind Kind => ColumnKind.CategoryList;

    /// <summary>The names, in ordinal order.</summary>
    public Vocabulary Levels { get; }

    /// <summary>Rows of <see cref="Levels"/> of one customer, in the list's order.</summary>
    public ReadOnlySpan<int> CodesAt(int row) => _codes.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>One customer's names, in the list's order.</summary>
    public IReadOnlyList<string> ListAt(int row)
    {
        ReadOnlySpan<int> codes = CodesAt(row);
        string[] list = new string[codes.Length];
        for (int i = 0; i < list.Length; i++) list[i] = Levels[codes[i]];
        return list;
    }

    /// <inheritdoc />
    public override bool IsMissing(int row) => false;

    /// <summary>The names, parted by "; ".</summary>
    public override string TextAt(int row) => string.Join("; ", ListAt(row));

    internal override void WriteCell(int row, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (int code in CodesAt(row)) json.WriteStringValue(Levels[code]);
        json.WriteEndArray();
    }

    private protected override CustomerColumn Copy(string step, int[]? rows)
    {
        if (rows is null) return new CategoryListColumn(this, step, _starts, _codes);
        int[] starts = new int[rows.Length + 1];
        List<int> codes = [];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] >= 0) codes.AddRange(CodesAt(rows[i]));
            starts[i + 1] = codes.Count;
        }

        return new CategoryListColumn(this, step, starts, [.. codes]);
    }
}
