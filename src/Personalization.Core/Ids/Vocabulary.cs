using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Core;

/// <summary>
/// Distinct strings in ordinal order, each with its row: the dictionary behind a column of codes. Immutable and thread-safe.
/// Sorted, so that the same set of strings gives the same rows whatever order a file held them in.
/// </summary>
public sealed class Vocabulary : IReadOnlyList<string>
{
    private readonly string[] _values;

    internal Vocabulary(string[] sortedDistinct) => _values = sortedDistinct;

    /// <summary>Makes a vocabulary of any strings: duplicates fold into one.</summary>
    /// <exception cref="ArgumentException">A value is null.</exception>
    public static Vocabulary From(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        string[] sorted = [.. values.Distinct(StringComparer.Ordinal)];
        if (Array.IndexOf(sorted, null) >= 0) throw new ArgumentException("A vocabulary can't hold null.", nameof(values));
        Array.Sort(sorted, StringComparer.Ordinal);
        return new Vocabulary(sorted);
    }

    /// <summary>Number of distinct strings.</summary>
    public int Count => _values.Length;

    /// <summary>The string of a row, 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public string this[int row] => _values[row];

    /// <summary>Finds the row of a string by binary search, O(log n); −1 and false where it is absent.</summary>
    public bool TryGetRow(string value, out int row)
    {
        int found = Array.BinarySearch(_values, value, StringComparer.Ordinal);
        row = found >= 0 ? found : -1;
        return found >= 0;
    }

    /// <summary>The rows' strings in order.</summary>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)_values).GetEnumerator();

    [ExcludeFromCodeCoverage]
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
