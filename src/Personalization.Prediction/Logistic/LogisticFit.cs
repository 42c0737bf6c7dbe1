using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// Maximum likelihood with a ridge penalty by Newton's method (iteratively reweighted least squares) with halved steps. Sums are made in
/// chunks and merged in their order; across terms they are elementwise, hence the same bits at any width.
/// </summary>
internal sealed class LogisticFit(RegressionTerms terms, ProbabilityData data, LogisticRegressionOptions options)
{
    private const int RowsPerChunk = 1_024;

    private readonly MatrixView[] _features = [.. data.Slices.Select(slice => terms.Features(slice.Customers))];
    private readonly int _size = terms.Count + 1;

    /// <summary>The coefficients, the intercept last; the mean penalized loss after each step; and why it ended.</summary>
    public (double[] Coefficients, List<double> Objectives, StopReason StopReason) Run(
        double penalty, Action<int, double>? progress, CancellationToken cancellationToken)
    {
        double[] at = new double[_size];
        at[^1] = StableMath.Log((double)data.Happened / (data.Count - data.Happened));
        List<double> objectives = [];
        TermSums now = Sums(at, penalty, cancellationToken);
        while (objectives.Count < options.MaximumIterations)
        {
            if (now.Values.Max(Math.Abs) <= options.Tolerance * data.Count) return (at, objectives, StopReason.Converged);
            double[] step = [.. now.Values];
            Factor(now.Products).Solve(step);
            if (Step(at, step, now, penalty, cancellationToken) is not (double[] next, TermSums better))
                return (at, objectives, StopReason.NoImprovement);
            (at, now) = (next, better);
            objectives.Add(now.Loss / data.Count);
            progress?.Invoke(objectives.Count, objectives[^1]);
        }

        return (at, objectives, StopReason.IterationLimit);
    }

    private (double[] At, TermSums Sums)? Step(
        double[] at, double[] step, TermSums now, double penalty, CancellationToken cancellationToken)
    {
        for (double length = 1; length > 1e-6; length /= 2)
        {
            double[] next = new double[_size];
            for (int i = 0; i < _size; i++) next[i] = at[i] - (length * step[i]);
            TermSums sums = Sums(next, penalty, cancellationToken);
            if (sums.Loss < now.Loss) return (next, sums);
        }

        return null;
    }

    /// <summary>
    /// The upper triangle is summed; the factorization takes it as it is. A grain on the diagonal keeps constant terms solvable.
    /// </summary>
    private Cholesky Factor(double[] upper)
    {
        double[] full = new double[_size * _size];
        for (int i = 0; i < _size; i++)
        {
            for (int j = i; j < _size; j++) full[(i * _size) + j] = full[(j * _size) + i] = upper[(i * _size) + j];
            full[(i * _size) + i] += 1e-10 * data.Count;
        }

        return Cholesky.Factor(full, _size, options.Threads);
    }

    private TermSums Sums(double[] at, double penalty, CancellationToken cancellationToken)
    {
        TermSums all = new(_size);
        for (int slice = 0; slice < _features.Length; slice++)
        {
            (MatrixView features, IReadOnlyList<bool> happened) = (_features[slice], data.Slices[slice].Happened);
            all.Add(ParallelChunks.Reduce(
                features.Rows,
                RowsPerChunk,
                (start, end) => Part(features, happened, start, end, at),
                static (sum, next) => sum.Add(next),
                options.Threads,
                cancellationToken));
        }

        // The intercept isn't penalized.
        for (int i = 0; i < _size - 1; i++)
        {
            all.Loss += penalty * at[i] * at[i] / 2;
            all.Values[i] += penalty * at[i];
            all.Products[(i * _size) + i] += penalty;
        }

        return all;
    }

    private TermSums Part(MatrixView features, IReadOnlyList<bool> happened, int start, int end, double[] at)
    {
        TermSums sums = new(_size);
        double[] row = new double[_size];
        row[^1] = 1;
        for (int i = start; i < end; i++)
        {
            terms.Write(features.Row(i), row);
            double score = 0;
            for (int j = 0; j < row.Length; j++) score += at[j] * row[j];
            double probability = StableMath.Sigmoid(score), weight = probability * (1 - probability);
            sums.Loss += StableMath.SoftPlus(score) - (happened[i] ? score : 0);
            sums.AddRow(row, probability - (happened[i] ? 1 : 0), weight);
        }

        return sums;
    }
}
