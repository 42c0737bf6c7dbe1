using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Gower's coefficient (1971) as a distance: the mean over the features of |x − y| ÷ range of the training rows, and of 0 or 1 for levels.
/// A
/// missing level is ½ from any other, so that only equal rows are 0 apart. Sums run over features in their order, in double precision.
/// </summary>
internal sealed class GowerDistance
{
    private readonly double[] _inverses;

    private GowerDistance(MixedColumns columns, double[] inverses) => (Columns, _inverses) = (columns, inverses);

    public MixedColumns Columns { get; }

    public static GowerDistance Of(MatrixView samples, MixedColumns columns)
    {
        double[] inverses = new double[columns.Numbers.Length];
        for (int i = 0; i < inverses.Length; i++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            for (int row = 0; row < samples.Rows; row++)
            {
                double value = samples[row, columns.Numbers[i]];
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            inverses[i] = high > low ? 1 / (high - low) : 0;
        }

        return new GowerDistance(columns, inverses);
    }

    /// <summary>0 to 1 between training rows; a number outside their range may be farther.</summary>
    public double Between(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        double sum = 0;
        int[] numbers = Columns.Numbers, categories = Columns.Categories;
        for (int i = 0; i < numbers.Length; i++) sum += Math.Abs((double)one[numbers[i]] - other[numbers[i]]) * _inverses[i];
        for (int i = 0; i < categories.Length; i++)
        {
            float level = one[categories[i]], its = other[categories[i]], missing = Columns.Missing[i];
            if (level != its) sum += level == missing || its == missing ? .5 : 1;
        }

        return sum / (numbers.Length + categories.Length);
    }

    /// <summary>The nearest row: of equally near ones the first.</summary>
    public int Nearest(ReadOnlySpan<float> sample, MatrixView rows)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int row = 0; row < rows.Rows; row++)
        {
            double distance = Between(sample, rows.Row(row));
            if (distance < least) (nearest, least) = (row, distance);
        }

        return nearest;
    }
}
