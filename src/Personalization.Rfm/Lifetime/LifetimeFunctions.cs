using Personalization.Numerics;
using static Personalization.Numerics.StableMath;

namespace Personalization.Rfm;

/// <summary>
/// The gamma function's relatives on doubles, the same bits on every machine: nothing but the four operations and what
/// <see cref="StableMath"/> makes of them. Arguments are trusted.
/// </summary>
internal static class LifetimeFunctions
{
    /// <summary>From here on the series after Stirling are exact to a double.</summary>
    private const double Asymptotic = 10;

    private const double HalfLogTwoPi = .91893853320467274178;

    /// <summary>(e^(εl) − 1) ÷ ε, which tends to l where ε does to 0.</summary>
    public static double ExpMinusOneOver(double epsilon, double l) => epsilon == 0 ? l : ExpMinusOne(epsilon * l) / epsilon;

    /// <summary>ln Γ(x) of x &gt; 0: moved up to 10 and more, then Stirling's series (Abramowitz and Stegun 6.1.41).</summary>
    public static double LogGamma(double x)
    {
        double product = 1;
        for (; x < Asymptotic; x++) product *= x;
        double y = 1 / x, z = y * y;
        double series = y * ((1.0 / 12) - (z * ((1.0 / 360) - (z * ((1.0 / 1260) - (z * ((1.0 / 1680)
            - (z * ((1.0 / 1188) - (z * ((691.0 / 360360) - (z / 156))))))))))));
        return ((x - .5) * Log(x)) - x + HalfLogTwoPi + series - (product == 1 ? 0 : Log(product));
    }

    /// <summary>ψ(x), the derivative of ln Γ, of x &gt; 0 (Abramowitz and Stegun 6.3.5, 6.3.18).</summary>
    public static double Digamma(double x)
    {
        double below = 0;
        for (; x < Asymptotic; x++) below += 1 / x;
        double z = 1 / (x * x);
        double series = z * ((1.0 / 12) - (z * ((1.0 / 120) - (z * ((1.0 / 252) - (z * ((1.0 / 240)
            - (z * ((1.0 / 132) - (z * ((691.0 / 32760) - (z / 12))))))))))));
        return Log(x) - (.5 / x) - series - below;
    }
}
