using System.Diagnostics;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// Maximum likelihood over positive parameters: BFGS on their logarithms (Nocedal and Wright 2006, algorithm 6.1) with a backtracking line
/// search, from several starts. The mean negative log-likelihood of a customer is what is made smaller.
/// </summary>
internal sealed class LikelihoodSearch<TLikelihood>(TLikelihood likelihood, LifetimeFitOptions options)
    where TLikelihood : ILikelihood
{
    /// <summary>Agreement of two ends, in log-likelihood a customer.</summary>
    private const double Agreement = 1e-6;

    /// <summary>ln 8: how far other starts lie from the first.</summary>
    private const double Spread = 2.0794415416798357;

    private readonly int _customers = Count(likelihood);

    /// <summary>The best parameters of all starts, the covariance of their logarithms, what is known of them,
    /// and the objective after each iteration.</summary>
    public (double[] Parameters, double[]? LogCovariance, LifetimeFit Fit, FitReport Report) Run(
        string model, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Stopwatch watch = Stopwatch.StartNew();
        double[] center = [.. likelihood.Start().Select(StableMath.Log)];
        List<BfgsEnd> ends = [];
        for (int start = 0; start < options.Starts; start++)
        {
            RandomStream random = new(options.Seed, "lifetime starts", (ulong)start);
            double[] from = [.. center.Select(value => start == 0 ? value : value + (((2 * random.NextDouble()) - 1) * Spread))];
            Bfgs search = new((at, gradient) => Objective(at, gradient, cancellationToken), options);
            ends.Add(search.Run(from));
            double fraction = (start + 1.0) / options.Starts;
            progress?.Report(new FitProgress(model, fraction) { Count = start + 1, Unit = "starts", Objective = ends[start].Objective });
        }

        BfgsEnd best = ends.MinBy(end => end.Objective)!;
        LifetimeFit fit = new(
            best.Outcome,
            -best.Objective * _customers,
            _customers,
            best.Gradient,
            ends.Count,
            ends.Count(end => end.Objective - best.Objective <= Agreement));
        double[] parameters = [.. best.At.Select(StableMath.Exp)];
        double[]? covariance = best.Outcome == LifetimeFitOutcome.AtBound
            ? null
            : ObservedInformation.Covariance((at, gradient) => Objective(at, gradient, cancellationToken), best.At, _customers);
        return (parameters, covariance, fit, new FitReport(best.Objectives.Count, fit.StopReason, best.Objectives, watch.Elapsed));
    }

    /// <summary>The mean negative log-likelihood and its derivatives by the logarithms of the parameters.</summary>
    public double Objective(ReadOnlySpan<double> logarithms, Span<double> gradient, CancellationToken cancellationToken)
    {
        double[] parameters = new double[logarithms.Length];
        for (int i = 0; i < parameters.Length; i++) parameters[i] = StableMath.Exp(logarithms[i]);
        double[]? prepared = likelihood.Prepare(parameters);
        double[] sums = ParallelChunks.Reduce(
            likelihood.CellCount,
            LikelihoodSearch.CellsPerChunk,
            (start, end) =>
            {
                double[] part = new double[parameters.Length + 1];
                likelihood.Add(start, end, parameters, prepared, part);
                return part;
            },
            Merge,
            options.Threads,
            cancellationToken);
        for (int i = 0; i < gradient.Length; i++) gradient[i] = -sums[i + 1] * parameters[i] / _customers;
        return -sums[0] / _customers;
    }

    private static int Count(TLikelihood likelihood)
    {
        int customers = 0;
        for (int cell = 0; cell < likelihood.CellCount; cell++) customers += likelihood.CustomersAt(cell);
        return customers;
    }

    private static double[] Merge(double[] sums, double[] next)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += next[i];
        return sums;
    }
}

/// <summary>What all searches have in common.</summary>
internal static class LikelihoodSearch
{
    /// <summary>Cells that one thread takes at a time; the sums depend on it, the last bits of a fit therefore too.</summary>
    public const int CellsPerChunk = 512;
}
