namespace Personalization.Numerics;

/// <summary>
/// Logarithms, exponentials and powers of one double, the same bits on every machine, within a few units in the last place. What is stored,
/// or decides what is stored, comes from here and not from <see cref="Math"/>, whose functions are the platform's library's. (Sines and
/// cosines: <see cref="double.SinPi(double)"/> and <see cref="double.CosPi(double)"/> are made of the four operations as well.)
/// </summary>
internal static class StableMath
{
    private const double Log2OfE = 1.4426950408889634074, LogOf2 = .69314718055994530942;

    private const int MantissaBits = 52, ExponentBias = 1023;

    /// <summary>√2: mantissas are taken from [√½, √2), so that the logarithm of what is near 1 is near 0.</summary>
    private const double RootOf2 = 1.4142135623730951;

    /// <summary>ln x; −∞ at 0, ∞ at ∞, NaN below 0.</summary>
    public static double Log(double x) => x switch
    {
        > 0 and < double.PositiveInfinity when double.IsNormal(x) => OfNormal(x),
        > 0 and < double.PositiveInfinity => OfNormal(x * (1L << MantissaBits)) - (MantissaBits * LogOf2),
        0 => double.NegativeInfinity,
        double.PositiveInfinity => x,
        _ => double.NaN,
    };

    /// <summary>log₂ x: exact where x is a power of two; otherwise as <see cref="Log"/>.</summary>
    public static double Log2(double x)
    {
        if (!double.IsNormal(x) || x < 0)
            return Log(x) * Log2OfE;

        long bits = BitConverter.DoubleToInt64Bits(x), exponent = (bits >> MantissaBits) - ExponentBias;
        double mantissa = Math.ScaleB(x, (int)-exponent);
        if (mantissa >= RootOf2)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);

        return exponent + (OfNormal(mantissa) * Log2OfE);
    }

    /// <summary>eˣ; 0 below −708, ∞ above 709.78, NaN of NaN.</summary>
    public static double Exp(double x)
    {
        double result = 0;
        DoubleLanes1.Store(DoubleFunctions.Exp(DoubleLanes1.Broadcast(x)), ref result, 0);
        return result;
    }

    /// <summary>2ˣ: exact where x is whole; 0 below −1,075, ∞ from 1,024 on.</summary>
    public static double Exp2(double x)
    {
        if (!(Math.Abs(x) < 1100))
            return double.IsNaN(x) ? x : x > 0 ? double.PositiveInfinity : 0;

        double whole = Math.Round(x);
        return Math.ScaleB(Exp((x - whole) * LogOf2), (int)whole);
    }

    /// <summary>xʸ for x ≥ 0: off by some |y · log₂ x| units in the last place, exact where x is a power of two and y is whole.</summary>
    public static double Pow(double x, double y) => y == 0 || x == 1 ? 1 : Exp2(y * Log2(x));

    /// <summary>eˣ − 1, with the digits of a small x (Kahan's correction of the rounding of eˣ).</summary>
    public static double ExpMinusOne(double x)
    {
        double u = Exp(x);
        if (u == 1)
            return x;

        return u - 1 == -1 || double.IsInfinity(u) ? u - 1 : (u - 1) * x / Log(u);
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

    private static double OfNormal(double x)
    {
        double result = 0;
        DoubleLanes1.Store(DoubleFunctions.Log(DoubleLanes1.Broadcast(x)), ref result, 0);
        return result;
    }
}
