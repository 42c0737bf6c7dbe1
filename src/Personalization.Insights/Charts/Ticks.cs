namespace Personalization.Insights;

/// <summary>Positions for the labels of an axis at numbers people like: 1, 2 or 5 times a power of ten.</summary>
/// <remarks>Source: Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990.</remarks>
internal static class Ticks
{
    /// <summary>
    /// Steps from the nice number at or below <paramref name="minimum"/> to the one at or above <paramref name="maximum"/>.
    /// </summary>
    public static double[] Linear(double minimum, double maximum, int desired)
    {
        if (!(maximum > minimum)) (minimum, maximum) = Widen(minimum);
        double step = Nice((maximum - minimum) / Math.Max(1, desired - 1));
        double first = Math.Floor(minimum / step + 1e-9);
        double last = Math.Ceiling(maximum / step - 1e-9);
        double[] ticks = new double[(int)(last - first) + 1];
        // Multiples of the step rather than repeated additions, rounded, so that .1 × 3 is written as .3.
        int digits = Math.Clamp(1 - (int)Math.Floor(Math.Log10(step)), 0, 15);
        for (int i = 0; i < ticks.Length; i++) ticks[i] = Math.Round((first + i) * step, digits);
        return ticks;
    }

    /// <summary>Powers of ten within the range, with 2 and 5 times them where it spans at most two and a half decades.</summary>
    public static double[] Logarithmic(double minimum, double maximum)
    {
        double decades = Math.Log10(maximum / minimum);
        double[] factors = decades <= 2.5 ? [1, 2, 5] : [1];
        int skip = decades > 8 ? 2 : 1;
        List<double> ticks = [];
        for (int power = (int)Math.Floor(Math.Log10(minimum)); power <= (int)Math.Ceiling(Math.Log10(maximum)); power += skip)
        {
            foreach (double factor in factors)
            {
                double tick = factor * Math.Pow(10, power);
                if (tick >= minimum * (1 - 1e-9) && tick <= maximum * (1 + 1e-9)) ticks.Add(tick);
            }
        }

        return ticks.Count > 0 ? [.. ticks] : [minimum, maximum];
    }

    /// <summary>The largest of 1, 2 or 5 times a power of ten that isn't above the value.</summary>
    public static double NiceBelow(double value)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * (value / power) switch { >= 5 => 5, >= 2 => 2, _ => 1 };
    }

    private static double Nice(double range)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(range)));
        return power * (range / power) switch { < 1.5 => 1, < 3 => 2, < 7 => 5, _ => 10 };
    }

    private static (double Minimum, double Maximum) Widen(double value)
    {
        double half = value == 0 ? .5 : Math.Abs(value) * .05;
        return (value - half, value + half);
    }
}
