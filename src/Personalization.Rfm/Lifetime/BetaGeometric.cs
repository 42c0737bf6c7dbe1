using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>
/// BG/NBD and MBG/NBD, which differ in one thing: whether a customer may leave right after the first purchase. With n = x, or x + 1 in the
/// modified model, every formula of the one is the other's.
/// </summary>
internal static class BetaGeometric
{
    private const int MaximumTerms = 200_000;

    /// <summary>Where the largest term of the series for the expectation, e^−(a−1)l, comes near what a double can hold.</summary>
    private const double SeriesOverflows = 300;

    /// <summary>
    /// The log-odds of having left: ln a/(b + n − 1) + (r + x) ln (α + T)/(α + tₓ); −∞ where a customer of BG/NBD never came back.
    /// </summary>
    public static double LogOddsOfLeft(in BetaGeometricParameters p, int x, double last, double age) =>
        x + p.Shift == 0
            ? double.NegativeInfinity
            : Log(p.A) - Log(p.B + x + p.Shift - 1) + ((p.R + x) * LogOnePlus((age - last) / (p.Alpha + last)));

    /// <summary>
    /// ln L of Fader, Hardie and Lee (2005), equation 6, or of Batislam, Denizel and Filiztekin (2007), as one product and 1 + odds, so
    /// that neither power is ever formed.
    /// </summary>
    public static double LogLikelihood(in BetaGeometricParameters p, int x, double last, double age, Span<double> gradient)
    {
        (double r, double alpha, double a, double b) = (p.R, p.Alpha, p.A, p.B);
        int n = x + p.Shift;
        double odds = LogOddsOfLeft(p, x, last, age);
        double left = n == 0 ? 0 : Sigmoid(odds), power = r + x, spread = LogOnePlus((age - last) / (alpha + last));
        double value = LogGamma(power) - LogGamma(r) + (r * Log(alpha)) - (power * Log(alpha + age));
        gradient[0] = Digamma(power) - Digamma(r) + Log(alpha) - Log(alpha + age) + (left * spread);
        gradient[1] = (r / alpha) - (power / (alpha + age)) + (left * power * ((1 / (alpha + age)) - (1 / (alpha + last))));
        gradient[2] = gradient[3] = 0;
        if (n == 0) return value;

        double both = Digamma(a + b) - Digamma(a + b + n);
        gradient[2] = both + (left / a);
        gradient[3] = both + Digamma(b + n) - Digamma(b) - (left / (b + n - 1));
        return value + LogGamma(a + b) - LogGamma(a + b + n) + LogGamma(b + n) - LogGamma(b) + SoftPlus(odds);
    }

    /// <summary>
    /// Expected purchases within t of a customer who is alive: ∫ (1 − (A/(A + pt))^(r+x)) / p over p ~ Beta(a, b + n), A = α + T.
    /// </summary>
    /// <remarks>
    /// Equation 10 of Fader, Hardie and Lee (2005) divides by a − 1 and subtracts a ₂F₁ that may be huge. After Euler's transformation,
    /// with z = t/(A + t), l = ln(1 − z), c = a + b + n − 1 and ε = a − 1, it is −c (e^(εl) − 1)/ε − e^(εl) Σ (a)ₖ₋₁ (c − r − x)ₖ /
    /// (c + 1)ₖ₋₁ zᵏ/k!, without a pole at a = 1 or c = 0, and with small terms where x is large.
    /// </remarks>
    public static double ExpectedOfAlive(in BetaGeometricParameters p, int x, double age, double horizon)
    {
        if (horizon == 0) return 0;
        double from = p.Alpha + age, z = horizon / (from + horizon), l = -LogOnePlus(horizon / from);
        if (-l * p.A > SeriesOverflows) return PurchaseSums.Expected(p.R + x, horizon / from, p.A, p.B + x + p.Shift);
        double epsilon = p.A - 1, c = p.A + p.B + x + p.Shift - 1, d = c - p.R - x;
        double term = d * z, sum = term;
        for (int k = 1; k < MaximumTerms; k++)
        {
            term *= (p.A + k - 1) * (d + k) / ((c + k) * (k + 1)) * z;
            sum += term;
            if (Math.Abs(term) <= 1e-17 * Math.Abs(sum) && k > -d) break;
        }

        double power = Exp(epsilon * l);
        return Math.Max(0, (-c * ExpMinusOneOver(epsilon, l)) - (power * sum));
    }

    /// <summary>
    /// Probability of exactly k purchases within t of a customer who is alive: equation 8 of Fader, Hardie and Lee (2005) with the
    /// parameters as they are after x purchases by T: r + x, α + T, a and b + n. That the k-th made the customer leave is the tail of a
    /// negative binomial distribution rather than 1 minus its head.
    /// </summary>
    public static double ProbabilityOfAlive(in BetaGeometricParameters p, int x, double age, int k, double horizon)
    {
        double r = p.R + x, alpha = p.Alpha + age, a = p.A, b = p.B + x + p.Shift;
        if (horizon == 0) return k == 0 ? 1 : 0;
        double stays = LogGamma(b + k) - LogGamma(b) + LogGamma(a + b) - LogGamma(a + b + k);
        double all = Exp(stays + NegativeBinomial.LogProbability(r, alpha, k, horizon));
        return k == 0 ? all : Math.Min(1, all + (Exp(stays) * a / (b + k - 1) * NegativeBinomial.AtLeast(r, alpha, k, horizon)));
    }
}

/// <summary>Parameters of <see cref="BetaGeometric"/>; the shift is 0 for BG/NBD and 1 for MBG/NBD.</summary>
internal readonly record struct BetaGeometricParameters(double R, double Alpha, double A, double B, int Shift);
