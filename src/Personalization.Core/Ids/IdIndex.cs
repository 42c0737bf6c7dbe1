using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Core;

/// <summary>
/// The border between external ids and internal rows: row ↔ id, in ordinal order of the ids. Immutable and thread-safe.
/// </summary>
/// <typeparam name="TId"><see cref="CustomerId"/> or <see cref="ItemId"/>.</typeparam>
public sealed class IdIndex<TId> : IReadOnlyList<TId>
    where TId : struct, IExternalId<TId>
{
    private readonly Vocabulary _ids;

    internal IdIndex(Vocabulary ids) => _ids = ids;

    /// <summary>Makes an index of any ids: duplicates fold into one.</summary>
    public static IdIndex<TId> From(IEnumerable<TId> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return new IdIndex<TId>(Vocabulary.From(ids.Select(id => id.Value)));
    }

    /// <summary>Number of ids.</summary>
    public int Count => _ids.Count;

    /// <summary>The id of a row, 0 ≤ row &lt; <see cref="Count"/>.</summary>
    public TId this[int row] => TId.Create(_ids[row]);

    /// <summary>The ids' texts by row, for files.</summary>
    public Vocabulary Values => _ids;

    /// <summary>Finds the row of an id, O(log n); −1 and false where it is unknown.</summary>
    public bool TryGetRow(TId id, out int row) => _ids.TryGetRow(id.Value, out row);

    /// <summary>True where the id has a row.</summary>
    public bool Contains(TId id) => TryGetRow(id, out _);

    /// <summary>The ids of some rows; this very index where they are all of them. O(rows), no sorting.</summary>
    /// <param name="risingRows">Rows of this index, each above the one before.</param>
    /// <exception cref="ArgumentException">The rows don't rise.</exception>
    public IdIndex<TId> Take(ReadOnlySpan<int> risingRows)
    {
        string[] ids = new string[risingRows.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            if (i > 0 && risingRows[i] <= risingRows[i - 1])
                throw new ArgumentException($"Row {risingRows[i]} follows row {risingRows[i - 1]}; rows must rise.", nameof(risingRows));
            ids[i] = _ids[risingRows[i]];
        }

        return ids.Length == Count ? this : new IdIndex<TId>(new Vocabulary(ids));
    }

    /// <summary>
    /// The row of each id in another index, −1 where it has none: how columns of one index are laid over another. O(n + m) comparisons of
    /// ids, and none where both are the same index.
    /// </summary>
    public int[] RowsIn(IdIndex<TId> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int[] rows = new int[Count];
        if (ReferenceEquals(this, other))
        {
            for (int row = 0; row < rows.Length; row++) rows[row] = row;
            return rows;
        }

        for (int row = 0, place = 0; row < rows.Length; row++)
        {
            int order = 1;
            while (place < other.Count && (order = string.CompareOrdinal(other._ids[place], _ids[row])) < 0) place++;
            rows[row] = order == 0 && place < other.Count ? place : -1;
        }

        return rows;
    }

    /// <summary>The ids in row order.</summary>
    public IEnumerator<TId> GetEnumerator()
    {
        for (int row = 0; row < Count; row++) yield return this[row];
    }

    [ExcludeFromCodeCoverage]
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
