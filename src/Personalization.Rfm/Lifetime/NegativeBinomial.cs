using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>Purchases within t of customers whose rates are Gamma(r, α) and who don't leave.</summary>
internal static class NegativeBinomial
{
    /// <summary>ln P(n) = ln Γ(r + n)/(Γ(r) n!) · (α/(α + t))ʳ · (t/(α + t))ⁿ, for n = 0 or t &gt; 0.</summary>
    public static double LogProbability(double r, double alpha, int n, double t)
    {
        double none = -r * LogOnePlus(t / alpha);
        return n == 0 ? none : LogGamma(r + n) - LogGamma(r) - LogGamma(n + 1.0) + none + (n * Log(t / (alpha + t)));
    }

    /// <summary>
    /// P(n or more), n ≥ 1, t &gt; 0, with the digits of a small one: the shorter side is added up, away from n.
    /// </summary>
    public static double AtLeast(double r, double alpha, int n, double t)
    {
        double z = t / (alpha + t), mean = r * t / alpha, sum = 0, term = 1;
        double at = Exp(LogProbability(r, alpha, n, t));
        if (n <= mean)
        {
            for (int j = n; j > 0 && term > 1e-18 * sum; j--)
            {
                term *= j / ((r + j - 1) * z);
                sum += term;
            }

            return Math.Clamp(1 - (at * sum), 0, 1);
        }

        for (int j = n; term > 1e-18 * sum; j++)
        {
            sum += term;
            term *= (r + j) * z / (j + 1);
        }

        return Math.Min(at * sum, 1);
    }
}
