using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Finds prices of the rows at which the Lagrangian dual is least: first on a sample of the customers, then on larger ones, at last on all.
/// </summary>
internal sealed class DualSolver
{
    private const int SmallestSample = 8_192;
    private const int StepBetweenSamples = 8;
    private const int IterationsOfSamples = 40;
    private const int MostOfSmall = 20_000;
    private const int MostOfPolish = 1_000;
    private const int MostOfTiny = 2_000;
    private const int WorkOfSmall = 1 << 20;
    private const double NearWidth = .3;

    private readonly CompiledProblem _problem;
    private readonly AllocationSolverOptions _options;
    private readonly CancellationToken _cancellationToken;

    private readonly List<double> _bounds = [];
    private readonly double[] _upper;
    private readonly double[] _turns;
    private bool _converged;

    public DualSolver(CompiledProblem problem, AllocationSolverOptions options, CancellationToken cancellationToken)
    {
        (_problem, _options, _cancellationToken) = (problem, options, cancellationToken);
        Prices = new double[problem.Rows.Length];
        (Means, _turns, LargestValue) = RowScales.Of(problem, SmallestSample);

        // A minimum that can't be met would be worth any price.
        _upper = [.. problem.Rows.Select((row, r) => row.IsHard ? double.MaxValue : 8 * LargestValue / Means[r])];
    }

    /// <summary>λ by row.</summary>
    public double[] Prices { get; }

    /// <summary>Mean absolute amount of the candidates that each row counts.</summary>
    public double[] Means { get; }

    /// <summary>L(λ) at these prices over all customers.</summary>
    public double Bound { get; private set; }

    /// <summary>Largest absolute value of a candidate, of those looked at.</summary>
    public double LargestValue { get; }

    /// <summary>What all customers choose at these prices.</summary>
    public DualOracle Chosen { get; private set; } = null!;

    public FitReport Report(TimeSpan duration) =>
        new(_bounds.Count, _converged ? StopReason.Converged : StopReason.IterationLimit, _bounds, duration);

    /// <summary>Finds the prices, from those of before where there are some.</summary>
    public void Solve(AllocationPrices? before, Action<double>? progress)
    {
        bool isWarm = before is not null && Take(before);
        int stride = 1;
        while (_problem.Customers / (stride * StepBetweenSamples) >= SmallestSample) stride *= StepBetweenSamples;
        NewtonDescent newton = new(_problem, _upper, _options.Tolerance, _options.Threads, _cancellationToken)
        {
            Width = isWarm ? NearWidth : 1,
            Damping = isWarm ? NearWidth : 1,
        };
        for (; stride > 1; stride /= StepBetweenSamples)
        {
            DualOracle sample = new(_problem, stride, _options.Threads, _cancellationToken);
            newton.Minimize(sample, Prices, Scales(sample), IterationsOfSamples, _ => { });
            progress?.Invoke(.3 / stride);
        }

        Chosen = new(_problem, 1, _options.Threads, _cancellationToken);
        double[] scales = Scales(Chosen);
        newton.Minimize(Chosen, Prices, scales, _options.MaximumIterations, Tell);
        _converged = newton.HasConverged;
        if (_problem.Customers <= MostOfSmall) Polish(scales);
        if (_problem.Problem.CandidateCount <= MostOfTiny) Lower();
        Bound = Chosen.Evaluate(Prices, new double[Prices.Length]);

        void Tell(double value)
        {
            _bounds.Add(value);
            progress?.Invoke(.3 + (.4 * _bounds.Count / _options.MaximumIterations));
        }
    }

    /// <summary>
    /// Of few customers the dual has corners, which a bundle of cuts goes along. Prices are scaled so that 1 is much in each row.
    /// </summary>
    private void Polish(double[] scales)
    {
        int rows = Prices.Length;
        double[] prices = new double[rows];
        double[] point = [.. Prices.Zip(scales, (price, scale) => price / scale)];
        double worth = Math.Max(1, Math.Abs(Chosen.Evaluate(Prices, new double[rows])));
        int iterations = Math.Clamp(WorkOfSmall / Math.Max(1, _problem.Customers), _options.MaximumIterations, MostOfPolish);
        ProximalBundle bundle = new(
            [.. _upper.Zip(scales, (most, scale) => most / scale)], _options.Tolerance, iterations, value => _bounds.Add(value * worth));
        bundle.Minimize(point, (y, slope) =>
        {
            for (int r = 0; r < rows; r++) prices[r] = y[r] * scales[r];
            double value = Chosen.Evaluate(prices, slope);
            for (int r = 0; r < rows; r++) slope[r] *= scales[r] / worth;
            return value / worth;
        });
        for (int r = 0; r < rows; r++) Prices[r] = point[r] * scales[r];
        _converged = bundle.HasConverged;
    }

    /// <summary>
    /// Of prices that do as well, takes the lowest: what one more of a limit brings, not what one less would take. Of many customers they
    /// lie so near that it doesn't matter.
    /// </summary>
    private void Lower()
    {
        const int Halvings = 50;
        const double Same = 1e-9;
        double[] slope = new double[Prices.Length];
        for (int r = 0; r < Prices.Length; r++)
        {
            if (Prices[r] == 0) continue;
            double most = Chosen.Evaluate(Prices, slope) * (1 + Same);
            (double low, double high) = (0, Prices[r]);
            for (int halving = 0; halving < Halvings && high > 0; halving++)
            {
                Prices[r] = halving == 0 ? 0 : (low + high) / 2;
                if (Chosen.Evaluate(Prices, slope) <= most) high = Prices[r];
                else low = Prices[r];
            }

            Prices[r] = high;
        }
    }

    /// <summary>A price that is much in each row: at it, the dual turns by as much as it is worth.</summary>
    private double[] Scales(DualOracle oracle)
    {
        double worth = Math.Max(Math.Max(1, LargestValue), oracle.Evaluate(Prices, new double[Prices.Length]));
        return [.. _turns.Select(turn => Math.Sqrt(worth / (turn * Math.Max(1, oracle.Count))))];
    }

    private bool Take(AllocationPrices before)
    {
        bool any = false;
        for (int r = 0; r < Prices.Length; r++)
        {
            AllocationRow row = _problem.Rows[r];
            if (!before.ByLimit.TryGetValue(_problem.Problem.Limits[row.Limit].Name, out (double Least, double Most) known)) continue;
            Prices[r] = Math.Clamp(row.IsLeast ? known.Least : known.Most, 0, _upper[r]);
            any = true;
        }

        return any;
    }
}
