using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Distances of n rows from each other, each once: n(n − 1)/2 single-precision values, row i holding those to i + 1 … n − 1.
/// </summary>
internal sealed class CondensedDistances
{
    private const int RowsAtOnce = 32;
    private const int Block = BlockScores.BlockSize;

    private readonly float[] _values;

    private CondensedDistances(int rows)
    {
        Rows = rows;
        _values = new float[Length(rows)];
    }

    public int Rows { get; private set; }

    public ref float this[int lower, int higher] => ref _values[Start(lower) + higher];

    public static long Length(int rows) => rows * (rows - 1L) / 2;

    /// <summary>Euclidean distances of all rows: differences and squares in double precision, then rounded.</summary>
    public static CondensedDistances Of(MatrixView samples, AgglomerativeRun run)
    {
        CondensedDistances distances = new(samples.Rows);
        PointBlocks points = new(samples);
        double[] inverses = new double[Block];
        inverses.AsSpan().Fill(1);
        long made = 0;
        ParallelChunks.Run(
            samples.Rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                Span<double> scores = stackalloc double[Block];
                double[] query = new double[samples.Columns];
                for (int row = start; row < end; row++)
                {
                    points.Get(row, query);
                    for (int block = (row + 1) / Block; block < points.Count; block++)
                    {
                        BlockScores.OfPoints(points[block], inverses, query, 0, 0, scores);
                        int first = Math.Max(0, row + 1 - (block * Block)), last = Math.Min(Block, samples.Rows - (block * Block));
                        Span<float> to = distances._values.AsSpan(
                            (int)(distances.Start(row) + (block * Block) + first), Math.Max(0, last - first));
                        for (int i = 0; i < to.Length; i++)
                            to[i] = (float)Math.Sqrt(scores[first + i]);
                    }
                }

                long own = ((2L * samples.Rows) - start - end - 1) * (end - start) / 2;
                run.TellBefore(Interlocked.Add(ref made, own), Length(samples.Rows), "distances");
            },
            run.Threads,
            run.CancellationToken);
        return distances;
    }

    /// <summary>Gower's distances of all rows: in double precision, then rounded.</summary>
    public static CondensedDistances Of(MatrixView samples, GowerDistance gower, AgglomerativeRun run)
    {
        CondensedDistances distances = new(samples.Rows);
        long made = 0;
        ParallelChunks.Run(
            samples.Rows,
            RowsAtOnce,
            (_, start, end) =>
            {
                for (int row = start; row < end; row++)
                {
                    for (int other = row + 1; other < samples.Rows; other++)
                        distances[row, other] = (float)gower.Between(samples.Row(row), samples.Row(other));
                }

                long own = ((2L * samples.Rows) - start - end - 1) * (end - start) / 2;
                run.TellBefore(Interlocked.Add(ref made, own), Length(samples.Rows), "distances");
            },
            run.Threads,
            run.CancellationToken);
        return distances;
    }

    /// <summary>The distances of a row to those after it, from the one at <paramref name="higher"/> on.</summary>
    public Span<float> From(int lower, int higher) => _values.AsSpan((int)(Start(lower) + higher), Rows - higher);

    /// <summary>Keeps only the given rows, ascending, and numbers them through.</summary>
    public void Keep(ReadOnlySpan<int> rows)
    {
        // What is kept moves towards the front, past nothing that is still to be read.
        int to = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            long start = Start(rows[i]);
            for (int j = i + 1; j < rows.Length; j++)
                _values[to++] = _values[start + rows[j]];
        }

        Rows = rows.Length;
    }

    // Where row i would have the distance to row 0.
    private long Start(int row) => ((long)row * Rows) - (row * (row + 1L) / 2) - row - 1;
}
