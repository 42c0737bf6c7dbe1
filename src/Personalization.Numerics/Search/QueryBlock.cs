using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Some queries, laid out for the kernel: panels of eight whose values stand side by side, column after column, then one of four, then
/// single ones.
/// </summary>
internal sealed class QueryBlock
{
    /// <summary>Queries of the widest panel.</summary>
    public const int PanelSize = Panel.Size;

    private readonly float[] _values;

    public QueryBlock(MatrixView queries)
    {
        Count = queries.Rows;
        Columns = queries.Columns;
        Queries = queries;
        _values = new float[Count * Columns];
        Scales = new float[Count];
        for (int query = 0; query < Count;)
        {
            int size = PanelSizeAt(query);
            Span<float> panel = _values.AsSpan(query * Columns, size * Columns);
            for (int member = 0; member < size; member++)
            {
                ReadOnlySpan<float> row = queries.Row(query + member);
                for (int column = 0; column < row.Length; column++)
                    panel[(column * size) + member] = row[column];

                Scales[query + member] = InverseLengths.Of(row);
            }

            query += size;
        }
    }

    /// <summary>Number of queries.</summary>
    public int Count { get; }

    /// <summary>Values of a query.</summary>
    public int Columns { get; }

    /// <summary>The queries as they were given.</summary>
    public MatrixView Queries { get; }

    /// <summary>1/‖q‖ of each query.</summary>
    public float[] Scales { get; }

    /// <summary>The panel that begins at a query is found at query · <see cref="Columns"/>.</summary>
    public ref float Values => ref MemoryMarshal.GetArrayDataReference(_values);

    /// <summary>How many queries the panel holds that begins at one.</summary>
    public int PanelSizeAt(int query) => (Count - query) switch
    {
        >= PanelSize => PanelSize,
        >= 4 => 4,
        _ => 1,
    };
}
