using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>The levels of each category, ascending, and which of them each row has; −1 where it is missing.</summary>
internal sealed record LevelCodes(float[][] Values, int[][] Codes)
{
    public static LevelCodes Of(MatrixView samples, MixedColumns columns)
    {
        float[][] values = new float[columns.Categories.Length][];
        int[][] codes = new int[values.Length][];
        for (int i = 0; i < values.Length; i++)
        {
            int column = columns.Categories[i];
            SortedSet<float> levels = [];
            for (int row = 0; row < samples.Rows; row++) levels.Add(samples[row, column] + 0f); // −0 is 0
            levels.Remove(columns.Missing[i]);
            values[i] = [.. levels];
            codes[i] = new int[samples.Rows];
            for (int row = 0; row < samples.Rows; row++)
                codes[i][row] = Math.Max(-1, Array.BinarySearch(values[i], samples[row, column] + 0f));
        }

        return new LevelCodes(values, codes);
    }
}
