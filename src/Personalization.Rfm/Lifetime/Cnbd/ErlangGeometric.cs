using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>Parameters of <see cref="ErlangGeometric"/>; the shift is 0 for BG/CNBD-k and 1 for MBG/CNBD-k.</summary>
internal readonly record struct ErlangGeometricParameters(double R, double Alpha, double A, double B, int K, int Shift);

/// <summary>
/// BG/CNBD-k and MBG/CNBD-k: as BG/NBD, but a purchase takes k steps of the customer's rate, so that the times between purchases are Erlang
/// distributed. At k = 1 every formula is BG/NBD's.
/// </summary>
/// <remarks>
/// Since the last purchase a customer who is alive has done j of the k steps, j &lt; k, with weights tⱼ = Γ(P + j)/Γ(P) vʲ/j!, where
/// P = r + kx and v = (T − tₓ)/(α + T): they follow from each other by ratios. Given j the rate is Gamma(P + j, α + T).
/// </remarks>
internal static class ErlangGeometric
{
    /// <summary>The log-odds of having left; −∞ where a customer of BG/CNBD-k never came back.</summary>
    public static double LogOddsOfLeft(in ErlangGeometricParameters p, int x, double last, double age)
    {
        if (x + p.Shift == 0) return double.NegativeInfinity;
        double power = p.R + ((double)p.K * x);
        return Log(p.A) - Log(p.B + x + p.Shift - 1) + (power * LogOnePlus((age - last) / (p.Alpha + last)))
            - Log(Stages(p, x, last, age).Total);
    }

    /// <summary>
    /// ln L of Reutterer, Platzer and Schröder (2021), without what depends on the times between purchases alone:
    /// (k − 1) Σ ln of each of them.
    /// </summary>
    public static double LogLikelihood(in ErlangGeometricParameters p, int x, double last, double age, Span<double> gradient)
    {
        (double r, double alpha, double a, double b) = (p.R, p.Alpha, p.A, p.B);
        int n = x + p.Shift;
        double power = r + ((double)p.K * x), spread = LogOnePlus((age - last) / (alpha + last)), odds = LogOddsOfLeft(p, x, last, age);
        double left = n == 0 ? 0 : Sigmoid(odds), alive = 1 - left;
        (double total, double steps, double byPower) = Stages(p, x, last, age);
        double value = LogGamma(power) - LogGamma(r) + (r * Log(alpha)) - (power * Log(alpha + age)) + Log(total)
            - (x * LogGamma(p.K));
        gradient[0] = Digamma(power) - Digamma(r) + Log(alpha) - Log(alpha + age) + (alive * byPower) + (left * spread);
        gradient[1] = (r / alpha) - (alive * (power + steps) / (alpha + age)) - (left * power / (alpha + last));
        gradient[2] = gradient[3] = 0;
        if (n == 0) return value;

        double both = Digamma(a + b) - Digamma(a + b + n);
        gradient[2] = both + (left / a);
        gradient[3] = both + Digamma(b + n) - Digamma(b) - (left / (b + n - 1));
        return value + LogGamma(a + b) - LogGamma(a + b + n) + LogGamma(b + n) - LogGamma(b) + SoftPlus(odds);
    }

    /// <summary>Expected purchases within t of a customer who is alive: exact, where BTYDplus approximates.</summary>
    public static double ExpectedOfAlive(in ErlangGeometricParameters p, int x, double last, double age, double horizon)
    {
        if (horizon == 0) return 0;
        double power = p.R + ((double)p.K * x), v = (age - last) / (p.Alpha + age), term = 1, total = 0, sum = 0;
        for (int j = 0; j < p.K; j++)
        {
            total += term;
            sum += term * PurchaseSums.Expected(power + j, horizon / (p.Alpha + age), p.A, p.B + x + p.Shift, p.K, j);
            term *= (power + j) * v / (j + 1);
        }

        return sum / total;
    }

    /// <summary>Probability of exactly so many purchases within t of a customer who is alive.</summary>
    public static double ProbabilityOfAlive(
        in ErlangGeometricParameters p, int x, double last, double age, int purchases, double horizon)
    {
        if (horizon == 0) return purchases == 0 ? 1 : 0;
        double scale = p.Alpha + age, power = p.R + ((double)p.K * x), v = (age - last) / scale, term = 1, total = 0, sum = 0;
        double b = p.B + x + p.Shift;
        double stays = Exp(LogGamma(b + purchases) - LogGamma(b) + LogGamma(p.A + b) - LogGamma(p.A + b + purchases));
        double leaves = purchases == 0 ? 0 : stays * p.A / (b + purchases - 1);
        for (int j = 0; j < p.K; j++)
        {
            int from = Math.Max(0, (purchases * p.K) - j), until = ((purchases + 1) * p.K) - j;
            double share = 0;
            for (int m = from; m < until; m++) share += Exp(NegativeBinomial.LogProbability(power + j, scale, m, horizon));
            share *= stays;
            if (purchases > 0) share += leaves * NegativeBinomial.AtLeast(power + j, scale, from, horizon);
            total += term;
            sum += term * share;
            term *= (power + j) * v / (j + 1);
        }

        return Math.Min(1, sum / total);
    }

    /// <summary>Σ tⱼ, and the means of j and of Σ 1/(P + i), i &lt; j, by these weights.</summary>
    private static (double Total, double Steps, double ByPower) Stages(
        in ErlangGeometricParameters p, int x, double last, double age)
    {
        double power = p.R + ((double)p.K * x), v = (age - last) / (p.Alpha + age);
        double term = 1, harmonic = 0, total = 0, steps = 0, byPower = 0;
        for (int j = 0; j < p.K; j++)
        {
            total += term;
            steps += term * j;
            byPower += term * harmonic;
            harmonic += 1 / (power + j);
            term *= (power + j) * v / (j + 1);
        }

        return (total, steps / total, byPower / total);
    }
}

/// <summary>The likelihood of cells; what the times between purchases add to it is a constant.</summary>
internal readonly struct ErlangGeometricLikelihood(LifetimeCell[] cells, int k, int shift, double constant) : ILikelihood
{
    public int ParameterCount => 4;

    public int CellCount => cells.Length;

    public int CustomersAt(int cell) => cells[cell].Customers;

    public double[] Start() => [.5, LifetimeCells.MeanAge(cells) * .3 / k, 1, 2];

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        LifetimeCell at = cells[cell];
        ErlangGeometricParameters p = new(parameters[0], parameters[1], parameters[2], parameters[3], k, shift);
        return ErlangGeometric.LogLikelihood(p, at.Repeats, at.Last, at.Age, gradient);
    }

    public void Add(int start, int end, ReadOnlySpan<double> parameters, double[]? prepared, Span<double> sums)
    {
        Span<double> gradient = stackalloc double[4];
        if (start == 0) sums[0] += constant;
        for (int cell = start; cell < end; cell++)
        {
            int customers = cells[cell].Customers;
            sums[0] += customers * At(cell, parameters, gradient);
            for (int i = 0; i < gradient.Length; i++) sums[i + 1] += customers * gradient[i];
        }
    }
}
