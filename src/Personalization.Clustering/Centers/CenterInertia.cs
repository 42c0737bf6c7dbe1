using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Sums of squared distances of rows to the centers that they were given to.</summary>
internal static class CenterInertia
{
    private const int RowsAtOnce = 4096;

    /// <summary>Σ weight · ‖x − c‖², in double precision, merged in chunk order.</summary>
    /// <param name="samples">n × d.</param>
    /// <param name="weights">At least n; empty: all 1.</param>
    /// <param name="centers">k × d.</param>
    /// <param name="labels">n labels.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static double Of(
        MatrixView samples,
        ReadOnlyMemory<float> weights,
        MatrixView centers,
        int[] labels,
        int? threads,
        CancellationToken cancellationToken) =>
        ParallelChunks.Reduce(
            samples.Rows,
            RowsAtOnce,
            (start, end) => Of(samples, weights.Span, centers, labels, start, end),
            static (a, b) => a + b,
            threads,
            cancellationToken);

    private static double Of(MatrixView samples, ReadOnlySpan<float> weights, MatrixView centers, int[] labels, int start, int end)
    {
        double inertia = 0;
        for (int row = start; row < end; row++)
        {
            double square = SquaredDistances.Between(samples.Row(row), centers.Row(labels[row]));
            inertia += weights.IsEmpty ? square : weights[row] * square;
        }

        return inertia;
    }
}
