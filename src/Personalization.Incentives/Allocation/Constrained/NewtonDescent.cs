namespace Personalization.Incentives;

/// <summary>
/// Lowers the dual by Newton steps within the box of the prices, with the curvature that customers near to another choice give it, damped
/// until a step pays (Levenberg and Marquardt). Fast where customers are many; where they are few, corners stop it early.
/// </summary>
internal sealed class NewtonDescent(
    CompiledProblem problem, double[] upper, double tolerance, int? threads, CancellationToken cancellationToken)
{
    private const int Sweeps = 200;
    private const double SmallestCurvature = .02;

    private readonly DualCurvature _curvature = new(problem, threads, cancellationToken);

    /// <summary>
    /// h of <see cref="DualCurvature"/>, as a share of what a customer is worth on average; carried from sample to sample.
    /// </summary>
    public double Width { get; set; } = 1;

    /// <summary>Factor of the damping.</summary>
    public double Damping { get; set; } = 1;

    public bool HasConverged { get; private set; }

    /// <summary>Moves the prices.</summary>
    /// <param name="oracle">All customers or a sample.</param>
    /// <param name="prices">λ.</param>
    /// <param name="scales">What is much, by price.</param>
    /// <param name="evaluations">At most so many passes.</param>
    /// <param name="told">Told of each value.</param>
    public double Minimize(DualOracle oracle, double[] prices, double[] scales, int evaluations, Action<double> told)
    {
        int rows = prices.Length;
        double[] slope = new double[rows], nextSlope = new double[rows], next = new double[rows], step = new double[rows];
        double[] curvature = new double[rows * rows];
        double value = oracle.Evaluate(prices, slope);
        told(value);
        HasConverged = false;
        Damping = Math.Min(Damping, 1);
        double typical = Math.Max(1, Math.Abs(value) / Math.Max(1, oracle.Count));
        bool isFresh = true;
        long near = 0;
        for (int evaluation = 1; evaluation < evaluations;)
        {
            if (isFresh) near = _curvature.Fill(oracle, Math.Max(1, Width * typical), curvature);
            double expected = Step(prices, slope, curvature, scales, Math.Abs(value), step);
            if (expected <= tolerance * Math.Abs(value))
            {
                HasConverged = true;
                break;
            }

            for (int r = 0; r < rows; r++) next[r] = Math.Clamp(prices[r] + step[r], 0, upper[r]);
            double found = oracle.Evaluate(next, nextSlope);
            told(found);
            evaluation++;
            double ratio = (value - found) / expected;
            Damping = ratio > .75 ? Math.Max(Damping / 4, 1e-4) : ratio < 0 ? Damping * 10 : ratio < .25 ? Damping * 3 : Damping;
            isFresh = ratio > 1e-3;
            if (isFresh)
            {
                value = found;
                next.CopyTo(prices, 0);
                nextSlope.CopyTo(slope, 0);
                if (near > 20L * rows) Width *= .6;
            }
            else if (Damping > 1e6)
            {
                break;
            }
        }

        return value;
    }

    /// <summary>Least of slope · d + ½ dᵀ (H + damping) d within the box, by going through the coordinates in turn.</summary>
    /// <returns>What it promises to gain.</returns>
    private double Step(double[] prices, double[] slope, double[] curvature, double[] scales, double value, double[] step)
    {
        int rows = prices.Length;
        double[] residual = [.. slope];
        Array.Clear(step);
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            double changed = 0;
            for (int r = 0; r < rows; r++)
            {
                double least = SmallestCurvature * value / (scales[r] * scales[r]);
                double damped = (Damping * Math.Max(curvature[(r * rows) + r], least)) + Math.Max(0, least - curvature[(r * rows) + r]);
                double to = step[r] - ((residual[r] + (damped * step[r])) / (curvature[(r * rows) + r] + damped));
                to = Math.Clamp(to, -prices[r], upper[r] - prices[r]);
                double change = to - step[r];
                if (change == 0) continue;
                step[r] = to;
                changed = Math.Max(changed, Math.Abs(change) / scales[r]);
                for (int c = 0; c < rows; c++) residual[c] += curvature[(r * rows) + c] * change;
            }

            if (changed < 1e-9) break;
        }

        double gained = 0;
        for (int r = 0; r < rows; r++) gained -= step[r] * (slope[r] + (.5 * (residual[r] - slope[r])));
        return gained;
    }
}
