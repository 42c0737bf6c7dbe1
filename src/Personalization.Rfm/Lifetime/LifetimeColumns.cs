namespace Personalization.Rfm;

/// <summary>The columns behind a <see cref="LifetimeSummary"/>.</summary>
internal sealed class LifetimeColumns(int count)
{
    public int[] Repeats { get; } = new int[count];

    public double[] Lasts { get; } = new double[count];

    public double[] Ages { get; } = new double[count];

    public double[] Spends { get; } = new double[count];

    public double[] LogIntervals { get; } = new double[count];

    public int[] HoldOuts { get; } = new int[count];

    /// <summary>Only these rows.</summary>
    public LifetimeColumns Take(ReadOnlySpan<int> rows)
    {
        LifetimeColumns taken = new(rows.Length);
        for (int i = 0; i < rows.Length; i++)
        {
            taken.Repeats[i] = Repeats[rows[i]];
            taken.Lasts[i] = Lasts[rows[i]];
            taken.Ages[i] = Ages[rows[i]];
            taken.Spends[i] = Spends[rows[i]];
            taken.LogIntervals[i] = LogIntervals[rows[i]];
            taken.HoldOuts[i] = HoldOuts[rows[i]];
        }

        return taken;
    }
}
