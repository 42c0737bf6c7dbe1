using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The sparse form: for each item the ridge regression of its column on the columns of its neighbours alone, (G + λI) b = g with G = XᵀX
/// over the neighbours and g that of the item with them. Every item for itself; over all other items, it is the dense form's column.
/// </summary>
/// <remarks>
/// Neighbours are the nearest by cosine; equal ones stand in the order of items. Sums belong to one worker from start to end, in one order:
/// the same bits for any number of threads.
/// </remarks>
internal sealed class SparseEase(InteractionMatrix interactions, ItemRows items, EaseOptions options)
{
    private const int ItemsAtOnce = 16;

    private readonly double[] _lengths = Lengths(items, interactions.Items.Count);

    public ItemWeights Fit(IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        int count = interactions.Items.Count, done = 0;
        (int[] Rows, float[] Weights)[] columns = new (int[], float[])[count];
        ConcurrentBag<EaseScratch> free = [];
        ParallelChunks.Run(
            count,
            ItemsAtOnce,
            (_, start, end) =>
            {
                if (!free.TryTake(out EaseScratch? scratch)) scratch = new EaseScratch(interactions.Customers.Count, count);
                for (int item = start; item < end; item++) columns[item] = Solve(item, scratch);
                free.Add(scratch);
                int sum = Interlocked.Add(ref done, end - start);
                progress?.Report(new FitProgress("EASE", sum / (double)count) { Count = sum, Unit = "items" });
            },
            options.Threads,
            cancellationToken);
        return ItemWeights.Of(Transpose(columns));
    }

    private static double[] Lengths(ItemRows items, int count)
    {
        double[] lengths = new double[count];
        for (int item = 0; item < count; item++)
        {
            double sum = 0;
            foreach (float value in items.Values(item)) sum += (double)value * value;
            lengths[item] = Math.Sqrt(sum);
        }

        return lengths;
    }

    private (int[] Rows, float[] Weights) Solve(int item, EaseScratch scratch)
    {
        AddDots(item, scratch);
        int[] neighbors = Nearest(item, scratch);
        int n = neighbors.Length;
        double[] right = new double[n], gram = new double[n * n];
        for (int i = 0; i < n; i++) right[i] = scratch.Dots[neighbors[i]];
        scratch.ClearDots();
        if (n == 0) return ([], []);

        AddCommon(neighbors, scratch, gram);
        for (int i = 0; i < n; i++) gram[(i * n) + i] += options.Regularization;
        Cholesky.Factor(gram, n, threads: 1).Solve(right);
        float[] weights = new float[n];
        for (int i = 0; i < n; i++) weights[i] = (float)right[i];
        return (neighbors, weights);
    }

    /// <summary>The products of the item's column with all others.</summary>
    private void AddDots(int item, EaseScratch scratch)
    {
        ReadOnlySpan<int> customers = items.Customers(item);
        ReadOnlySpan<float> own = items.Values(item);
        for (int i = 0; i < customers.Length; i++)
        {
            ReadOnlySpan<int> others = interactions.ItemsOf(customers[i]);
            ReadOnlySpan<float> values = interactions.ValuesOf(customers[i]);
            for (int j = 0; j < others.Length; j++) scratch.AddDot(others[j], (double)own[i] * values[j]);
        }
    }

    /// <summary>Rows of the nearest items, rising.</summary>
    private int[] Nearest(int item, EaseScratch scratch)
    {
        TopItems top = new(Math.Min(options.Neighbors, scratch.Touched.Length));
        foreach (int other in scratch.Touched)
        {
            double cosine = scratch.Dots[other] / (_lengths[item] * _lengths[other]);
            if (other != item && top.Keeps(other, cosine)) top.Add(other, cosine);
        }

        int[] nearest = top.Rows.ToArray();
        Array.Sort(nearest);
        return nearest;
    }

    /// <summary>
    /// XᵀX over the neighbours, above the diagonal: their customers, each with the neighbours that they have, add what each pair has in
    /// common.
    /// </summary>
    private void AddCommon(int[] neighbors, EaseScratch scratch, double[] gram)
    {
        foreach (int neighbor in neighbors)
        {
            foreach (int customer in items.Customers(neighbor)) scratch.Count(customer);
        }

        scratch.Allot();
        for (int i = 0; i < neighbors.Length; i++)
        {
            ReadOnlySpan<int> customers = items.Customers(neighbors[i]);
            ReadOnlySpan<float> values = items.Values(neighbors[i]);
            for (int c = 0; c < customers.Length; c++) scratch.Put(customers[c], i, values[c]);
        }

        scratch.AddPairs(gram, neighbors.Length);
    }

    /// <summary>From the weights of what speaks for each item to those of what each item speaks for.</summary>
    private static RaggedRows Transpose((int[] Rows, float[] Weights)[] columns)
    {
        int[] offsets = new int[columns.Length + 1];
        foreach ((int[] rows, _) in columns)
        {
            foreach (int row in rows) offsets[row + 1]++;
        }

        for (int row = 0; row < columns.Length; row++) offsets[row + 1] = checked(offsets[row] + offsets[row + 1]);
        int[] next = offsets[..^1], items = new int[offsets[^1]];
        float[] values = new float[items.Length];
        for (int column = 0; column < columns.Length; column++)
        {
            (int[] rows, float[] weights) = columns[column];
            for (int i = 0; i < rows.Length; i++)
            {
                int target = next[rows[i]]++;
                items[target] = column;
                values[target] = weights[i];
            }
        }

        return new RaggedRows(offsets, items, values);
    }
}
