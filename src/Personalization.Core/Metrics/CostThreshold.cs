namespace Personalization.Core;

/// <summary>What acting on a prediction is worth, in any one currency.</summary>
/// <param name="Hit">Gained by acting where it happens: a customer kept. After the cost of acting.</param>
/// <param name="FalseAlarm">Lost by acting where it doesn't: the cost of a contact and a discount. At least 0.</param>
/// <param name="Miss">Lost by not acting where it happens, at least 0. Default 0.</param>
public sealed record ActionValues(double Hit, double FalseAlarm, double Miss = 0)
{
    /// <summary>Lost by acting where it doesn't happen, at least 0.</summary>
    public double FalseAlarm { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = Guard.Finite(Guard.AtLeast(FalseAlarm, 0));

    /// <summary>Lost by not acting where it happens, at least 0.</summary>
    public double Miss { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = Guard.Finite(Guard.AtLeast(Miss, 0));

    /// <summary>
    /// The probability from which on acting pays, where probabilities mean what they say: p · hit − (1 − p) · false alarm ≥ −p · miss, so p
    /// ≥ false alarm ÷ (hit + miss + false alarm) (Elkan 2001). 1 where acting never pays.
    /// </summary>
    public double BreakEven => Hit + Miss > 0 ? FalseAlarm / (Hit + Miss + FalseAlarm) : 1;
}

/// <summary>The probability from which on to act.</summary>
/// <param name="Threshold">Act where the probability is at least this; above 1: never.</param>
/// <param name="Value">What that would have been worth in all.</param>
/// <param name="Acted">On how many it would have been acted.</param>
public sealed record CostThreshold(double Threshold, double Value, int Acted)
{
    /// <summary>
    /// The threshold that would have been worth most on predictions whose outcome is known; of equals the highest, which acts on the
    /// fewest. With well calibrated probabilities it is near <see cref="ActionValues.BreakEven"/>, and a large distance is a reason to
    /// doubt
    /// them. O(n log n).
    /// </summary>
    /// <param name="probabilities">Predicted; at least one.</param>
    /// <param name="happened">What came of each.</param>
    /// <param name="values">What acting is worth.</param>
    /// <exception cref="ArgumentException">The lengths differ, there is nothing, or a probability isn't finite.</exception>
    public static CostThreshold Best(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> happened, ActionValues values)
    {
        ArgumentNullException.ThrowIfNull(values);
        BinaryMetrics.Check(probabilities, happened);
        RankedOutcomes ranked = RankedOutcomes.Of(probabilities, happened);
        double worth = 0;
        foreach (bool one in happened) worth -= one ? values.Miss : 0;
        CostThreshold best = new(double.PositiveInfinity, worth, 0);
        for (int end = happened.Length, start; end > 0; end = start)
        {
            for (start = end; start > 0 && ranked.Groups[start - 1] == ranked.Groups[end - 1]; start--)
                worth += ranked.Happened[ranked.Order[start - 1]] ? values.Hit + values.Miss : -values.FalseAlarm;
            if (worth > best.Value) best = new(probabilities[ranked.Order[start]], worth, happened.Length - start);
        }

        return best;
    }
}
