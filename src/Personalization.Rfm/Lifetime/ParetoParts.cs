using Personalization.Numerics;
using static Personalization.Numerics.StableMath;
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
/// points a panel is exact to a double where panels are at most 2 long and the integrand falls by little more than e¹⁰ in one.
/// </remarks>
internal static class ParetoParts
{
    /// <summary>Below e⁻⁴² of its largest value nothing is added that a double would keep.</summary>
    private const double Negligible = 42;

    private const double DropAPanel = 10, LongestPanel = 2;

    /// <summary>The log-odds of having left by T; −∞ where T = tₓ.</summary>
    public static double LogOddsOfLeft(in ParetoParameters p, int x, double last, double age)
    {
        Moments moments = Integrate(p, x, last, age, all: false);
        return moments.Total == 0 ? double.NegativeInfinity : Log(p.S * moments.Total) + LogScale(p, x, last, age);
    }

    public static double LogLikelihood(in ParetoParameters p, int x, double last, double age, Span<double> gradient)
    {
        double value = LogLikelihoodLessGamma(p, x, last, age, gradient);
        gradient[0] += Digamma(p.R + x) - Digamma(p.R);
        return value + LogGamma(p.R + x) - LogGamma(p.R);
    }

    /// <summary>The log-likelihood without ln Γ(r + x)/Γ(r), which depends on x alone.</summary>
    public static double LogLikelihoodLessGamma(in ParetoParameters p, int x, double last, double age, Span<double> gradient)
    {
        (double r, double alpha, double s, double beta) = (p.R, p.Alpha, p.S, p.Beta);
        double power = r + x, logAlpha = Log(alpha + age), logBeta = Log(beta + age);
        Moments moments = Integrate(p, x, last, age, all: true);
        double odds = moments.Total == 0 ? double.NegativeInfinity : Log(s * moments.Total) + LogScale(p, x, last, age);
        double left = moments.Total == 0 ? 0 : Sigmoid(odds), alive = 1 - left;

        // The means of ln(α + u), 1/(α + u) and so on over when the customer may have left.
        double part = moments.Total == 0 ? 0 : left / moments.Total;
        gradient[0] = Log(alpha) - (alive * logAlpha) - (part * moments.LogAlpha);
        gradient[1] = (r / alpha) - (power * ((alive / (alpha + age)) + (part * moments.InverseAlpha)));
        gradient[2] = Log(beta) - (alive * logBeta) - (part * moments.LogBeta) + (left / s);
        gradient[3] = (s / beta) - (alive * s / (beta + age)) - ((s + 1) * part * moments.InverseBeta);
        return (r * Log(alpha)) + (s * Log(beta)) - (power * logAlpha) - (s * logBeta)
            + (moments.Total == 0 ? 0 : SoftPlus(odds));
    }

    /// <summary>ln of the integrand at tₓ, without s, over the likelihood of being alive at T.</summary>
    private static double LogScale(in ParetoParameters p, int x, double last, double age) =>
        ((p.R + x) * LogOnePlus((age - last) / (p.Alpha + last))) + (p.S * LogOnePlus((age - last) / (p.Beta + last)))
            - Log(p.Beta + last);

    /// <summary>∫ g(u) du and ∫ g(u) h(u) du for what the gradient needs, where g is relative to its value at tₓ.</summary>
    private static Moments Integrate(in ParetoParameters p, int x, double last, double age, bool all)
    {
        double span = age - last, power = p.R + x;
        if (span == 0) return default;
        bool isAlphaFirst = p.Alpha <= p.Beta;
        double m = (isAlphaFirst ? p.Alpha : p.Beta) + last, greater = (isAlphaFirst ? p.Beta : p.Alpha) + last, ratio = m / greater;
        double own = isAlphaFirst ? power : p.S + 1, other = isAlphaFirst ? p.S + 1 : power;
        double end = LogOnePlus(span / m), start = 0, fallen = 0;
        Span<double> sums = stackalloc double[ParetoPanel.Sums * GaussLegendre.Count];
        sums.Clear();
        ParetoPanel panel = new(own, other, m, greater);
        while (start < end && fallen < Negligible)
        {
            double grown = ratio * Exp(start), slope = own - 1 + (other * grown / (1 - ratio + grown));
            double length = Math.Min(end - start, Math.Min(LongestPanel, DropAPanel / (Math.Max(slope, 0) + 1)));
            panel.Add(start, length, sums, all, LaneWidths.Widest);
            start += length;
            fallen += Math.Max(slope, 0) * length;
        }

        double total = Sum(sums, 0);
        if (!all) return new Moments(total, 0, 0, 0, 0);
        double ownLog = (total * Log(m)) + Sum(sums, 1), otherLog = (total * Log(greater)) + Sum(sums, 2);
        double ownInverse = Sum(sums, 3), otherInverse = Sum(sums, 4);
        return isAlphaFirst
            ? new Moments(total, ownLog, otherLog, ownInverse, otherInverse)
            : new Moments(total, otherLog, ownLog, otherInverse, ownInverse);
    }

    private static double Sum(ReadOnlySpan<double> sums, int which)
    {
        double sum = 0;
        foreach (double value in sums.Slice(which * GaussLegendre.Count, GaussLegendre.Count)) sum += value;
        return sum;
    }

    private readonly record struct Moments(double Total, double LogAlpha, double LogBeta, double InverseAlpha, double InverseBeta);
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

    /// <summary>ln Γ(r + x)/Γ(r) and its derivative by r, for each x in turn of cells, which are sorted by it.</summary>
    public void Add(int start, int end, ReadOnlySpan<double> parameters, double[]? prepared, Span<double> sums)
    {
        ParetoParameters p = new(parameters[0], parameters[1], parameters[2], parameters[3]);
        double logGamma = 0, digamma = 0, customers = 0;
        Span<double> gradient = stackalloc double[4];
        for (int cell = start; cell < end; cell++)
        {
            LifetimeCell at = cells[cell];
            if (cell == start || at.Repeats != cells[cell - 1].Repeats)
            {
                logGamma = LogGamma(p.R + at.Repeats) - LogGamma(p.R);
                digamma = Digamma(p.R + at.Repeats) - Digamma(p.R);
            }

            customers = at.Customers;
            sums[0] += customers * (logGamma + ParetoParts.LogLikelihoodLessGamma(p, at.Repeats, at.Last, at.Age, gradient));
            sums[1] += customers * (digamma + gradient[0]);
            for (int i = 1; i < gradient.Length; i++) sums[i + 1] += customers * gradient[i];
        }
    }
}
