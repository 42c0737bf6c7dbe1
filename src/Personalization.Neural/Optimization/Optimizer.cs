using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Turns the gradients of a batch into new weights. Chunks' gradients are added in the order of the chunks and rows are stepped one by one, so that no number
/// of threads changes a bit. Belongs to one training run.
/// </summary>
public abstract class Optimizer
{
    private const int RowsPerChunk = 32;

    private readonly Dictionary<Parameter, RowLists> _lists = [];
    private readonly Dictionary<Parameter, Matrix> _sums = [];

    private protected Optimizer(IReadOnlyList<Parameter> parameters)
    {
        Parameters = Guard.NotEmpty(parameters, nameof(parameters));
        foreach (Parameter parameter in parameters)
        {
            if (parameter.IsSparse) _lists.Add(parameter, new RowLists(parameter.Rows));
            else _sums.Add(parameter, new Matrix(parameter.Rows, parameter.Columns));
        }
    }

    /// <summary>What is optimized.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Steps made so far.</summary>
    public long Steps { get; private protected set; }

    /// <summary>Makes one step.</summary>
    /// <param name="chunks">Gradients of the batch's chunks, in order.</param>
    /// <param name="learningRate">At least 0.</param>
    /// <param name="clipNorm">The gradient is scaled down where its length is above this; infinite for never (Pascanu, Mikolov and Bengio 2013).</param>
    /// <param name="threads">Threads at most; null: one for each processor.</param>
    /// <returns>Length of the gradient before clipping.</returns>
    public double Step(ReadOnlySpan<Gradients> chunks, double learningRate, double clipNorm = double.PositiveInfinity, int? threads = null)
    {
        Gradients[] all = chunks.ToArray();
        double squares = 0;
        bool measure = double.IsFinite(clipNorm);
        foreach (Parameter parameter in Parameters)
        {
            if (parameter.IsSparse)
            {
                RowLists lists = _lists[parameter];
                lists.Collect(all, parameter);
                if (measure) squares += lists.SquaredLength(parameter.Columns);
                continue;
            }

            Matrix sum = _sums[parameter];
            sum.Values.Clear();
            foreach (Gradients chunk in all) TensorPrimitives.Add(sum.Values, chunk.Of(parameter).Values, sum.Values);
            if (measure) squares += StableSum.Dot(sum.Values, sum.Values);
        }

        double length = Math.Sqrt(squares);
        float scale = length > clipNorm ? (float)(clipNorm / length) : 1;
        Steps++;
        Begin(learningRate);
        foreach (Parameter parameter in Parameters)
        {
            if (parameter.IsSparse) StepRows(parameter, scale, threads);
            else StepDense(parameter, _sums[parameter], scale);
        }

        return measure ? length : double.NaN;
    }

    /// <summary>Brings every row up to date, so that weights are what a dense optimizer would have: before they are read as a whole.</summary>
    public virtual void CatchUp(int? threads = null)
    {
    }

    /// <summary>Adds the optimizer's state to a checkpoint.</summary>
    internal abstract void Save(ModelFileWriter writer);

    /// <summary>Takes the state from a checkpoint.</summary>
    internal abstract void Load(ModelFile file);

    private protected abstract void Begin(double learningRate);

    /// <summary>Steps consecutive weights of one parameter, from <paramref name="start"/> on.</summary>
    private protected abstract void StepWeights(Parameter parameter, int start, ReadOnlySpan<float> gradient);

    /// <summary>Called before a row of a sparse parameter is stepped.</summary>
    private protected virtual void BeforeRow(Parameter parameter, int row)
    {
    }

    private void StepDense(Parameter parameter, Matrix sum, float scale)
    {
        if (scale != 1) TensorPrimitives.Multiply(sum.Values, scale, sum.Values);
        StepWeights(parameter, 0, sum.Values);
    }

    private void StepRows(Parameter parameter, float scale, int? threads)
    {
        RowLists lists = _lists[parameter];
        int columns = parameter.Columns;
        ParallelChunks.Run(
            lists.Count,
            RowsPerChunk,
            (_, start, end) =>
            {
                float[] sum = new float[columns];
                for (int i = start; i < end; i++)
                {
                    int row = lists.Sum(i, sum);
                    if (scale != 1) TensorPrimitives.Multiply(sum, scale, sum);
                    BeforeRow(parameter, row);
                    StepWeights(parameter, row * columns, sum);
                }
            },
            threads);
        lists.Clear();
    }
}

/// <summary>The gradients of each touched row as a list, in the order in which chunks gave them: grouping without sorting.</summary>
internal sealed class RowLists(int rows)
{
    private readonly int[] _places = NewPlaces(rows);
    private readonly List<int> _touched = [], _heads = [], _tails = [], _next = [];
    private readonly List<(RowGradients Source, int Index)> _entries = [];

    public int Count => _touched.Count;

    public void Collect(Gradients[] chunks, Parameter parameter)
    {
        foreach (Gradients chunk in chunks)
        {
            RowGradients source = chunk.RowsOf(parameter);
            ReadOnlySpan<int> ids = source.Rows;
            for (int i = 0; i < ids.Length; i++)
            {
                int entry = _entries.Count, place = _places[ids[i]];
                _entries.Add((source, i));
                _next.Add(-1);
                if (place < 0)
                {
                    _places[ids[i]] = _touched.Count;
                    _touched.Add(ids[i]);
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

    /// <summary>Adds up the gradients of the i-th touched row, and returns the row.</summary>
    public int Sum(int i, Span<float> sum)
    {
        int entry = _heads[i];
        (RowGradients source, int index) = _entries[entry];
        source.ValuesAt(index).CopyTo(sum);
        while ((entry = _next[entry]) >= 0)
        {
            (source, index) = _entries[entry];
            TensorPrimitives.Add(sum, source.ValuesAt(index), sum);
        }

        return _touched[i];
    }

    public double SquaredLength(int columns)
    {
        float[] sum = new float[columns];
        double squares = 0;
        for (int i = 0; i < Count; i++)
        {
            Sum(i, sum);
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

    private static int[] NewPlaces(int rows)
    {
        int[] places = new int[rows];
        Array.Fill(places, -1);
        return places;
    }
}
