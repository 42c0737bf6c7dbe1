using System.Text;

namespace Personalization.Data;

/// <summary>The first rows below a header, as they stand, by which columns are judged.</summary>
/// <param name="Rows">Fields of each row as UTF-8; rows may be short.</param>
internal sealed record FileSample(IReadOnlyList<byte[][]> Rows)
{
    /// <summary>Rows looked at, at most.</summary>
    public const int MaxRows = 2000;

    public static FileSample None { get; } = new([]);

    /// <summary>The values of a column that say something, trimmed.</summary>
    public IEnumerable<byte[]> Values(int column)
    {
        foreach (byte[][] row in Rows)
        {
            if (column >= row.Length) continue;
            byte[] value = Trimmed(row[column]);
            if (!MissingMarkers.IsMissing(value)) yield return value;
        }
    }

    /// <summary>A field of a row as text; empty where the row is short.</summary>
    public string Text(int row, int column) =>
        column < 0 || column >= Rows[row].Length ? "" : Encoding.UTF8.GetString(Rows[row][column]).Trim();

    /// <summary>Whether most of the values pass a test; null where the column has none.</summary>
    public bool? Mostly(int column, Func<byte[], bool> test)
    {
        int all = 0, passed = 0;
        foreach (byte[] value in Values(column))
        {
            all++;
            if (test(value)) passed++;
        }

        return all == 0 ? null : passed * 2 > all;
    }

    private static byte[] Trimmed(byte[] value)
    {
        ReadOnlySpan<byte> trimmed = value.AsSpan().Trim(" \t"u8);
        return trimmed.Length == value.Length ? value : trimmed.ToArray();
    }
}
