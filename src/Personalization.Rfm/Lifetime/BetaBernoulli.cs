using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>Parameters of BG/BB.</summary>
internal readonly record struct BetaBernoulliParameters(double Alpha, double Beta, double Gamma, double Delta);

/// <summary>
/// BG/BB of Fader, Hardie and Shang (2010): the likelihood, equation 5, is that of being alive after n periods, plus that of having left
/// before each period since tₓ. The terms of the sum follow from each other by ratios, so there are two logarithms in all.
/// </summary>
internal static class BetaBernoulli
{
    /// <summary>The log-odds of having left before period n; −∞ where n = tₓ.</summary>
    public static double LogOddsOfLeft(in BetaBernoulliParameters p, int x, int last, int periods) => Sum(p, x, last, periods).LogOdds;

    public static double LogLikelihood(in BetaBernoulliParameters p, int x, int last, int periods, Span<double> gradient)
    {
        (double alpha, double beta, double gamma, double delta) = (p.Alpha, p.Beta, p.Gamma, p.Delta);
        Parts parts = Sum(p, x, last, periods);
        double left = parts.LogOdds == double.NegativeInfinity ? 0 : Sigmoid(parts.LogOdds), alive = 1 - left;
        double bought = Digamma(alpha + x), all = Digamma(alpha + beta), both = Digamma(gamma + delta);

        // Digammas at the end, n, and their means over when the customer may have left.
        double total = (alive * Digamma(alpha + beta + periods)) + (left * parts.Total);
        double missed = (alive * Digamma(beta + periods - x)) + (left * parts.Missed);
        double stayed = (alive * Digamma(delta + periods)) + (left * parts.Stayed);
        double ended = (alive * Digamma(gamma + delta + periods)) + (left * parts.Ended);
        gradient[0] = bought - Digamma(alpha) + all - total;
        gradient[1] = missed - Digamma(beta) + all - total;
        gradient[2] = (left / gamma) + both - ended;
        gradient[3] = stayed - Digamma(delta) + both - ended;
        return LogBetaRatio(alpha, beta, x, periods - x) + LogBetaRatio(gamma, delta, 0, periods)
            + (left == 0 ? 0 : SoftPlus(parts.LogOdds));
    }

    /// <summary>Expected number of the next periods that have a purchase, for a customer who was alive in period n.</summary>
    public static double ExpectedOfAlive(in BetaBernoulliParameters p, int x, int periods, double horizon)
    {
        double stays = 1, sum = 0;
        for (int k = 0; k + 1 <= horizon; k++)
        {
            stays *= (p.Delta + periods + k) / (p.Gamma + p.Delta + periods + k);
            sum += stays;
        }

        return (p.Alpha + x) / (p.Alpha + p.Beta + periods) * sum;
    }

    /// <summary>
    /// Probability of exactly k periods with a purchase among the next m of a customer who is alive: stayed for all of them, or left after
    /// the i-th, k ≤ i &lt; m. The terms follow from each other by ratios, relative to the first.
    /// </summary>
    public static double ProbabilityOfAlive(in BetaBernoulliParameters p, int k, int m)
    {
        const double Huge = 1e200;
        (double alpha, double beta, double gamma, double delta) = (p.Alpha, p.Beta, p.Gamma, p.Delta);
        if (k > m) return 0;
        if (m == 0) return 1;
        double stayed = LogGamma(m + 1.0) - LogGamma(k + 1.0) - LogGamma(m - k + 1.0)
            + LogBetaRatio(alpha, beta, k, m - k) + LogBetaRatio(gamma, delta, 0, m);
        double scale = LogBetaRatio(alpha, beta, k, 0) + LogBetaRatio(gamma, delta, 1, k), term = 1, sum = 0;
        for (int i = k; i < m; i++)
        {
            sum += term;
            term *= (i + 1.0) / (i + 1.0 - k) * ((beta + i - k) / (alpha + beta + i)) * ((delta + i) / (gamma + delta + i + 1));
            if (sum < Huge) continue;
            (term, sum, scale) = (term / Huge, sum / Huge, scale + Log(Huge));
        }

        return Math.Min(1, Exp(stayed) + (sum == 0 ? 0 : Exp(scale + Log(sum))));
    }

    /// <summary>ln B(a + i, b + j) / B(a, b).</summary>
    private static double LogBetaRatio(double a, double b, int i, int j) =>
        LogGamma(a + i) - LogGamma(a) + LogGamma(b + j) - LogGamma(b) + LogGamma(a + b) - LogGamma(a + b + i + j);

    private static Parts Sum(in BetaBernoulliParameters p, int x, int last, int periods)
    {
        if (last == periods) return new Parts(double.NegativeInfinity, 0, 0, 0, 0);
        (double alpha, double beta, double gamma, double delta) = (p.Alpha, p.Beta, p.Gamma, p.Delta);
        double term = 1, sum = 0, total = 0, missed = 0, stayed = 0, ended = 0;
        double ofTotal = Digamma(alpha + beta + last), ofMissed = Digamma(beta + last - x);
        double ofStayed = Digamma(delta + last), ofEnded = Digamma(gamma + delta + last + 1);
        for (int m = last; m < periods; m++)
        {
            sum += term;
            total += term * ofTotal;
            missed += term * ofMissed;
            stayed += term * ofStayed;
            ended += term * ofEnded;
            term *= (beta + m - x) / (alpha + beta + m) * ((delta + m) / (gamma + delta + m + 1));
            ofTotal += 1 / (alpha + beta + m);
            ofMissed += 1 / (beta + m - x);
            ofStayed += 1 / (delta + m);
            ofEnded += 1 / (gamma + delta + m + 1);
        }

        // The first term, of leaving right after tₓ, over that of being alive in period n.
        double first = LogBetaRatio(alpha, beta, x, last - x) - LogBetaRatio(alpha, beta, x, periods - x)
            + LogBetaRatio(gamma, delta, 1, last) - LogBetaRatio(gamma, delta, 0, periods);
        return new Parts(first + Log(sum), total / sum, missed / sum, stayed / sum, ended / sum);
    }

    private readonly record struct Parts(double LogOdds, double Total, double Missed, double Stayed, double Ended);
}

/// <summary>The likelihood of cells.</summary>
internal readonly struct BetaBernoulliLikelihood(LifetimeCell[] cells) : ILikelihood
{
    public int ParameterCount => 4;

    public int CellCount => cells.Length;

    /// <exception cref="ArgumentException">Times aren't whole periods, or there are more purchases than periods.</exception>
    public static BetaBernoulliLikelihood From(LifetimeSummary summary)
    {
        LifetimeCell[] cells = LifetimeCells.From(summary);
        for (int row = 0; row < summary.Count; row++)
        {
            if (Fault(summary[row]) is { } fault)
                throw new ArgumentException($"Customer '{summary.Customers[row]}' {fault}.", nameof(summary));
        }

        return new BetaBernoulliLikelihood(cells);
    }

    /// <summary>Why BG/BB can't take a row; null where it can.</summary>
    public static string? Fault(LifetimeRow row) =>
        row.Fault() ?? (row.Age != Math.Floor(row.Age) || row.LastPurchase != Math.Floor(row.LastPurchase) || row.Age > int.MaxValue
            ? $"has the age {row.Age} and its last purchase at {row.LastPurchase}; BG/BB needs whole periods "
                + $"({nameof(LifetimeSummaryOptions)}.{nameof(LifetimeSummaryOptions.WholePeriods)})"
            : row.RepeatPurchases > row.LastPurchase
                ? $"has {row.RepeatPurchases} repeat purchases in {row.LastPurchase} periods; at most one a period is expected"
                : null);

    public int CustomersAt(int cell) => cells[cell].Customers;

    public double[] Start() => [1, 1, 1, 2];

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        LifetimeCell at = cells[cell];
        BetaBernoulliParameters p = new(parameters[0], parameters[1], parameters[2], parameters[3]);
        return BetaBernoulli.LogLikelihood(p, at.Repeats, (int)at.Last, (int)at.Age, gradient);
    }
}
