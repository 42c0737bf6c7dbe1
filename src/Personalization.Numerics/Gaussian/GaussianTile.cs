namespace Personalization.Numerics;

/// <summary>Memory for the points of one tile and what becomes of them. One thread, one tile.</summary>
internal sealed class GaussianTile
{
    /// <summary>
    /// Points worked on at once: enough to spread the cost of a component's set-up, few enough to stay in the first-level cache.
    /// </summary>
    public const int Size = 128;

    /// <summary>Virtual lanes of a sum: point p of a tile goes to lane p mod 8.</summary>
    public const int Lanes = 8;

    /// <summary>Features are taken in blocks of four where products are summed.</summary>
    public const int Block = 4;

    public GaussianTile(GaussianDensities densities, bool forSums)
    {
        int columns = densities.Columns;
        Points = new double[columns * Size];
        Whitened = new double[densities.Kind == CovarianceKind.Tied ? columns * Size : 0];
        Blocks = (columns + Block) / Block;
        Differences = new double[Blocks * Block * Size];
        Differences.AsSpan(columns * Size, Size).Fill(1);
        Logs = new double[densities.Count * Size];
        Weights = new double[Size];
        Weights.AsSpan().Fill(1);
        SumsOfComponent = densities.Kind == CovarianceKind.Full ? Blocks * (Blocks + 1) / 2 * Block * Block : 1 + (2 * columns);
        Sums = new double[forSums ? checked(densities.Count * SumsOfComponent * Lanes) : 0];
    }

    /// <summary>Coordinates, d × <see cref="Size"/>.</summary>
    public double[] Points { get; }

    /// <summary>Tied only: coordinates after whitening.</summary>
    public double[] Whitened { get; }

    /// <summary>Blocks of <see cref="Block"/> that d features and a constant 1 make.</summary>
    public int Blocks { get; }

    /// <summary>Coordinates minus a component's mean, then a feature that is always 1, then zeros up to whole blocks.</summary>
    public double[] Differences { get; }

    /// <summary>Weighted log densities, then exponentials, k × <see cref="Size"/>.</summary>
    public double[] Logs { get; }

    /// <summary>Weights of the points; 0 where there is none.</summary>
    public double[] Weights { get; }

    public double[] Largest { get; } = new double[Size];

    public double[] Totals { get; } = new double[Size];

    public double[] Responsibilities { get; } = new double[Size];

    /// <summary>Sums on virtual lanes, k × <see cref="SumsOfComponent"/> × <see cref="Lanes"/>.</summary>
    public double[] Sums { get; }

    public int SumsOfComponent { get; }

    /// <summary>The log-likelihood on virtual lanes.</summary>
    public double[] LogLikelihood { get; } = new double[Lanes];

    /// <summary>Takes in some rows, and zeros of weight 0 for those that are missing.</summary>
    public void Fill(ReadOnlySpan<float> values, int stride, int columns, int rows, ReadOnlySpan<float> weights)
    {
        for (int point = 0; point < rows; point++)
        {
            ReadOnlySpan<float> row = values.Slice(point * stride, columns);
            for (int feature = 0; feature < row.Length; feature++)
                Points[(feature * Size) + point] = row[feature];
        }

        for (int point = 0; point < weights.Length; point++)
            Weights[point] = weights[point];

        if (rows == Size)
            return;

        Array.Clear(Weights, rows, Size - rows);
        for (int feature = 0; feature < columns; feature++)
            Array.Clear(Points, (feature * Size) + rows, Size - rows);
    }

    /// <summary>The sum of eight virtual lanes, folded in halves.</summary>
    public static double Fold(ReadOnlySpan<double> lanes) =>
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}
