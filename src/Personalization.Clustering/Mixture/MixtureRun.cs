using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Expectation-maximization from one beginning (Dempster, Laird and Rubin 1977).</summary>
internal sealed class MixtureRun(MixtureData data, GaussianMixtureOptions options) : IStartedRun
{
    private readonly List<double> _objectives = [];

    public MixtureParameters Parameters { get; private set; } = null!;

    /// <summary>Minus the mean log-likelihood before each iteration's maximization.</summary>
    public IReadOnlyList<double> Objectives => _objectives;

    public double Objective => _objectives[^1];

    public StopReason StopReason { get; private set; } = StopReason.IterationLimit;

    /// <summary>Begins with every sample in the cluster of its label, and iterates.</summary>
    public void Run(MatrixView means, int[] labels, Action<int, double>? report)
    {
        MixtureParameters begin = MixtureParameters.Begin(options.Covariance, means);
        Parameters = begin.Next(data, data.Sum(begin.Densities, labels), options.Regularization);
        double before = double.NegativeInfinity;
        while (_objectives.Count < options.MaxIterations)
        {
            GaussianSums sums = data.Sum(Parameters.Densities);
            double bound = sums.LogLikelihood / data.TotalWeight;
            Parameters = Parameters.Next(data, sums, options.Regularization);
            _objectives.Add(-bound);
            report?.Invoke(_objectives.Count, -bound);
            if (Math.Abs(bound - before) < options.Tolerance)
            {
                StopReason = StopReason.Converged;
                return;
            }

            before = bound;
        }
    }
}
