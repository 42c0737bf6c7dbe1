namespace Personalization.Numerics;

/// <summary>
/// A radius such that "within" is decided as in double precision: below <see cref="Sure"/> a single-precision squared distance is certainly
/// inside, above <see cref="Maybe"/> certainly outside, and the few between are computed again.
/// </summary>
internal readonly struct SearchRadius
{
    public SearchRadius(double radius, int columns)
    {
        Square = radius * radius;

        // A difference is rounded once, hence twice in its square, and each of d additions once, by at most 2^-24 of the result; the rest
        // is for the limits' own rounding.
        double slack = (columns + 4) * (1.0 / (1 << 24));
        double smallest = (columns + 1) * (double)float.Epsilon;
        Sure = MathF.BitDecrement((float)Math.Min((Square * (1 - slack)) - smallest, float.MaxValue));
        Maybe = (float)Math.Min((Square * (1 + slack)) + smallest, float.MaxValue);
        if (Maybe < float.MaxValue)
            Maybe = MathF.BitIncrement(Maybe);
    }

    public double Square { get; }

    public float Sure { get; }

    public float Maybe { get; }
}
