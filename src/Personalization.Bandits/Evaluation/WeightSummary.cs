namespace Personalization.Bandits;

/// <summary>What weights come to.</summary>
internal readonly record struct WeightSummary(double Mean, double EffectiveSampleSize, double Largest, double Share)
{
    public static WeightSummary Of(ReadOnlySpan<double> weights)
    {
        double sum = 0, squares = 0, largest = 0;
        int some = 0;
        foreach (double weight in weights)
        {
            sum += weight;
            squares += weight * weight;
            largest = Math.Max(largest, weight);
            if (weight > 0) some++;
        }

        return new WeightSummary(sum / weights.Length, squares > 0 ? sum * sum / squares : 0, largest, (double)some / weights.Length);
    }
}
