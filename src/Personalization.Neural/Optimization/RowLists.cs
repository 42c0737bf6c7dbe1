using System.Numerics.Tensors;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// The gradients of each touched row of a sparse parameter as a list, in the order in which chunks gave them: grouping without sorting.
/// </summary>
internal sealed class RowLists
{
    private readonly Parameter _parameter;

    /// <summary>For each row its place among the touched ones, or −1.</summary>
    private readonly int[] _places;

    private readonly List<int> _touched = [], _heads = [], _tails = [], _next = [];
    private readonly List<(RowGradients Source, int Index)> _entries = [];

    public RowLists(Parameter parameter)
    {
        (_parameter, _places) = (parameter, new int[parameter.Rows]);
        Array.Fill(_places, -1);
    }

    /// <summary>Number of rows that are touched.</summary>
    public int Count => _touched.Count;

    public void Collect(ReadOnlySpan<Gradients> chunks)
    {
        foreach (Gradients chunk in chunks)
        {
            RowGradients source = chunk.RowsOf(_parameter);
            ReadOnlySpan<int> rows = source.Rows;
            for (int i = 0; i < rows.Length; i++)
            {
                int entry = _entries.Count, place = _places[rows[i]];
                _entries.Add((source, i));
                _next.Add(-1);
                if (place < 0)
                {
                    _places[rows[i]] = _touched.Count;
                    _touched.Add(rows[i]);
                    _heads.Add(entry);
                    _tails.Add(entry);
                }
                else
                {
                    _next[_tails[place]] = entry;
                    _tails[place] = entry;
                }
            }
        }
    }

    /// <summary>The i-th of the touched rows.</summary>
    public int RowAt(int i) => _touched[i];

    /// <summary>Adds up the gradients of the i-th touched row, where the first of them lies; asked again, it is the same sum.</summary>
    public Span<float> Sum(int i)
    {
        int head = _heads[i], entry = head;
        (RowGradients source, int index) = _entries[head];
        Span<float> sum = source.ValuesAt(index);
        while ((entry = _next[entry]) >= 0)
        {
            (source, index) = _entries[entry];
            TensorPrimitives.Add(sum, source.ValuesAt(index), sum);
        }

        _next[head] = -1;
        return sum;
    }

    public double SquaredLength()
    {
        double squares = 0;
        for (int i = 0; i < Count; i++)
        {
            Span<float> sum = Sum(i);
            squares += StableSum.Dot(sum, sum);
        }

        return squares;
    }

    public void Clear()
    {
        foreach (int row in _touched) _places[row] = -1;
        _touched.Clear();
        _heads.Clear();
        _tails.Clear();
        _next.Clear();
        _entries.Clear();
    }
}
