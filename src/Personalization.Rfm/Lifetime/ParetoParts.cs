using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>Parameters of Pareto/NBD.</summary>
internal readonly record struct ParetoParameters(double R, double Alpha, double S, double Beta);

/// <summary>
/// Pareto/NBD without ₂F₁. The likelihood of Schmittlein, Morrison and Colombo (1987) is that of being alive at T, plus that of having left
/// at some u between tₓ and T: s ∫ (α + u)^−(r+x) (β + u)^−(s+1) du. The published forms write the integral as a difference of two ₂F₁,
/// which overflows for counts above a hundred and loses its digits for small α − β; here it is integrated, all terms positive, relative to
/// its value at tₓ.
/// </summary>
/// <remarks>
/// With m = min(α, β) + tₓ and u = tₓ + m(eʷ − 1) the integrand is analytic within π of the real axis, so Gauss and Legendre's rule of 16
/// points a panel is exact to a double where panels are at most 1 long and the integrand falls by no more than e¹⁶ in one.
/// </remarks>
internal static class ParetoParts
{
    /// <summary>Below e⁻⁴² of its largest value nothing is added that a double would keep.</summary>
    private const double Negligible = 42;

    private const double DropAPanel = 6;

    /// <summary>The log-odds of having left by T; −∞ where T = tₓ.</summary>
    public static double LogOddsOfLeft(in ParetoParameters p, int x, double last, double age)
    {
        Moments moments = Integrate(p, x, last, age);
        return moments.Total == 0 ? double.NegativeInfinity : Log(p.S * moments.Total) + LogScale(p, x, last, age);
    }

    public static double LogLikelihood(in ParetoParameters p, int x, double last, double age, Span<double> gradient)
    {
        (double r, double alpha, double s, double beta) = (p.R, p.Alpha, p.S, p.Beta);
        double power = r + x, logAlpha = Log(alpha + age), logBeta = Log(beta + age);
        Moments moments = Integrate(p, x, last, age);
        double odds = moments.Total == 0 ? double.NegativeInfinity : Log(s * moments.Total) + LogScale(p, x, last, age);
        double left = moments.Total == 0 ? 0 : Sigmoid(odds), alive = 1 - left;

        // The means of ln(α + u), 1/(α + u) and so on over when the customer may have left.
        double part = moments.Total == 0 ? 0 : left / moments.Total;
        gradient[0] = Digamma(power) - Digamma(r) + Log(alpha) - (alive * logAlpha) - (part * moments.LogAlpha);
        gradient[1] = (r / alpha) - (power * ((alive / (alpha + age)) + (part * moments.InverseAlpha)));
        gradient[2] = Log(beta) - (alive * logBeta) - (part * moments.LogBeta) + (left / s);
        gradient[3] = (s / beta) - (alive * s / (beta + age)) - ((s + 1) * part * moments.InverseBeta);
        return LogGamma(power) - LogGamma(r) + (r * Log(alpha)) + (s * Log(beta)) - (power * logAlpha) - (s * logBeta)
            + (moments.Total == 0 ? 0 : SoftPlus(odds));
    }

    /// <summary>ln of the integrand at tₓ, without s, over the likelihood of being alive at T.</summary>
    private static double LogScale(in ParetoParameters p, int x, double last, double age) =>
        ((p.R + x) * LogOnePlus((age - last) / (p.Alpha + last))) + (p.S * LogOnePlus((age - last) / (p.Beta + last)))
            - Log(p.Beta + last);

    /// <summary>∫ g(u) du and ∫ g(u) h(u) du for what the gradient needs, where g is relative to its value at tₓ.</summary>
    private static Moments Integrate(in ParetoParameters p, int x, double last, double age)
    {
        Moments sums = default;
        double span = age - last, power = p.R + x;
        if (span == 0) return sums;
        double m = Math.Min(p.Alpha, p.Beta) + last, greater = Math.Max(p.Alpha, p.Beta) + last, ratio = m / greater;
        double own = p.Alpha <= p.Beta ? power : p.S + 1, other = power + p.S + 1 - own;
        double end = LogOnePlus(span / m), atAlpha = Log(p.Alpha + last), atBeta = Log(p.Beta + last), start = 0, fallen = 0;
        while (start < end && fallen < Negligible)
        {
            double grown = ratio * Exp(start), slope = own - 1 + (other * grown / (1 - ratio + grown));
            double length = Math.Min(end - start, Math.Min(1, DropAPanel / (Math.Max(slope, 0) + 1)));
            for (int i = 0; i < GaussLegendre.Count; i++)
            {
                double w = start + (length / 2 * (1 + GaussLegendre.Node(i))), v = m * ExpMinusOne(w);
                double logAlpha = Log(p.Alpha + last + v), logBeta = Log(p.Beta + last + v);
                double exponent = w - (power * (logAlpha - atAlpha)) - ((p.S + 1) * (logBeta - atBeta));
                double g = GaussLegendre.Weight(i) * length / 2 * m * Exp(exponent);
                sums = sums.Add(g, logAlpha, logBeta, 1 / (p.Alpha + last + v), 1 / (p.Beta + last + v));
            }

            start += length;
            fallen += Math.Max(slope, 0) * length;
        }

        return sums;
    }

    private readonly record struct Moments(double Total, double LogAlpha, double LogBeta, double InverseAlpha, double InverseBeta)
    {
        public Moments Add(double g, double logAlpha, double logBeta, double inverseAlpha, double inverseBeta) => new(
            Total + g,
            LogAlpha + (g * logAlpha),
            LogBeta + (g * logBeta),
            InverseAlpha + (g * inverseAlpha),
            InverseBeta + (g * inverseBeta));
    }
}

/// <summary>The likelihood of cells.</summary>
internal readonly struct ParetoLikelihood(LifetimeCell[] cells) : ILikelihood
{
    public int ParameterCount => 4;

    public int CellCount => cells.Length;

    public int CustomersAt(int cell) => cells[cell].Customers;

    public double[] Start() => [.5, LifetimeCells.MeanAge(cells) * .3, .5, LifetimeCells.MeanAge(cells) * .3];

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        LifetimeCell at = cells[cell];
        ParetoParameters p = new(parameters[0], parameters[1], parameters[2], parameters[3]);
        return ParetoParts.LogLikelihood(p, at.Repeats, at.Last, at.Age, gradient);
    }
}
