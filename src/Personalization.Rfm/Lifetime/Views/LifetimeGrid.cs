namespace Personalization.Rfm;

/// <summary>What a model says of every frequency and recency at one age, for a heat map. Immutable and thread-safe.</summary>
/// <param name="Age">Age of the customers, in the model's unit.</param>
/// <param name="Horizon">Time that purchases are expected for.</param>
/// <param name="LastPurchases">Times of the last purchase, columns, from 0 to the age.</param>
/// <param name="ProbabilityAlive">By number of repeat purchases, from 0, then column; NaN where there can be no such customer.</param>
/// <param name="ExpectedPurchases">The same for the purchases expected.</param>
public sealed record LifetimeGrid(
    double Age,
    double Horizon,
    IReadOnlyList<double> LastPurchases,
    IReadOnlyList<IReadOnlyList<double>> ProbabilityAlive,
    IReadOnlyList<IReadOnlyList<double>> ExpectedPurchases)
{
    /// <summary>Asks a model for every cell. O(frequency · columns).</summary>
    /// <param name="model">The model, of continuous time.</param>
    /// <param name="age">Age, above 0, in the model's unit.</param>
    /// <param name="mostPurchases">The largest number of repeat purchases, 0 to 1,000. Default 20.</param>
    /// <param name="columns">Number of times of the last purchase, 2 to 1,000. Default 40.</param>
    /// <param name="horizon">Time ahead, at least 0. Default 52.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static LifetimeGrid Of(IPurchaseModel model, double age, int mostPurchases = 20, int columns = 40, double horizon = 52)
    {
        ArgumentNullException.ThrowIfNull(model);
        Guard.Positive(age);
        Guard.InRange(mostPurchases, 0, 1_000);
        Guard.InRange(columns, 2, 1_000);
        double[] lasts = [.. Enumerable.Range(0, columns).Select(column => column == columns - 1 ? age : age * column / (columns - 1))];
        double[][] alive = new double[mostPurchases + 1][], purchases = new double[mostPurchases + 1][];
        for (int x = 0; x <= mostPurchases; x++)
        {
            (alive[x], purchases[x]) = (new double[columns], new double[columns]);
            for (int column = 0; column < columns; column++)
            {
                // Only who never came back has the last purchase at 0.
                bool possible = (x == 0) == (column == 0);
                LifetimeRow row = new(x, lasts[column], age);
                alive[x][column] = possible ? model.ProbabilityAlive(row) : double.NaN;
                purchases[x][column] = possible ? model.ExpectedPurchases(row, horizon) : double.NaN;
            }
        }

        return new LifetimeGrid(age, horizon, lasts, alive, purchases);
    }
}
