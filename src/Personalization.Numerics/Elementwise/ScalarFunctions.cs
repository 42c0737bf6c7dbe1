namespace Personalization.Numerics;

/// <summary>
/// Exponential, logarithm and what is made of them, of one double: the same bits on every machine, by nothing but the four operations and
/// fused multiply-add. The platform's library promises neither.
/// </summary>
internal static class ScalarFunctions
{
    /// <summary>ln x; −∞ at 0.</summary>
    public static double Log(double x) => x switch
    {
        0 => double.NegativeInfinity,
        double.PositiveInfinity => x,
        _ => VectorFunctions.Logarithm(x),
    };

    /// <summary>eˣ; 0 below −708, ∞ above 709.78.</summary>
    public static double Exp(double x)
    {
        double result = 0;
        DoubleLanes1.Store(DoubleFunctions.Exp(DoubleLanes1.Broadcast(x)), ref result, 0);
        return result;
    }

    /// <summary>ln(1 + x), with the digits of a small x (Kahan's correction of the rounding of 1 + x).</summary>
    public static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(u) ? (double.IsInfinity(u) ? u : x) : Log(u) * x / (u - 1);
    }

    /// <summary>ln(1 + eˣ) without overflow.</summary>
    public static double SoftPlus(double x) => x > 0 ? x + LogOnePlus(Exp(-x)) : LogOnePlus(Exp(x));

    /// <summary>1 ÷ (1 + e⁻ˣ) without overflow.</summary>
    public static double Sigmoid(double x)
    {
        if (x >= 0) return 1 / (1 + Exp(-x));
        double e = Exp(x);
        return e / (1 + e);
    }
}
