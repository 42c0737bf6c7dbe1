using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>One side of a factorization: its rows' interactions, how they are regularized, and their factors as they stand.</summary>
internal sealed class AlsSide
{
    private const int RowsAtOnce = 64;

    private readonly AlsOptions _options;
    private readonly RaggedRows _rows;
    private readonly float[]? _roots;
    private readonly double[] _weights;
    private readonly float[] _regularizations;

    /// <param name="rows">For each row the rows of the other side that it has, with the values of the interactions.</param>
    /// <param name="otherCount">Rows of the other side.</param>
    /// <param name="options">The objective.</param>
    public AlsSide(RaggedRows rows, int otherCount, AlsOptions options)
    {
        _options = options;
        _rows = rows;
        _roots = AlsRows.RootsOf(rows.AllValues);
        Factors = new Matrix(rows.Count, options.Factors);
        _weights = new double[rows.Count];
        _regularizations = new float[rows.Count];
        for (int row = 0; row < rows.Count; row++)
        {
            _weights[row] = StableSum.Sum(rows.Values(row));
            _regularizations[row] = AlsRows.Regularization(options, _weights[row], otherCount);
        }
    }

    public Matrix Factors { get; }

    /// <summary>
    /// Small factors at random of the rows that have anything, uniform with a deviation of .1 / √factors, as Rendle et al. begin.
    /// </summary>
    public void Begin(string purpose)
    {
        float width = (float)(2 * .1 * Math.Sqrt(3.0 / _options.Factors));
        RandomStream random = new(_options.Seed, purpose);
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_rows.Columns(row).IsEmpty) continue;
            random.Restart((ulong)row);
            foreach (ref float value in Factors.Row(row)) value = (random.NextSingle() - .5f) * width;
        }
    }

    /// <summary>Solves for the factors of all rows.</summary>
    /// <param name="other">The other side, which stands still.</param>
    /// <param name="isExact">Whether to solve exactly.</param>
    /// <param name="cancellationToken">Stops between groups of rows.</param>
    /// <returns>
    /// What the rows add to the objective, and of that what their regularization is. The sum doesn't have the other side's regularization.
    /// </returns>
    public (double Objective, double Penalty) Solve(AlsSide other, bool isExact, CancellationToken cancellationToken)
    {
        float[] gram = RowSolver.GramOf(other.Factors, _options.UnobservedWeight, _options.Threads, cancellationToken);
        int count = _rows.Count;
        (double Objective, double Penalty)[] parts = new (double Objective, double Penalty)[ParallelChunks.ChunkCount(count, RowsAtOnce)];
        ConcurrentBag<RowSolver> solvers = [];
        ParallelChunks.Run(
            count,
            RowsAtOnce,
            (chunk, start, end) =>
            {
                if (!solvers.TryTake(out RowSolver? solver)) solver = RowSolver.Create(_options.Factors, gram);
                parts[chunk] = Solve(other.Factors, solver, isExact, start, end);
                solvers.Add(solver);
            },
            _options.Threads,
            cancellationToken);
        foreach (RowSolver solver in solvers) solver.Dispose();
        (double objective, double penalty) = (0, 0);
        foreach ((double ofRows, double ofThem) in parts) (objective, penalty) = (objective + ofRows, penalty + ofThem);
        return (objective, penalty);
    }

    private unsafe (double Objective, double Penalty) Solve(Matrix other, RowSolver solver, bool isExact, int start, int end)
    {
        ReadOnlySpan<int> offsets = _rows.Offsets;
        double objective = 0, penalty = 0;
        fixed (float* factors = other.Values, roots = _roots)
        {
            fixed (int* columns = _rows.AllColumns)
            {
                for (int row = start; row < end; row++)
                {
                    int first = offsets[row], count = offsets[row + 1] - first;
                    Span<float> own = Factors.Row(row);
                    if (count == 0)
                    {
                        own.Clear();
                        continue;
                    }

                    NormalEquations equations = new(
                        factors, columns + first, roots == null ? null : roots + first, count, offsets[^1] - first, _regularizations[row]);
                    double gain = isExact || count > solver.MostPacked
                        ? solver.SolveExactly(equations, own)
                        : solver.Improve(equations, own, _options.GradientSteps);
                    objective += _weights[row] - gain;
                    penalty += _regularizations[row] * StableSum.Dot(own, own);
                }
            }
        }

        return (objective, penalty);
    }
}
