using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Gradients of one chunk of a batch: a matrix for each dense parameter, rows as they come for each sparse one. One thread writes at a
/// time; buffers are kept from batch to batch.
/// </summary>
public sealed class Gradients
{
    private readonly Dictionary<Parameter, Matrix> _dense = [];
    private readonly Dictionary<Parameter, RowGradients> _sparse = [];

    /// <summary>Makes empty gradients for some parameters.</summary>
    /// <param name="parameters">Each once.</param>
    public Gradients(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            if (parameter.IsSparse) _sparse.Add(parameter, new RowGradients(parameter.Columns));
            else _dense.Add(parameter, new Matrix(parameter.Rows, parameter.Columns));
        }
    }

    /// <summary>The gradient of a dense parameter, to be added to.</summary>
    /// <exception cref="ArgumentException">The parameter is sparse, or isn't one of these.</exception>
    public Matrix Of(Parameter parameter) => Find(_dense, parameter);

    /// <summary>
    /// A zeroed gradient of one row of a sparse parameter, to be written before the next is asked for. A row may be asked for many times:
    /// the gradients add up.
    /// </summary>
    /// <exception cref="ArgumentException">The parameter is dense, isn't one of these, or has no such row.</exception>
    public Span<float> AddRow(Parameter parameter, int row)
    {
        RowGradients rows = Find(_sparse, parameter);
        return (uint)row < (uint)parameter.Rows
            ? rows.Add(row)
            : throw new ArgumentOutOfRangeException(nameof(row), row, $"Row {row} of '{parameter.Name}', which has {parameter.Rows} rows.");
    }

    /// <summary>Forgets everything, and keeps the memory.</summary>
    public void Clear()
    {
        foreach (Matrix matrix in _dense.Values) matrix.Values.Clear();
        foreach (RowGradients rows in _sparse.Values) rows.Clear();
    }

    internal RowGradients RowsOf(Parameter parameter) => Find(_sparse, parameter);

    private static T Find<T>(Dictionary<Parameter, T> gradients, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (gradients.TryGetValue(parameter, out T? found)) return found;
        string use = parameter.IsSparse ? "sparse, so use AddRow" : "dense, so use Of";
        throw new ArgumentException($"'{parameter.Name}' is {use}; or these gradients were made without it.", nameof(parameter));
    }
}

/// <summary>Rows of a gradient in the order in which they came; one row may come many times.</summary>
internal sealed class RowGradients(int columns)
{
    private readonly List<int> _rows = [];
    private float[] _values = new float[64 * columns];

    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    public Span<float> ValuesAt(int index) => _values.AsSpan(index * columns, columns);

    public Span<float> Add(int row)
    {
        int start = _rows.Count * columns;
        _rows.Add(row);
        if (start + columns > _values.Length) Array.Resize(ref _values, checked(_values.Length * 2));
        Span<float> added = _values.AsSpan(start, columns);
        added.Clear();
        return added;
    }

    public void Clear() => _rows.Clear();
}
