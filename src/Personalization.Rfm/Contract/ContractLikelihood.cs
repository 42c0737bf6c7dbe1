using Personalization.Numerics;
using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>
/// ln S(t) of the beta discrete Weibull model, ln B(α, β + tᶜ)/B(α, β), with its derivatives; of the shifted beta-geometric one where
/// c = 1.
/// </summary>
internal static class ContractSurvival
{
    /// <param name="alpha">α.</param>
    /// <param name="beta">β.</param>
    /// <param name="c">c.</param>
    /// <param name="t">Periods, at least 0.</param>
    /// <param name="gradient">Receives the derivatives by α, β and, where it has room, c.</param>
    public static double Log(double alpha, double beta, double c, double t, Span<double> gradient)
    {
        gradient.Clear();
        if (t == 0) return 0;
        double logT = StableMath.Log(t), y = c == 1 ? t : Exp(c * logT);
        if (!(y < 1e300)) y = 1e300;
        double all = Digamma(alpha + beta + y), later = Digamma(beta + y);
        gradient[0] = Digamma(alpha + beta) - all;
        gradient[1] = later - Digamma(beta) + gradient[0];
        if (gradient.Length > 2) gradient[2] = (later - all) * y * logT;
        return LogGamma(beta + y) - LogGamma(beta) + LogGamma(alpha + beta) - LogGamma(alpha + beta + y);
    }
}

/// <summary>The likelihood of a summary: α, β, and c where it is searched too.</summary>
internal readonly struct ContractLikelihood : ILikelihood
{
    private readonly (int Period, bool Ended, int Customers)[] _cells;
    private readonly bool _hasShape;

    public ContractLikelihood(ContractSummary summary, bool hasShape)
    {
        ArgumentNullException.ThrowIfNull(summary);
        _hasShape = hasShape;
        List<(int, bool, int)> cells = [];
        for (int period = 0; period <= summary.Periods; period++)
        {
            if (summary.Ended[period] > 0) cells.Add((period, true, summary.Ended[period]));
            if (summary.Active[period] > 0) cells.Add((period, false, summary.Active[period]));
        }

        _cells = [.. cells];
    }

    public int ParameterCount => _hasShape ? 3 : 2;

    public int CellCount => _cells.Length;

    public int CustomersAt(int cell) => _cells[cell].Customers;

    public double[] Start() => _hasShape ? [1, 2, 1] : [1, 2];

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        (int period, bool ended, _) = _cells[cell];
        double c = _hasShape ? parameters[2] : 1;
        double value = ContractSurvival.Log(parameters[0], parameters[1], c, period, gradient);
        if (!ended) return value;

        // ln (S(t − 1) − S(t)) = ln S(t − 1) + ln (1 − S(t)/S(t − 1)).
        Span<double> before = stackalloc double[3];
        before = before[..gradient.Length];
        double earlier = ContractSurvival.Log(parameters[0], parameters[1], c, period - 1, before), fall = value - earlier;
        double lost = _hasShape ? -ExpMinusOne(fall) : parameters[0] / (parameters[0] + parameters[1] + period - 1);
        if (!(lost > 0)) return double.NaN;
        double odds = (1 - lost) / lost;
        for (int i = 0; i < gradient.Length; i++) gradient[i] = before[i] - (odds * (gradient[i] - before[i]));
        return earlier + StableMath.Log(lost);
    }
}
