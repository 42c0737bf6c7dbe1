using System.Numerics.Tensors;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Turns the gradients of a batch into new weights. Chunks' gradients are added in the order of the chunks and rows are stepped one by one,
/// so that no number of threads changes a bit. Belongs to one training run.
/// </summary>
internal abstract class Optimizer
{
    private const int RowsPerChunk = 32;

    /// <summary>Chunks from which on adding them up takes longer than waking a thread.</summary>
    private const int WorthSharing = 8;

    /// <summary>For each sparse parameter; null for a dense one.</summary>
    private readonly RowLists?[] _lists;

    /// <summary>For each dense parameter; null for a sparse one.</summary>
    private readonly Matrix?[] _sums;

    protected Optimizer(IReadOnlyList<Parameter> parameters)
    {
        Parameters = [.. Guard.NotEmpty(parameters)];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (Parameter parameter in Parameters)
        {
            if (!names.Add(parameter.Name))
                throw new ArgumentException($"Two parameters are called '{parameter.Name}'; name them apart.", nameof(parameters));
        }

        _lists = [.. Parameters.Select(parameter => parameter.IsSparse ? new RowLists(parameter) : null)];
        _sums = [.. Parameters.Select(parameter => parameter.IsSparse ? null : new Matrix(parameter.Rows, parameter.Columns))];
    }

    /// <summary>What is optimized.</summary>
    public Parameter[] Parameters { get; }

    /// <summary>Steps made so far.</summary>
    public int Steps { get; protected set; }

    /// <summary>Makes one step.</summary>
    /// <param name="chunks">Gradients of the batch's chunks, in order; used up by this.</param>
    /// <param name="learningRate">At least 0.</param>
    /// <param name="clipNorm">
    /// The gradient is scaled down where its length is above this; infinite for never (Pascanu, Mikolov and Bengio 2013).
    /// </param>
    /// <param name="threads">Threads at most; null: one for each processor.</param>
    /// <returns>Length of the gradient before clipping; NaN where nothing asked for it.</returns>
    public double Step(
        ReadOnlySpan<Gradients> chunks, double learningRate, double clipNorm = double.PositiveInfinity, int? threads = null)
    {
        bool measured = double.IsFinite(clipNorm);
        Gather(chunks.ToArray(), threads);
        double squares = 0;
        for (int i = 0; i < Parameters.Length && measured; i++)
            squares += _lists[i]?.SquaredLength() ?? StableSum.Dot(_sums[i]!.Values, _sums[i]!.Values);

        double length = Math.Sqrt(squares);
        float scale = measured && length > clipNorm ? (float)(clipNorm / length) : 1;
        Steps = checked(Steps + 1);
        Begin(Guard.AtLeast(learningRate, 0));
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (_sums[i] is { } sum) StepDense(i, sum, scale);
        }

        StepRows(scale, threads);
        return measured ? length : double.NaN;
    }

    /// <summary>
    /// Brings every row up to date, so that weights are what a dense optimizer would have: before they are read as a whole.
    /// </summary>
    public virtual void CatchUp(int? threads = null)
    {
    }

    /// <summary>Brings some rows up to date: before a step reads them.</summary>
    public virtual void CatchUp(TouchedRows rows, int? threads = null)
    {
    }

    /// <summary>Adds the optimizer's state to a checkpoint.</summary>
    public abstract void Save(ModelFileWriter writer);

    /// <summary>Takes the state from a checkpoint.</summary>
    /// <exception cref="ModelFileException">The file holds no such state.</exception>
    public abstract void Load(ModelFile file);

    /// <summary>Called before the weights of a step are changed.</summary>
    protected abstract void Begin(double learningRate);

    /// <summary>Steps consecutive weights of one parameter, from <paramref name="start"/> on.</summary>
    protected abstract void StepWeights(int parameter, int start, ReadOnlySpan<float> gradient);

    /// <summary>Called before a row of a sparse parameter is stepped, on the thread that steps it.</summary>
    protected virtual void BeforeRow(int parameter, int row)
    {
    }

    protected static int LoadSteps(ModelFile file)
    {
        int steps = file.GetMetadata<int>("optimizer.steps");
        return steps >= 0 ? steps : throw file.Invalid($"it counts {steps} steps");
    }

    private static void Scale(Span<float> gradient, float scale)
    {
        if (scale != 1) TensorPrimitives.Multiply(gradient, scale, gradient);
    }

    private void StepDense(int parameter, Matrix sum, float scale)
    {
        Scale(sum.Values, scale);
        StepWeights(parameter, 0, sum.Values);
    }

    /// <summary>Adds up what the chunks say of each dense parameter, and lists what they say of the rows of each sparse one.</summary>
    private void Gather(Gradients[] chunks, int? threads) => ParallelChunks.Run(
        Parameters.Length,
        chunkSize: 1,
        (parameter, _, _) =>
        {
            _lists[parameter]?.Collect(chunks);
            if (_sums[parameter] is not { } sum) return;
            sum.Values.Clear();
            foreach (Gradients chunk in chunks) TensorPrimitives.Add(sum.Values, chunk.Of(Parameters[parameter]).Values, sum.Values);
        },
        chunks.Length < WorthSharing ? 1 : threads);

    /// <summary>Steps the rows of all sparse parameters in one loop: each loop would wait for the slowest thread.</summary>
    private void StepRows(float scale, int? threads)
    {
        int rows = 0;
        foreach (RowLists? lists in _lists) rows += lists?.Count ?? 0;
        ParallelChunks.Run(
            rows,
            RowsPerChunk,
            (_, start, end) =>
            {
                int first = 0;
                for (int parameter = 0; parameter < _lists.Length; parameter++)
                {
                    if (_lists[parameter] is not { } lists) continue;
                    int last = Math.Min(lists.Count, end - first);
                    for (int i = Math.Max(0, start - first); i < last; i++) StepRow(parameter, lists, i, scale);
                    first += lists.Count;
                }
            },
            threads);
        foreach (RowLists? lists in _lists) lists?.Clear();
    }

    private void StepRow(int parameter, RowLists lists, int place, float scale)
    {
        Span<float> sum = lists.Sum(place);
        Scale(sum, scale);
        BeforeRow(parameter, lists.RowAt(place));
        StepWeights(parameter, lists.RowAt(place) * sum.Length, sum);
    }
}
