using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>
/// Probability of n purchases within t under Pareto/NBD, of a customer who is alive: P(n within t) (β/(β + t))ˢ + s βˢ ∫ P(n within u)
/// (β + u)^−(s+1) du, from 0 to t, where P is <see cref="NegativeBinomial"/>: what Fader and Hardie (2006), Deriving an Expression for
/// P(X(t) = x) under the Pareto/NBD Model, write with ₂F₁.
/// </summary>
/// <remarks>
/// With m = min(α, β) and u = m(eʷ − 1) the logarithm of the integrand is concave in w: the mode is found by bisection, and panels of
/// Gauss and Legendre's rule go from there to both sides, short where the integrand bends or falls, until nothing is left to add.
/// </remarks>
internal readonly struct ParetoCounts(ParetoParameters p, int n)
{
    private const double Negligible = 42;

    private readonly double _scale = Math.Min(p.Alpha, p.Beta);

    public double Probability(double t)
    {
        if (t == 0) return n == 0 ? 1 : 0;
        double stayed = Exp(NegativeBinomial.LogProbability(p.R, p.Alpha, n, t) - (p.S * LogOnePlus(t / p.Beta)));
        return Math.Min(1, stayed + Left(LogOnePlus(t / _scale)));
    }

    private double Left(double end)
    {
        double mode = Mode(end), top = LogIntegrand(mode), sum = 0;
        for (double from = mode, to; from < end; from = to)
        {
            if (from > mode && LogIntegrand(from) < top - Negligible) break;
            to = Math.Min(end, from + Length(from));
            sum += Panel(from, to, top);
        }

        for (double to = mode, from; to > 0; to = from)
        {
            if (to < mode && LogIntegrand(to) < top - Negligible) break;
            from = Math.Max(0, to - Length(to));
            sum += Panel(from, to, top);
        }

        double factor = (n == 0 ? 0 : LogGamma(p.R + n) - LogGamma(p.R) - LogGamma(n + 1.0)) + Log(p.S / p.Beta * _scale);
        return sum * Exp(factor + top);
    }

    private double Panel(double from, double to, double top)
    {
        double half = (to - from) / 2, sum = 0;
        for (int i = 0; i < GaussLegendre.Count; i++)
            sum += GaussLegendre.Weight(i) * Exp(LogIntegrand(from + (half * (1 + GaussLegendre.Node(i)))) - top);
        return half * sum;
    }

    /// <summary>ln of eʷ (α/(α + u))ʳ (u/(α + u))ⁿ (β/(β + u))^(s+1).</summary>
    private double LogIntegrand(double w)
    {
        double u = _scale * ExpMinusOne(w);
        double value = w - (p.R * LogOnePlus(u / p.Alpha)) - ((p.S + 1) * LogOnePlus(u / p.Beta));
        return n == 0 ? value : value + (n * Log(u / (p.Alpha + u)));
    }

    /// <summary>Its first derivative, and the second with the other sign.</summary>
    private (double Slope, double Bend) Derivatives(double w)
    {
        double grown = _scale * Exp(w), u = grown - _scale;
        double overAlpha = grown / (p.Alpha + u), overBeta = grown / (p.Beta + u), over = n == 0 ? 0 : grown / u, power = p.R + n;
        double bend = (power * overAlpha * (1 - overAlpha)) + ((p.S + 1) * overBeta * (1 - overBeta)) - (n * over * (1 - over));
        return (1 - (power * overAlpha) - ((p.S + 1) * overBeta) + (n * over), bend);
    }

    private double Length(double w)
    {
        (double slope, double bend) = Derivatives(w);
        return Math.Min(1, Math.Min(3 / Math.Sqrt(Math.Max(bend, 1e-9)), 6 / (Math.Abs(slope) + 1)));
    }

    private double Mode(double end)
    {
        if (n == 0 && Derivatives(0).Slope <= 0) return 0;
        if (Derivatives(end).Slope >= 0) return end;
        double low = 0, high = end;
        while (high - low > 1e-3 * high)
        {
            double middle = (low + high) / 2;
            if (Derivatives(middle).Slope > 0) low = middle;
            else high = middle;
        }

        return high;
    }
}
