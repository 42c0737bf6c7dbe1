using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// One customer's items to rank: those taken, and what they stood against.
/// </summary>
/// <param name="Features">Candidates × features.</param>
/// <param name="LogCounts">For each candidate the logarithm of how many items it stands for.</param>
/// <param name="Taken">Rows of the candidates that were taken, at least one.</param>
internal sealed record RankingExample(Matrix Features, float[] LogCounts, int[] Taken);

/// <summary>
/// Weights of a linear score under a softmax over candidates: the loss of a customer is the mean over what was taken of −ln of its share.
/// Convex, so Newton's method finds the one optimum (ListNet's top-one form, Cao et al. 2007, with several taken).
/// </summary>
internal static class SoftmaxRanking
{
    private const int MostSteps = 30, MostHalvings = 20;
    private const int ExamplesAtOnce = 16;

    /// <summary>Finds the weights.</summary>
    /// <param name="examples">What to learn from; none gives the prior.</param>
    /// <param name="prior">Weights that are held to.</param>
    /// <param name="regularization">How strongly, above 0: half of it times the squared distance is added to the loss.</param>
    /// <param name="losses">Receives the mean loss of an example before each step, and at the end.</param>
    /// <param name="threads">Most threads.</param>
    /// <param name="cancellationToken">Stops between chunks of examples.</param>
    public static double[] Fit(
        IReadOnlyList<RankingExample> examples, double[] prior, double regularization, List<double>? losses, int? threads,
        CancellationToken cancellationToken)
    {
        double[] weights = [.. prior];
        if (examples.Count == 0) return weights;
        Sums at = SumsAt(weights);
        for (int step = 0; step < MostSteps; step++)
        {
            losses?.Add(at.Loss / examples.Count);
            double[] direction = [.. at.Gradient];
            Cholesky.Factor(at.Hessian, direction.Length, threads: 1, cancellationToken).Solve(direction);
            double decrement = 0;
            for (int i = 0; i < direction.Length; i++) decrement += direction[i] * at.Gradient[i];
            if (decrement <= 1e-13 * (1 + at.Loss)) break;

            double length = 1;
            for (int halving = 0; ; halving++, length /= 2)
            {
                double[] next = new double[weights.Length];
                for (int i = 0; i < next.Length; i++) next[i] = weights[i] - (length * direction[i]);
                Sums there = SumsAt(next);
                if (there.Loss <= at.Loss - (1e-4 * length * decrement))
                {
                    (weights, at) = (next, there);
                    break;
                }

                if (halving == MostHalvings) return weights;
            }
        }

        losses?.Add(at.Loss / examples.Count);
        return weights;

        Sums SumsAt(double[] w)
        {
            Sums sums = ParallelChunks.Reduce(
                examples.Count,
                ExamplesAtOnce,
                (start, end) =>
                {
                    Sums part = new(w.Length);
                    for (int i = start; i < end; i++) part.Add(examples[i], w);
                    return part;
                },
                (left, right) => left.Merge(right),
                threads,
                cancellationToken);
            sums.Hold(w, prior, regularization);
            return sums;
        }
    }

    /// <summary>Loss, gradient and Hessian of some examples.</summary>
    private sealed class Sums(int width)
    {
        private readonly double[] _mean = new double[width];

        public double Loss { get; private set; }

        public double[] Gradient { get; } = new double[width];

        public double[] Hessian { get; } = new double[width * width];

        public void Add(RankingExample example, double[] weights)
        {
            float[] shares = new float[example.LogCounts.Length];
            for (int row = 0; row < shares.Length; row++)
            {
                double logit = example.LogCounts[row];
                ReadOnlySpan<float> features = example.Features.Row(row);
                for (int i = 0; i < width; i++) logit += weights[i] * features[i];
                shares[row] = (float)logit;
            }

            double logSum = VectorFunctions.LogSumExp(shares);
            foreach (int taken in example.Taken) Loss += (logSum - shares[taken]) / example.Taken.Length;
            VectorFunctions.Softmax(shares, shares);

            Array.Clear(_mean);
            for (int row = 0; row < shares.Length; row++)
            {
                double share = shares[row];
                if (share == 0) continue;
                ReadOnlySpan<float> features = example.Features.Row(row);
                for (int i = 0; i < width; i++)
                {
                    double weighted = share * features[i];
                    _mean[i] += weighted;
                    for (int j = i; j < width; j++) Hessian[(i * width) + j] += weighted * features[j];
                }
            }

            for (int i = 0; i < width; i++)
            {
                Gradient[i] += _mean[i];
                for (int j = i; j < width; j++) Hessian[(i * width) + j] -= _mean[i] * _mean[j];
            }

            foreach (int taken in example.Taken)
            {
                ReadOnlySpan<float> features = example.Features.Row(taken);
                for (int i = 0; i < width; i++) Gradient[i] -= features[i] / (double)example.Taken.Length;
            }
        }

        public Sums Merge(Sums other)
        {
            Loss += other.Loss;
            for (int i = 0; i < Gradient.Length; i++) Gradient[i] += other.Gradient[i];
            for (int i = 0; i < Hessian.Length; i++) Hessian[i] += other.Hessian[i];
            return this;
        }

        public void Hold(double[] weights, double[] prior, double regularization)
        {
            for (int i = 0; i < width; i++)
            {
                double off = weights[i] - prior[i];
                Loss += regularization / 2 * off * off;
                Gradient[i] += regularization * off;
                Hessian[(i * width) + i] += regularization;
            }
        }
    }
}
