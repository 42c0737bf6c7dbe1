namespace Personalization.Numerics;

/// <summary>
/// Queries rounded to 16-bit whole numbers, each by a unit of its own, in panels of eight as
/// <see cref="PanelKernel{TVector, TItem, TForm, TSums, TResults}"/> reads centers; for cosines scaled to length 1 before. The last panel
/// is filled up with zeros.
/// </summary>
internal sealed class RoundedQueries
{
    /// <summary>With fewer queries or columns, rounding the rows costs what it saves.</summary>
    private const int Fewest = 16;

    /// <summary>Beyond these, units and scores leave what single precision holds.</summary>
    private const float LeastSquare = 1e-24f;

    private const float LargestSquare = 1e36f;

    private RoundedQueries(MatrixView queries, bool isCosine)
    {
        (Count, Pairs) = (queries.Rows, RoundedTiles.PairsOf(queries.Columns));
        int padded = (Count + QueryBlock.PanelSize - 1) / QueryBlock.PanelSize * QueryBlock.PanelSize;
        Words = new int[padded * Pairs];
        Begins = new int[padded];
        (Norms, Errors, InverseUnits) = (new float[padded], new float[padded], new float[padded]);
        Array.Fill(InverseUnits, 1);
        double[] values = new double[2 * Pairs];
        for (int query = 0; query < Count; query++)
        {
            ReadOnlySpan<float> row = queries.Row(query);
            double scale = isCosine ? InverseLengths.Of(row) : 1, square = 0;
            for (int column = 0; column < row.Length; column++)
            {
                values[column] = row[column] * scale;
                square += values[column] * values[column];
            }

            Round(query, values, Math.Sqrt(square));
        }
    }

    /// <summary>Number of queries.</summary>
    public int Count { get; }

    /// <summary>Pairs of columns.</summary>
    public int Pairs { get; }

    /// <summary>Pair p of member m of panel i at (i · <see cref="Pairs"/> + p) · 8 + m: the even column in the lower half.</summary>
    public int[] Words { get; }

    /// <summary>What sums begin at: zeros, whole panels.</summary>
    public int[] Begins { get; }

    /// <summary>‖q‖, whole panels.</summary>
    public float[] Norms { get; }

    /// <summary>How far each is from what it was rounded to, at most.</summary>
    public float[] Errors { get; }

    /// <summary>How many units make 1, for each.</summary>
    public float[] InverseUnits { get; }

    /// <summary>The queries rounded, or null where that can't be done or doesn't pay.</summary>
    public static RoundedQueries? Of(MatrixView queries, VectorMetric metric, LaneWidth width)
    {
        if (metric == VectorMetric.Euclidean || width < LaneWidth.Vector256 || !RoundedTiles.IsFast || queries.Rows < Fewest
            || queries.Columns < Fewest)
        {
            return null;
        }

        for (int query = 0; query < queries.Rows; query++)
        {
            if (InverseLengths.Squares(queries.Row(query)) is not (> LeastSquare and < LargestSquare))
                return null;
        }

        return new RoundedQueries(queries, metric == VectorMetric.Cosine);
    }

    private void Round(int query, ReadOnlySpan<double> values, double norm)
    {
        double unit = norm / RoundedTiles.Units, error = 0;
        Span<int> panel = Words.AsSpan(query / QueryBlock.PanelSize * QueryBlock.PanelSize * Pairs);
        for (int pair = 0; pair < Pairs; pair++)
        {
            double even = Math.Round(values[2 * pair] / unit), odd = Math.Round(values[(2 * pair) + 1] / unit);
            double evenError = values[2 * pair] - (even * unit), oddError = values[(2 * pair) + 1] - (odd * unit);
            error += (evenError * evenError) + (oddError * oddError);
            panel[(pair * QueryBlock.PanelSize) + (query % QueryBlock.PanelSize)] = ((int)even & 0xFFFF) | ((int)odd << 16);
        }

        (Norms[query], Errors[query], InverseUnits[query]) = (RoundedUp(norm), RoundedUp(Math.Sqrt(error)), (float)(1 / unit));
    }

    private static float RoundedUp(double value) => (float)(value * (1 + 1e-6));
}
