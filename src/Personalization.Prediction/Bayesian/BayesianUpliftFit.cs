using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Prediction;

/// <summary>
/// The most probable coefficients by Newton's method, and how sure they are (Laplace's approximation). Customers' own effects are
/// eliminated one by one, as each is tied to the coefficients only, so that a step costs what a regression without them does.
/// </summary>
/// <remarks>
/// Coefficients: one block of terms and a constant for what happens without treatment, one for what each treatment changes. Sums are made
/// in chunks of customers and merged in their order; across terms they are elementwise, hence the same bits at any width.
/// </remarks>
internal sealed class BayesianUpliftFit(RegressionTerms terms, BayesianRows rows, BayesianUpliftOptions options)
{
    private const int CustomersPerChunk = 256;
    private const double LongestStep = 2;

    private readonly int _block = terms.Count + 1;
    private readonly int _blocks = rows.Data.Treatments.Count + 1;
    private readonly double _ownPrecision = 1 / (options.CustomerDeviation * options.CustomerDeviation);

    private int Size => _block * _blocks;

    /// <summary>
    /// Coefficients, customers' own effects, the inverse curvature's blocks of the treatments, and how the fit went: the penalized loss of
    /// a decision after each step.
    /// </summary>
    public (double[] Coefficients, double[] Own, double[] Covariances, List<double> Objectives, StopReason StopReason) Run(
        IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        double[] at = new double[Size], own = new double[rows.Customers.Length], prior = Prior();
        double happened = rows.Data.Slices.Sum(slice => slice.Outcomes.Sum(value => value > 0 ? 1.0 : 0));
        at[_block - 1] = StableMath.Log((happened + .5) / (rows.Data.Count - happened + .5));
        for (int arm = 1; arm < _blocks; arm++)
            at[((arm + 1) * _block) - 1] = options.Means.GetValueOrDefault(rows.Data.Treatments[arm - 1], options.Mean);
        double[] believed = [.. at];
        believed[_block - 1] = 0;
        List<double> objectives = [];
        Cholesky curvature = Curvature(at, own, prior, believed, out double[] step, out _, cancellationToken);
        StopReason reason = StopReason.IterationLimit;
        while (objectives.Count < options.MaximumIterations)
        {
            curvature.Solve(step);
            double[] ownSteps = OwnSteps(at, own, step, cancellationToken);
            double longest = Math.Max(step.Max(Math.Abs), ownSteps.Max(Math.Abs)), length = Math.Min(1, LongestStep / longest);
            for (int i = 0; i < at.Length; i++) at[i] += length * step[i];
            for (int i = 0; i < own.Length; i++) own[i] += length * ownSteps[i];
            curvature = Curvature(at, own, prior, believed, out step, out double loss, cancellationToken);
            objectives.Add(loss / rows.Data.Count);
            progress?.Report(
                new FitProgress("bayesian uplift", null) { Count = objectives.Count, Unit = "steps", Objective = objectives[^1] });
            if (longest > options.Tolerance) continue;
            reason = StopReason.Converged;
            break;
        }

        return (at, own, Covariances(curvature), objectives, reason);
    }

    private double[] Prior()
    {
        double[] precisions = new double[Size];
        for (int i = 0; i < Size; i++)
        {
            bool constant = i % _block == _block - 1;
            double deviation = i < _block ? (constant ? 10 : options.BaselineDeviation)
                : constant ? options.TreatmentDeviation : options.ColumnDeviation;
            precisions[i] = 1 / (deviation * deviation);
        }

        return precisions;
    }

    /// <summary>The curvature without the customers' own effects, factored; the slope to solve for; and the penalized loss.</summary>
    private Cholesky Curvature(
        double[] at, double[] own, double[] prior, double[] believed, out double[] slope, out double loss,
        CancellationToken cancellationToken)
    {
        Sums sums = ParallelChunks.Reduce(
            own.Length,
            CustomersPerChunk,
            (start, end) =>
            {
                Sums part = new(_blocks, _block);
                Walk(at, own, start, end, part, null);
                return part;
            },
            static (sum, next) => sum.Add(next),
            options.Threads,
            cancellationToken);
        double[] full = new double[Size * Size];
        slope = new double[Size];
        loss = sums.Eliminated.Loss;
        for (int arm = 0; arm < _blocks; arm++)
        {
            loss += sums.Arms[arm].Loss;
            // What a customer was given has both the block of no treatment and its own.
            foreach ((int a, int b) in arm == 0 ? [(0, 0)] : new[] { (0, 0), (0, arm), (arm, arm) })
                AddBlock(full, sums.Arms[arm].Products, a, b);
            for (int i = 0; i < _block; i++)
            {
                slope[i] += sums.Arms[arm].Values[i];
                if (arm > 0) slope[(arm * _block) + i] += sums.Arms[arm].Values[i];
            }
        }

        for (int i = 0; i < Size; i++)
        {
            for (int j = i; j < Size; j++) full[(i * Size) + j] += sums.Eliminated.Products[(i * Size) + j];
            full[(i * Size) + i] += prior[i];
            slope[i] += sums.Eliminated.Values[i] - (prior[i] * (at[i] - believed[i]));
            loss += prior[i] * (at[i] - believed[i]) * (at[i] - believed[i]) / 2;
            for (int j = 0; j < i; j++) full[(i * Size) + j] = full[(j * Size) + i];
        }

        return Cholesky.Factor(full, Size, options.Threads, cancellationToken);
    }

    private double[] OwnSteps(double[] at, double[] own, double[] step, CancellationToken cancellationToken)
    {
        double[] steps = new double[own.Length];
        ParallelChunks.Run(
            own.Length, CustomersPerChunk, (_, start, end) => Walk(at, own, start, end, null, (step, steps)), options.Threads,
            cancellationToken);
        return steps;
    }

    /// <summary>
    /// Goes through the decisions of some customers: adds to the sums, or finds each customer's own step from that of the coefficients.
    /// </summary>
    private void Walk(double[] at, double[] own, int start, int end, Sums? sums, (double[] Step, double[] Own)? solving)
    {
        double[] row = new double[_block], mix = new double[Size];
        row[^1] = 1;
        for (int customer = start; customer < end; customer++)
        {
            double slope = -_ownPrecision * own[customer], weight = _ownPrecision;
            Array.Clear(mix);
            for (int place = rows.Starts[customer]; place < rows.Starts[customer + 1]; place++)
            {
                (MatrixView features, int at0, int treatment, bool happened) = rows[place];
                terms.Write(features.Row(at0), row);
                int arm = treatment + 1;
                double score = own[customer] + Dot(row, at, 0) + (arm > 0 ? Dot(row, at, arm * _block) : 0);
                double probability = StableMath.Sigmoid(score), bend = probability * (1 - probability);
                double rise = (happened ? 1 : 0) - probability;
                slope += rise;
                weight += bend;
                if (sums is not null)
                {
                    sums.Arms[arm].AddRow(row, rise, bend);
                    sums.Arms[arm].Loss += StableMath.SoftPlus(score) - (happened ? score : 0);
                }

                for (int i = 0; i < row.Length; i++)
                {
                    mix[i] += bend * row[i];
                    if (arm > 0) mix[(arm * _block) + i] += bend * row[i];
                }
            }

            if (sums is not null)
            {
                sums.Eliminated.AddRow(mix, -slope / weight, -1 / weight);
                sums.Eliminated.Loss += _ownPrecision * own[customer] * own[customer] / 2;
            }

            if (solving is not { } wanted) continue;
            double pulled = slope;
            for (int i = 0; i < mix.Length; i++) pulled -= mix[i] * wanted.Step[i];
            wanted.Own[customer] = pulled / weight;
        }
    }

    private static double Dot(double[] row, double[] at, int offset)
    {
        double sum = 0;
        for (int i = 0; i < row.Length; i++) sum += row[i] * at[offset + i];
        return sum;
    }

    private void AddBlock(double[] full, double[] upper, int a, int b)
    {
        for (int i = 0; i < _block; i++)
        {
            for (int j = 0; j < _block; j++)
            {
                if (a == b && j < i) continue;
                double value = j >= i ? upper[(i * _block) + j] : upper[(j * _block) + i];
                full[(((a * _block) + i) * Size) + (b * _block) + j] += value;
            }
        }
    }

    /// <summary>The treatments' blocks of the inverse, one below the other.</summary>
    private double[] Covariances(Cholesky curvature)
    {
        double[] blocks = new double[(_blocks - 1) * _block * _block];
        for (int i = _block; i < Size; i++)
        {
            double[] column = new double[Size];
            column[i] = 1;
            curvature.Solve(column);
            int arm = i / _block;
            Array.Copy(column, arm * _block, blocks, (i - _block) * _block, _block);
        }

        return blocks;
    }

    /// <summary>Sums by arm, and what eliminating the customers' own effects takes off.</summary>
    private sealed class Sums(int blocks, int block)
    {
        public TermSums[] Arms { get; } = [.. Enumerable.Range(0, blocks).Select(_ => new TermSums(block))];

        public TermSums Eliminated { get; } = new(blocks * block);

        public Sums Add(Sums other)
        {
            for (int arm = 0; arm < Arms.Length; arm++) Arms[arm].Add(other.Arms[arm]);
            Eliminated.Add(other.Eliminated);
            return this;
        }
    }
}
