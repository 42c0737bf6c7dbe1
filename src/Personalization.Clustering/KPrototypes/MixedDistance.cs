using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Σ ((x − c) ÷ s)² over the numbers + γ · the categories in which a sample differs from a mode (Huang 1998, equation 3). A missing level
/// differs from every mode, so it is equally far from all clusters and says nothing. Sums run over features in their order, in double
/// precision: the same bits at any vector width.
/// </summary>
internal sealed class MixedDistance(MixedColumns columns, double[] inverses, double gamma)
{
    public MixedColumns Columns => columns;

    /// <summary>1 ÷ standard deviation for each of the numbers; 0 where all are equal.</summary>
    public double[] Inverses => inverses;

    public double Gamma => gamma;

    public double Between(ReadOnlySpan<float> sample, ReadOnlySpan<float> prototype)
    {
        double sum = 0;
        int[] numbers = columns.Numbers;
        for (int i = 0; i < numbers.Length; i++)
        {
            double difference = ((double)sample[numbers[i]] - prototype[numbers[i]]) * inverses[i];
            sum += difference * difference;
        }

        int differing = 0;
        int[] categories = columns.Categories;
        float[] missing = columns.Missing;
        for (int i = 0; i < categories.Length; i++)
        {
            float level = sample[categories[i]];
            if (level != prototype[categories[i]] || level == missing[i]) differing++;
        }

        return sum + (gamma * differing);
    }

    /// <summary>The nearest prototype, of equally near ones the first, and how far it is.</summary>
    public (int Cluster, double Distance) Nearest(ReadOnlySpan<float> sample, MatrixView prototypes)
    {
        int nearest = 0;
        double least = double.PositiveInfinity;
        for (int cluster = 0; cluster < prototypes.Rows; cluster++)
        {
            double distance = Between(sample, prototypes.Row(cluster));
            if (distance < least) (nearest, least) = (cluster, distance);
        }

        return (nearest, least);
    }

    /// <summary>The scale of the numbers and γ, of the samples themselves where none is given.</summary>
    public static MixedDistance Of(MatrixView samples, MixedColumns columns, double? gamma)
    {
        double[] inverses = new double[columns.Numbers.Length];
        int varying = 0;
        for (int i = 0; i < inverses.Length; i++)
        {
            double spread = Math.Sqrt(StableSum.Variance(ColumnOf(samples, columns.Numbers[i])));
            if (!(spread > 0)) continue;
            inverses[i] = 1 / spread;
            varying++;
        }

        return new MixedDistance(columns, inverses, gamma ?? Chosen(samples, columns, varying));
    }

    /// <summary>Mean variance of the scaled numbers, which is the share of them that vary, ÷ mean 1 − Σ p² of the categories.</summary>
    private static double Chosen(MatrixView samples, MixedColumns columns, int varying)
    {
        if (columns.Categories.Length == 0 || varying == 0) return 1;
        double heterogeneity = 0;
        for (int i = 0; i < columns.Categories.Length; i++)
        {
            float missing = columns.Missing[i];
            SortedDictionary<float, int> counts = [];
            foreach (float level in ColumnOf(samples, columns.Categories[i]))
            {
                if (level != missing) counts[level] = counts.GetValueOrDefault(level) + 1;
            }

            double known = counts.Values.Sum(), squares = 0;
            foreach (int count in counts.Values) squares += count / known * (count / known);
            heterogeneity += known > 0 ? 1 - squares : 0;
        }

        return heterogeneity > 0
            ? (double)varying / columns.Numbers.Length / (heterogeneity / columns.Categories.Length)
            : 1;
    }

    private static float[] ColumnOf(MatrixView samples, int column)
    {
        float[] values = new float[samples.Rows];
        for (int row = 0; row < values.Length; row++) values[row] = samples[row, column];
        return values;
    }
}
