namespace Personalization.Core;

/// <summary>What the customers with the highest scores hold of all that happened.</summary>
/// <param name="Share">Share of the customers, the highest scores first, 0 to 1.</param>
/// <param name="Gain">Share of all that happened that they hold, 0 to 1: what addressing them reaches.</param>
/// <param name="Lift">Gain ÷ share: how many times as often it happened to them as to all.</param>
public readonly record struct LiftPoint(double Share, double Gain, double Lift);

/// <summary>Lift and gain: how much is reached by addressing those with the highest scores.</summary>
public static class LiftCurve
{
    /// <summary>
    /// The curve at equal steps of share. Among equal scores what happened is spread evenly, so that the order of the customers doesn't
    /// matter. O(n log n).
    /// </summary>
    /// <param name="scores">Any numbers, higher meaning more probable; at least one.</param>
    /// <param name="happened">What came of each.</param>
    /// <param name="steps">Points, at least 1; the last is all customers. Default 10: deciles.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, there is nothing, a score isn't finite, or it happened to nobody.
    /// </exception>
    public static IReadOnlyList<LiftPoint> Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> happened, int steps = 10)
    {
        BinaryMetrics.Check(scores, happened);
        Guard.AtLeast(steps, 1);
        int all = 0;
        foreach (bool one in happened) all += one ? 1 : 0;
        if (all == 0) throw new ArgumentException("It happened to nobody, so there is no gain to be had.", nameof(happened));

        // held[i]: what the i highest scores hold; ties share.
        RankedOutcomes ranked = RankedOutcomes.Of(scores, happened);
        double[] held = new double[scores.Length + 1];
        for (int end = scores.Length, start; end > 0; end = start)
        {
            int yes = 0;
            for (start = end; start > 0 && ranked.Groups[start - 1] == ranked.Groups[end - 1]; start--)
                yes += ranked.Happened[ranked.Order[start - 1]] ? 1 : 0;
            int before = scores.Length - end;
            for (int i = 1; i <= end - start; i++) held[before + i] = held[before] + ((double)yes * i / (end - start));
        }

        LiftPoint[] points = new LiftPoint[steps];
        for (int step = 1; step <= steps; step++)
        {
            double share = (double)step / steps, place = share * scores.Length;
            int whole = (int)Math.Min(Math.Floor(place), scores.Length);
            double within = whole < scores.Length ? (place - whole) * (held[whole + 1] - held[whole]) : 0;
            double gain = (held[whole] + within) / all;
            points[step - 1] = new LiftPoint(share, gain, gain / share);
        }

        return points;
    }
}
