using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Squared distances of rows to centers, rounded to multiples of a power of two 2⁻⁴⁴ of the largest, so that their sums and differences are
/// exact in double precision: training and prediction compare the very same numbers.
/// </summary>
/// <param name="Quantum">The power of two; 0: no rounding.</param>
internal readonly record struct SquaredCosts(double Quantum)
{
    private const int Digits = 44;
    private const int RowsAtOnce = 1024;

    /// <summary>
    /// For rows around a mean: a squared distance to any center among them is at most four times that of the farthest row to the mean.
    /// </summary>
    public static SquaredCosts For(KMeansData data)
    {
        float[] mean = Array.ConvertAll(data.Mean, value => (float)value);
        double farthest = ParallelChunks.Reduce(
            data.Rows,
            RowsAtOnce,
            (start, end) =>
            {
                double largest = 0;
                for (int row = start; row < end; row++)
                    largest = Math.Max(largest, SquaredDistances.Between(data.Row(row), mean));

                return largest;
            },
            Math.Max,
            data.Threads);
        return new SquaredCosts(farthest > 0 ? Math.ScaleB(1, Math.ILogB(4 * farthest) + 1 - Digits) : 0);
    }

    /// <summary>The costs of one row.</summary>
    public void Fill(ReadOnlySpan<float> row, MatrixView centers, Span<double> costs)
    {
        for (int cluster = 0; cluster < costs.Length; cluster++)
        {
            double square = SquaredDistances.Between(row, centers.Row(cluster));
            costs[cluster] = Quantum > 0 ? Math.Round(square / Quantum) * Quantum : square;
        }
    }

    /// <summary>The costs of all rows, n × k, row-major.</summary>
    public void Fill(MatrixView rows, MatrixView centers, double[] costs, int? threads, CancellationToken cancellationToken)
    {
        SquaredCosts self = this;
        int clusterCount = centers.Rows;
        ParallelChunks.Run(
            rows.Rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                    self.Fill(rows.Row(row), centers, costs.AsSpan(row * clusterCount, clusterCount));
            },
            threads,
            cancellationToken);
    }
}
