using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The filter of <see cref="GraphFilterTrainer"/>, item by item: the scores of a customer who has one item alone are the item's row of
/// weights, since all is linear. Some dozens of items at a time, a column each, so that every value of the graph that is read serves all of
/// them.
/// </summary>
/// <remarks>A group of items belongs to one worker, and every sum has one order: the same bits for any number of threads.</remarks>
internal sealed class GraphFilterKernel
{
    /// <summary>As many columns as a sparse product keeps in registers.</summary>
    private const int ItemsAtOnce = 64;

    private readonly NormalizedGraph _graph;
    private readonly GraphFilterOptions _options;
    private readonly MatrixView _smooth;
    private readonly float[] _roots;
    private readonly float[] _steps;

    /// <param name="graph">The graph.</param>
    /// <param name="vectors">Right singular vectors, items × count.</param>
    /// <param name="options">How to filter.</param>
    public GraphFilterKernel(NormalizedGraph graph, MatrixView vectors, GraphFilterOptions options)
    {
        (_graph, _smooth, _options, _roots) = (graph, vectors, options, graph.ItemRoots);
        double t = options.Sharpening;
        _steps = [(float)-t, (float)(t * t / 2), (float)(-t * t * t / 6), (float)(t * t * t * t / 24)];
    }

    public RaggedRows Run(IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int count = _roots.Length, done = 0;
        (int[] Columns, float[] Values)[] rows = new (int[], float[])[count];
        ConcurrentBag<Blocks> free = [];
        ParallelChunks.Run(
            count,
            ItemsAtOnce,
            (_, start, end) =>
            {
                // A last group of fewer items has its own blocks, whose rows are shorter.
                if (end - start < ItemsAtOnce || !free.TryTake(out Blocks? blocks))
                    blocks = new Blocks(_graph.Rows.RowCount, count, end - start, Math.Min(_options.Neighbors, count));
                Filter(start, blocks, cancellationToken);
                KeepLargest(blocks, rows.AsSpan(start, end - start));
                if (end - start == ItemsAtOnce) free.Add(blocks);
                int sum = Interlocked.Add(ref done, end - start);
                progress?.Report(new FitProgress("graph filter", sum / (double)count) { Count = sum, Unit = "items" });
            },
            _options.Threads,
            cancellationToken);
        return Join(rows);
    }

    /// <summary>Columns of the result: the scores of all items for whoever has one of these alone.</summary>
    private void Filter(int start, Blocks blocks, CancellationToken cancellationToken)
    {
        (Matrix result, Matrix term) = (blocks.Result, blocks.Term);
        int width = result.Columns;
        term.Values.Clear();
        for (int i = 0; i < width; i++) term[start + i, i] = 1;
        Blur(term, result, blocks.Customers, cancellationToken);
        AddSmooth(start, result, cancellationToken);
        if (_options.Sharpening == 0) return;

        result.Values.CopyTo(term.Values);
        foreach (float step in _steps)
        {
            Blur(term, blocks.Next, blocks.Customers, cancellationToken);
            (term, blocks.Next) = (blocks.Next, term);
            Span<float> sums = result.Values, terms = term.Values;
            for (int i = 0; i < sums.Length; i++) sums[i] += step * terms[i];
        }

        blocks.Term = term;
    }

    /// <summary>P · values, by way of the customers.</summary>
    private void Blur(Matrix values, Matrix destination, Matrix customers, CancellationToken cancellationToken)
    {
        SparseProduct.Multiply(_graph.Rows, values, customers, 1, cancellationToken);
        SparseProduct.Multiply(_graph.Columns, customers, destination, 1, cancellationToken);
    }

    /// <summary>β √dⱼ (V Vᵀ)ⱼᵢ / √dᵢ for each of these items i and all items j.</summary>
    private void AddSmooth(int start, Matrix result, CancellationToken cancellationToken)
    {
        int width = result.Columns, factors = _smooth.Columns;
        if (factors == 0) return;
        Matrix own = new(width, factors);
        for (int i = 0; i < width; i++)
        {
            float scale = _roots[start + i] > 0 ? (float)(_options.SmoothWeight / _roots[start + i]) : 0;
            ReadOnlySpan<float> vector = _smooth.Row(start + i);
            Span<float> scaled = own.Row(i);
            for (int k = 0; k < factors; k++) scaled[k] = vector[k] * scale;
        }

        Matrix smooth = MatrixProduct.Multiply(_smooth, MatrixOperand.Transpose(own.View), 1, cancellationToken);
        for (int item = 0; item < _roots.Length; item++)
        {
            Span<float> sums = result.Row(item);
            ReadOnlySpan<float> added = smooth.Row(item);
            for (int i = 0; i < width; i++) sums[i] += _roots[item] * added[i];
        }
    }

    /// <summary>
    /// The items that each column has most for, in rising order; its own item too, which matters where what was bought may be listed.
    /// </summary>
    private static void KeepLargest(Blocks blocks, Span<(int[] Columns, float[] Values)> rows)
    {
        foreach (TopItems top in blocks.Largest) top.Clear();
        for (int item = 0; item < blocks.Result.Rows; item++)
        {
            ReadOnlySpan<float> scores = blocks.Result.Row(item);
            for (int i = 0; i < scores.Length; i++)
            {
                if (scores[i] > 0 && blocks.Largest[i].Keeps(item, scores[i])) blocks.Largest[i].Add(item, scores[i]);
            }
        }

        for (int i = 0; i < rows.Length; i++)
        {
            int[] items = blocks.Largest[i].Rows.ToArray();
            float[] values = new float[items.Length];
            for (int j = 0; j < values.Length; j++) values[j] = (float)blocks.Largest[i].Scores[j];
            Array.Sort(items, values);
            rows[i] = (items, values);
        }
    }

    private static RaggedRows Join((int[] Columns, float[] Values)[] rows)
    {
        int[] offsets = new int[rows.Length + 1];
        for (int row = 0; row < rows.Length; row++) offsets[row + 1] = checked(offsets[row] + rows[row].Columns.Length);
        int[] columns = new int[offsets[^1]];
        float[] values = new float[columns.Length];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row].Columns.CopyTo(columns, offsets[row]);
            rows[row].Values.CopyTo(values, offsets[row]);
        }

        return new RaggedRows(offsets, columns, values);
    }

    /// <summary>What a worker filters in.</summary>
    private sealed class Blocks(int customers, int items, int width, int neighbors)
    {
        public TopItems[] Largest { get; } = [.. Enumerable.Range(0, width).Select(_ => new TopItems(neighbors))];

        public Matrix Result { get; } = new(items, width);

        public Matrix Term { get; set; } = new(items, width);

        public Matrix Next { get; set; } = new(items, width);

        public Matrix Customers { get; } = new(customers, width);
    }
}
