namespace Personalization.Insights;

/// <summary>
/// Chooses the bubbles to draw where there are too many, the same whatever their order. A <see cref="BubbleChart"/> does so by itself;
/// several charts with one <see cref="BubbleChart.Backdrop"/> needn't each do it again.
/// </summary>
public static class BubbleSample
{
    /// <summary>
    /// The largest first, so that small ones are drawn on top; above <paramref name="most"/>, every n-th of them, so that all sizes keep
    /// their share. The largest is always among them. O(n log n).
    /// </summary>
    /// <param name="bubbles">The bubbles, in any order.</param>
    /// <param name="most">The most to choose, at least 1.</param>
    public static IReadOnlyList<Bubble> Of(IEnumerable<Bubble> bubbles, int most)
    {
        Guard.AtLeast(most, 1, nameof(most));
        List<Bubble> sorted = [.. bubbles];
        sorted.Sort(BySizeThenPlace);
        if (sorted.Count <= most) return sorted;
        Bubble[] sample = new Bubble[most];
        for (int i = 0; i < most; i++) sample[i] = sorted[(int)((long)i * sorted.Count / most)];
        return sample;
    }

    private static int BySizeThenPlace(Bubble a, Bubble b)
    {
        int order = b.Size.CompareTo(a.Size);
        if (order == 0) order = a.X.CompareTo(b.X);
        if (order == 0) order = a.Y.CompareTo(b.Y);
        return order != 0 ? order : string.CompareOrdinal(a.Label, b.Label);
    }
}
