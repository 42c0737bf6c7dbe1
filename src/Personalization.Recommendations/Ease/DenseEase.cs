using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>The dense form: XᵀX + λI, its inverse P, and B = I − P · diag(1 / diag P), all in one matrix.</summary>
internal static class DenseEase
{
    private const int ItemsAtOnce = 32;

    public static ItemWeights Fit(
        InteractionMatrix interactions, ItemRows items, EaseOptions options, IProgress<FitProgress>? progress,
        CancellationToken cancellationToken)
    {
        Matrix matrix = new(interactions.Items.Count, interactions.Items.Count);
        FillUpper(interactions, items, options, matrix, cancellationToken);
        progress?.Report(new FitProgress("EASE, inverting", 0) { Count = 0, Unit = "items" });
        PositiveDefiniteInverse.Invert(matrix, options.Threads, cancellationToken);
        ToWeights(matrix, options.Threads, cancellationToken);
        progress?.Report(new FitProgress("EASE, inverting", 1) { Count = matrix.Rows, Unit = "items" });
        return ItemWeights.Of(matrix);
    }

    /// <summary>XᵀX + λI on and above the diagonal: a row belongs to one worker, and its customers come in rising order.</summary>
    private static void FillUpper(
        InteractionMatrix interactions, ItemRows items, EaseOptions options, Matrix matrix, CancellationToken cancellationToken)
    {
        ConcurrentBag<double[]> free = [];
        ParallelChunks.Run(
            matrix.Rows,
            ItemsAtOnce,
            (_, start, end) =>
            {
                if (!free.TryTake(out double[]? sums)) sums = new double[matrix.Columns];
                for (int item = start; item < end; item++)
                {
                    Array.Clear(sums);
                    ReadOnlySpan<int> customers = items.Customers(item);
                    ReadOnlySpan<float> own = items.Values(item);
                    for (int i = 0; i < customers.Length; i++)
                    {
                        ReadOnlySpan<int> others = interactions.ItemsOf(customers[i]);
                        ReadOnlySpan<float> values = interactions.ValuesOf(customers[i]);
                        for (int j = others.Length - 1; j >= 0 && others[j] >= item; j--) sums[others[j]] += (double)own[i] * values[j];
                    }

                    sums[item] += options.Regularization;
                    Span<float> row = matrix.Row(item);
                    for (int other = item; other < row.Length; other++) row[other] = (float)sums[other];
                }

                free.Add(sums);
            },
            options.Threads,
            cancellationToken);
    }

    private static void ToWeights(Matrix inverse, int? threads, CancellationToken cancellationToken)
    {
        float[] diagonal = new float[inverse.Rows];
        for (int item = 0; item < diagonal.Length; item++) diagonal[item] = inverse[item, item];
        ParallelChunks.Run(
            inverse.Rows,
            ItemsAtOnce,
            (_, start, end) =>
            {
                for (int item = start; item < end; item++)
                {
                    Span<float> row = inverse.Row(item);
                    for (int other = 0; other < row.Length; other++) row[other] = other == item ? 0 : -row[other] / diagonal[other];
                }
            },
            threads,
            cancellationToken);
    }
}
