using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>
/// Parameters of Gompertz/Gamma NBD, with θ = β/b in place of β: where b tends to 0 they are those of Pareto/NBD, while b and β alone run
/// to 0 together.
/// </summary>
internal readonly record struct GompertzParameters(double R, double Alpha, double B, double S, double Theta)
{
    public static GompertzParameters From(ReadOnlySpan<double> values) => new(values[0], values[1], values[2], values[3], values[4]);
}

/// <summary>
/// Gompertz/Gamma NBD of Bemmaor and Glady (2012): a customer is alive at u with probability (β/(β + e^(bu) − 1))ˢ. The likelihood is that
/// of being alive at T, plus that of having left at some u between tₓ and T, integrated with its derivatives.
/// </summary>
/// <remarks>
/// With D(u) = θ e^(−bu) + (1 − e^(−bu))/b everything stays finite: survival is (θ e^(−bu)/D(u))ˢ, the density of leaving
/// s (θ e^(−bu))ˢ/D(u)^(s+1). The nearest singularities are u = −α and where D is 0; a panel of Gauss and Legendre's rule is no longer
/// than its distance from them.
/// </remarks>
internal static class GompertzParts
{
    /// <summary>Below e⁻⁴² of what there is nothing is added that a double would keep.</summary>
    private const double Negligible = 42;

    private const double ChangeAPanel = 6;

    public static double LogOddsOfLeft(in GompertzParameters p, int x, double last, double age)
    {
        Span<double> ignored = stackalloc double[5];
        return LogLeft(p, x, last, age, ignored) - LogAlive(p, x, age);
    }

    public static double LogLikelihood(in GompertzParameters p, int x, double last, double age, Span<double> gradient)
    {
        double power = p.R + x, logAlive = LogAlive(p, x, age), e = Exp(-p.B * age), d = D(p, age);
        Span<double> byLeft = stackalloc double[5];
        double odds = LogLeft(p, x, last, age, byLeft) - logAlive, left = Sigmoid(odds), alive = 1 - left;
        if (left == 0) byLeft.Clear();
        gradient[0] = Digamma(power) - Digamma(p.R) + Log(p.Alpha) - (alive * Log(p.Alpha + age)) + (left * byLeft[0]);
        gradient[1] = (p.R / p.Alpha) - (alive * power / (p.Alpha + age)) + (left * byLeft[1]);
        gradient[2] = (alive * p.S * (-age - (DByB(p, age) / d))) + (left * byLeft[2]);
        gradient[3] = Log(p.Theta) + (alive * ((-p.B * age) - Log(d))) + (left * byLeft[3]);
        gradient[4] = (p.S / p.Theta) - (alive * p.S * e / d) + (left * byLeft[4]);
        return LogGamma(power) - LogGamma(p.R) + (p.R * Log(p.Alpha)) + (p.S * Log(p.Theta)) + logAlive + SoftPlus(odds);
    }

    /// <summary>∫ S(T + v)/S(T) dv from 0 to t: the time that a customer who is alive at T is expected to stay, at most t.</summary>
    public static double TimeAlive(in GompertzParameters p, double age, double horizon)
    {
        double sum = 0, at = LogSurvival(p, age), end = age + horizon;
        for (double from = age, to; from < end; from = to)
        {
            double rate = p.S * Hazard(p, from);
            to = Math.Min(end, from + Math.Min(Distance(p, from), ChangeAPanel / rate));
            if (!(to > from)) break;
            double half = (to - from) / 2, part = 0;
            for (int i = 0; i < GaussLegendre.Count; i++)
                part += GaussLegendre.Weight(i) * Exp(LogSurvival(p, from + (half * (1 + GaussLegendre.Node(i)))) - at);
            sum += half * part;
            if (half * part <= 1e-18 * sum) break;
        }

        return sum;
    }

    /// <summary>
    /// Probability of exactly n purchases within t of a customer whose rate is Gamma(shape, scale), and who is alive at T: stayed to the
    /// end, or left after v.
    /// </summary>
    public static double ProbabilityOfAlive(in GompertzParameters p, double shape, double scale, double age, int n, double horizon)
    {
        if (horizon == 0) return n == 0 ? 1 : 0;
        double at = LogSurvival(p, age), sum = 0, mode = n * scale / shape;
        double first = n == 0 ? horizon : Math.Min(horizon, mode / 8);
        for (double from = 0, to; from < horizon; from = to)
        {
            double wide = from == 0 ? first : n == 0 ? horizon : 3 * from / Math.Sqrt(n + 1.0);
            double change = ChangeAPanel / ((p.S * Hazard(p, age + from)) + (shape / (scale + from)));
            to = Math.Min(horizon, from + Math.Min(Math.Min(wide, change), Math.Min(Distance(p, age + from), scale + from)));
            if (!(to > from)) break;
            double half = (to - from) / 2;
            for (int i = 0; i < GaussLegendre.Count; i++)
            {
                double v = from + (half * (1 + GaussLegendre.Node(i)));
                double log = NegativeBinomial.LogProbability(shape, scale, n, v) + LogSurvival(p, age + v) - at;
                sum += GaussLegendre.Weight(i) * half * p.S * Hazard(p, age + v) * Exp(log);
            }
        }

        double stayed = Exp(NegativeBinomial.LogProbability(shape, scale, n, horizon) + LogSurvival(p, age + horizon) - at);
        return Math.Min(1, stayed + sum);
    }

    /// <summary>ln of (θ e^(−bu)/D(u))ˢ.</summary>
    public static double LogSurvival(in GompertzParameters p, double u) => p.S * (Log(p.Theta) - (p.B * u) - Log(D(p, u)));

    private static double LogAlive(in GompertzParameters p, int x, double age) =>
        (-(p.R + x) * Log(p.Alpha + age)) - (p.S * p.B * age) - (p.S * Log(D(p, age)));

    private static double D(in GompertzParameters p, double u) =>
        (p.Theta * Exp(-p.B * u)) - (ExpMinusOne(-p.B * u) / p.B);

    /// <summary>The hazard over s, 1/D.</summary>
    private static double Hazard(in GompertzParameters p, double u) => 1 / D(p, u);

    /// <summary>The derivative of D by b: −uθ e^(−y) + u² (e^(−y) − (1 − e^(−y))/y)/y, y = bu.</summary>
    private static double DByB(in GompertzParameters p, double u)
    {
        double y = p.B * u, e = Exp(-y), bend;
        if (y < .5)
        {
            // Σ (−1)ᵏ yᵏ⁻¹ k/(k + 1)!, k ≥ 1.
            double term = -.5;
            bend = 0;
            for (int k = 1; k < 18; k++)
            {
                bend += k * term;
                term *= -y / (k + 2);
            }
        }
        else
        {
            bend = (e + (ExpMinusOne(-y) / y)) / y;
        }

        return (-u * p.Theta * e) + (u * u * bend);
    }

    /// <summary>How far D's nearest zero is from u: at real times below 0 where bθ &lt; 1, else at imaginary ones, π/b away.</summary>
    private static double Distance(in GompertzParameters p, double u)
    {
        double product = p.B * p.Theta;
        return product < 1 ? Math.Min(u - (LogOnePlus(-product) / p.B), 3 / p.B) : 3 / p.B;
    }

    /// <summary>
    /// ln of s ∫ e^(−sbu) (α + u)^(−r−x) D(u)^(−s−1) du from tₓ to T, and its derivatives by the parameters; −∞ where T = tₓ.
    /// </summary>
    private static double LogLeft(in GompertzParameters p, int x, double last, double age, Span<double> gradient)
    {
        double power = p.R + x, top = double.NegativeInfinity, sum = 0;
        gradient.Clear();
        for (double from = last, to; from < age; from = to)
        {
            double e = Exp(-p.B * from), d = D(p, from);
            double slope = (-p.S * p.B) - (power / (p.Alpha + from)) - ((p.S + 1) * e * (1 - (p.B * p.Theta)) / d);
            double length = Math.Min(Math.Min(p.Alpha + from, Distance(p, from)), ChangeAPanel / (Math.Abs(slope) + 1e-300));
            to = Math.Min(age, from + length);
            if (!(to > from)) break;
            double half = (to - from) / 2, logHalf = Log(half);
            if (sum > 0 && slope < 0 && LogIntegrand(p, power, from) + Log(age - from) < top + Log(sum) - Negligible) break;
            for (int i = 0; i < GaussLegendre.Count; i++)
            {
                double u = from + (half * (1 + GaussLegendre.Node(i))), log = LogIntegrand(p, power, u) + logHalf;
                if (log > top)
                {
                    double shrink = top == double.NegativeInfinity ? 0 : Exp(top - log);
                    sum *= shrink;
                    for (int j = 0; j < 5; j++) gradient[j] *= shrink;
                    top = log;
                }

                double g = GaussLegendre.Weight(i) * Exp(log - top), at = D(p, u);
                sum += g;
                gradient[0] -= g * Log(p.Alpha + u);
                gradient[1] -= g * power / (p.Alpha + u);
                gradient[2] -= g * ((p.S * u) + ((p.S + 1) * DByB(p, u) / at));
                gradient[3] -= g * ((p.B * u) + Log(at));
                gradient[4] -= g * (p.S + 1) * Exp(-p.B * u) / at;
            }
        }

        if (sum == 0) return double.NegativeInfinity;
        for (int j = 0; j < 5; j++) gradient[j] /= sum;
        gradient[3] += 1 / p.S;
        return Log(p.S * sum) + top;
    }

    private static double LogIntegrand(in GompertzParameters p, double power, double u) =>
        (-p.S * p.B * u) - (power * Log(p.Alpha + u)) - ((p.S + 1) * Log(D(p, u)));
}

/// <summary>The likelihood of cells.</summary>
internal readonly struct GompertzLikelihood(LifetimeCell[] cells) : ILikelihood
{
    public int ParameterCount => 5;

    public int CellCount => cells.Length;

    public int CustomersAt(int cell) => cells[cell].Customers;

    public double[] Start()
    {
        double age = LifetimeCells.MeanAge(cells);
        return [.5, age * .3, .1 / age, .5, age * .3];
    }

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        LifetimeCell at = cells[cell];
        return GompertzParts.LogLikelihood(GompertzParameters.From(parameters), at.Repeats, at.Last, at.Age, gradient);
    }
}
