namespace Personalization.VectorIndex;

/// <summary>
/// What a search may find, by tags, numbers and keys; conditions are joined with <c>&amp;</c>, <c>|</c> and <c>!</c>. Before a search it is
/// turned into a bit for each vector, O(n); a batch of queries shares them. Immutable.
/// </summary>
/// <example>
/// <code>
/// VectorFilter filter = VectorFilter.Tag("category", "rings", "earrings") &amp; VectorFilter.Number("price", 0, 100);
/// </code>
/// </example>
public abstract class VectorFilter
{
    private protected VectorFilter()
    {
    }

    /// <summary>Vectors whose tag has one of some values.</summary>
    /// <param name="name">Name of the tag; one that no vector has matches nothing.</param>
    /// <param name="values">The values, compared by their characters' codes.</param>
    public static VectorFilter Tag(string name, params string[] values)
    {
        Guard.NotBlank(name);
        ArgumentNullException.ThrowIfNull(values);
        return new TagFilter(name, [.. values]);
    }

    /// <summary>Vectors whose number lies in a range, its ends included.</summary>
    /// <param name="name">Name of the number; vectors without it don't match.</param>
    /// <param name="minimum">Smallest.</param>
    /// <param name="maximum">Largest.</param>
    public static VectorFilter Number(string name, double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity) =>
        new NumberFilter(Guard.NotBlank(name), minimum, maximum);

    /// <summary>Vectors whose key satisfies a condition; it is asked once for each vector and must not use the index.</summary>
    /// <param name="condition">The condition.</param>
    public static VectorFilter Key(Predicate<long> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        return new KeyFilter(condition);
    }

    /// <summary>Both.</summary>
    public static VectorFilter operator &(VectorFilter left, VectorFilter right) => new PairFilter(left, right, true);

    /// <summary>Either.</summary>
    public static VectorFilter operator |(VectorFilter left, VectorFilter right) => new PairFilter(left, right, false);

    /// <summary>Not this.</summary>
    public static VectorFilter operator !(VectorFilter filter) => new NotFilter(filter);

    /// <summary>Both; the same as <c>&amp;</c>.</summary>
    public static VectorFilter BitwiseAnd(VectorFilter left, VectorFilter right) => left & right;

    /// <summary>Either; the same as <c>|</c>.</summary>
    public static VectorFilter BitwiseOr(VectorFilter left, VectorFilter right) => left | right;

    /// <summary>Not this; the same as <c>!</c>.</summary>
    public static VectorFilter LogicalNot(VectorFilter filter) => !filter;

    /// <summary>A bit for each row; bits behind the last row may be anything.</summary>
    internal abstract ulong[] Evaluate(FilterRows rows);

    private static ulong[] Bits(int rows, Func<int, bool> condition)
    {
        ulong[] bits = new ulong[(rows + 63) / 64];
        for (int row = 0; row < rows; row++)
        {
            if (condition(row)) bits[row >> 6] |= 1UL << row;
        }

        return bits;
    }

    private sealed class TagFilter(string name, string[] values) : VectorFilter
    {
        internal override ulong[] Evaluate(FilterRows rows)
        {
            if (rows.Metadata.Tags.GetValueOrDefault(name) is not { } column) return new ulong[(rows.Count + 63) / 64];
            HashSet<int> wanted = [.. values.Select(column.Find).Where(code => code > 0)];
            int[] codes = column.Codes;
            if (wanted.Count != 1) return Bits(rows.Count, row => wanted.Contains(codes[row]));
            int only = wanted.First();
            return Bits(rows.Count, row => codes[row] == only);
        }
    }

    private sealed class NumberFilter(string name, double minimum, double maximum) : VectorFilter
    {
        internal override ulong[] Evaluate(FilterRows rows) => rows.Metadata.Numbers.GetValueOrDefault(name) is { } numbers
            ? Bits(rows.Count, row => numbers[row] >= minimum && numbers[row] <= maximum)
            : new ulong[(rows.Count + 63) / 64];
    }

    private sealed class KeyFilter(Predicate<long> condition) : VectorFilter
    {
        internal override ulong[] Evaluate(FilterRows rows) => Bits(rows.Count, row => rows.IsLive(row) && condition(rows.Keys[row]));
    }

    private sealed class PairFilter(VectorFilter left, VectorFilter right, bool both) : VectorFilter
    {
        internal override ulong[] Evaluate(FilterRows rows)
        {
            ulong[] bits = left.Evaluate(rows), others = right.Evaluate(rows);
            for (int i = 0; i < bits.Length; i++) bits[i] = both ? bits[i] & others[i] : bits[i] | others[i];
            return bits;
        }
    }

    private sealed class NotFilter(VectorFilter filter) : VectorFilter
    {
        internal override ulong[] Evaluate(FilterRows rows)
        {
            ulong[] bits = filter.Evaluate(rows);
            for (int i = 0; i < bits.Length; i++) bits[i] = ~bits[i];
            return bits;
        }
    }
}
