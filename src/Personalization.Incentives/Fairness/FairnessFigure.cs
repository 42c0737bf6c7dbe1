using Personalization.Numerics;

namespace Personalization.Incentives;

/// <summary>A measured figure with its 95 % interval.</summary>
/// <param name="Value">The figure; NaN where there is nothing to measure it by.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct FairnessFigure(double Value, double Low, double High)
{
    private const double Normal = 1.959963984540054;

    /// <summary>A figure that can't be measured.</summary>
    public static FairnessFigure None { get; } = new(double.NaN, double.NaN, double.NaN);

    /// <summary>Whether the interval holds a value.</summary>
    public bool Contains(double value) => value >= Low && value <= High;

    /// <summary>A share of customers (Wilson 1927, "Probable inference, the law of succession, and statistical inference").</summary>
    internal static FairnessFigure Share(long count, long of)
    {
        if (of == 0) return None;
        double share = (double)count / of, square = Normal * Normal;
        double middle = (share + (square / (2 * of))) / (1 + (square / of));
        double reach = Normal / (1 + (square / of)) * Math.Sqrt((share * (1 - share) / of) + (square / (4.0 * of * of)));
        return new(share, count == 0 ? 0 : middle - reach, count == of ? 1 : middle + reach);
    }

    /// <summary>A mean, by its standard error.</summary>
    internal static FairnessFigure Mean(FairnessMean mean)
    {
        if (mean.Count == 0) return None;
        double reach = Normal * mean.StandardError;
        return new(mean.Value, mean.Value - reach, mean.Value + reach);
    }

    /// <summary>
    /// Ratio of two independent means, by the standard error of its logarithm (of shares: Katz et al. 1978, "Obtaining confidence intervals
    /// for the risk ratio in cohort studies"). Where the upper one is 0 its end is that of half a customer who got what those of the other
    /// did; where the lower one is 0 there is no ratio.
    /// </summary>
    internal static FairnessFigure Ratio(FairnessMean upper, FairnessMean lower)
    {
        if (upper.Count == 0 || !(lower.Value > 0)) return None;
        double ratio = upper.Value / lower.Value;
        double seen = upper.Value > 0 ? upper.Value : lower.Squares / lower.Sum / (2.0 * upper.Count);
        double variance = upper.Value > 0 ? Square(upper.StandardError / upper.Value) : 2;
        double reach = StableMath.Exp(Normal * Math.Sqrt(variance + Square(lower.StandardError / lower.Value)));
        return new(ratio, upper.Value > 0 ? ratio / reach : 0, seen / lower.Value * reach);
    }

    /// <summary>Ratio of a group's mean to that of all customers, the group among them.</summary>
    internal static FairnessFigure RatioToWhole(FairnessMean group, FairnessMean rest)
    {
        double share = (double)group.Count / (group.Count + rest.Count);
        if (rest.Count == 0) return group.Count == 0 || group.Value == 0 ? None : new(1, 1, 1);
        double whole = (share * group.Value) + ((1 - share) * rest.Value);
        if (group.Count == 0 || !(whole > 0)) return None;
        double ratio = group.Value / whole;
        if (!(group.Value > 0)) return new(0, 0, Ratio(group, rest).High);
        double own = ((1 / group.Value) - (share / whole)) * group.StandardError;
        double reach = StableMath.Exp(Normal * Math.Sqrt((own * own) + Square((1 - share) / whole * rest.StandardError)));
        return new(ratio, ratio / reach, ratio * reach);
    }

    private static double Square(double value) => value * value;
}

/// <summary>Count, sum and sum of squares of what was seen of some customers.</summary>
internal readonly record struct FairnessMean(long Count, double Sum, double Squares)
{
    public double Value => Count == 0 ? double.NaN : Sum / Count;

    public double StandardError => Count == 0
        ? double.NaN
        : Math.Sqrt(Math.Max(0, (Squares / Count) - (Value * Value)) / Count);

    public static FairnessMean operator +(FairnessMean left, FairnessMean right) =>
        new(left.Count + right.Count, left.Sum + right.Sum, left.Squares + right.Squares);

    public static FairnessMean operator -(FairnessMean left, FairnessMean right) =>
        new(left.Count - right.Count, left.Sum - right.Sum, left.Squares - right.Squares);

    public FairnessMean With(double value) => new(Count + 1, Sum + value, Squares + (value * value));
}
