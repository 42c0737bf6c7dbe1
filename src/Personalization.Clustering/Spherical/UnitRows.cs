using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Rows scaled to length 1: what is left of a sample where only its direction counts.</summary>
internal static class UnitRows
{
    private const int RowsAtOnce = 4096;

    /// <exception cref="ArgumentException">A row isn't finite, or is all zeros; the message names it.</exception>
    public static Matrix Of(MatrixView samples, int? threads, CancellationToken cancellationToken)
    {
        Matrix unit = new(samples.Rows, samples.Columns);
        ParallelChunks.Run(
            samples.Rows, RowsAtOnce, (_, start, end) => Fill(samples, start, end - start, start, unit), threads, cancellationToken);
        return unit;
    }

    /// <summary>Scales some rows into the same rows of <paramref name="destination"/>, from its row <paramref name="to"/> on.</summary>
    /// <param name="samples">The rows.</param>
    /// <param name="from">First row to take.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="to">Where the first one goes.</param>
    /// <param name="destination">Receives them.</param>
    /// <param name="firstRow">What the first row of <paramref name="samples"/> is called in messages.</param>
    public static void Fill(MatrixView samples, int from, int count, int to, Matrix destination, int firstRow = 0)
    {
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> row = samples.Row(from + i);
            double length = Math.Sqrt(StableSum.Dot(row, row));
            if (!(length > 0) || !double.IsFinite(length))
                throw NoDirection(samples, from + i, firstRow);

            // Divided one by one, not multiplied by the inverse: two multiples of one row by a power of two become the same unit row.
            Span<float> unit = destination.Row(to + i);
            for (int column = 0; column < unit.Length; column++)
                unit[column] = (float)(row[column] / length);
        }
    }

    private static ArgumentException NoDirection(MatrixView samples, int row, int firstRow)
    {
        ClusterInput.RequireFinite(samples.Row(row), firstRow + row);
        return new ArgumentException(
            $"Row {firstRow + row} is all zeros and has no direction; leave it out, or cluster by distance instead.", nameof(samples));
    }
}
