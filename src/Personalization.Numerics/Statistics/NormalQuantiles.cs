namespace Personalization.Numerics;

/// <summary>Quantiles of the normal and of what is nearly normal, the same bits on every machine. Arguments are trusted.</summary>
internal static class NormalQuantiles
{
    /// <summary>
    /// The quantile of Student's t: the Cornish–Fisher series about the normal (Abramowitz and Stegun 26.7.5). Five digits at 10 degrees of
    /// freedom, nine at 100; somewhat low below 5.
    /// </summary>
    /// <param name="p">.5 to below 1.</param>
    /// <param name="freedom">Degrees of freedom, at least 1.</param>
    public static double Student(double p, double freedom)
    {
        double z = Of(p), s = z * z, v = 1 / freedom;
        double first = z * (s + 1) / 4;
        double second = z * ((((5 * s) + 16) * s) + 3) / 96;
        double third = z * ((((((3 * s) + 19) * s) + 17) * s) - 15) / 384;
        double fourth = z * ((((((((79 * s) + 776) * s) + 1_482) * s) - 1_920) * s) - 945) / 92_160;
        return z + (v * (first + (v * (second + (v * (third + (v * fourth)))))));
    }

    /// <summary>The normal quantile, to nine digits (Acklam 2003).</summary>
    /// <param name="p">.5 to below 1.</param>
    public static double Of(double p)
    {
        if (p > .97575)
        {
            double t = Math.Sqrt(-2 * StableMath.Log(1 - p));
            return -(((((((((-7.784894002430293e-03 * t) - .3223964580411365) * t) - 2.400758277161838) * t) - 2.549732539343734) * t
                + 4.374664141464968) * t) + 2.938163982698783)
                / ((((((((7.784695709041462e-03 * t) + .3224671290700398) * t) + 2.445134137142996) * t) + 3.754408661907416) * t) + 1);
        }

        double q = p - .5, z = q * q;
        return ((((((((((-39.69683028665376 * z) + 220.9460984245205) * z) - 275.9285104469687) * z) + 138.3577518672690) * z)
            - 30.66479806614716) * z) + 2.506628277459239) * q
            / ((((((((((-54.47609879822406 * z) + 161.5858368580409) * z) - 155.6989798598866) * z) + 66.80131188771972) * z)
            - 13.28068155288572) * z) + 1);
    }
}
