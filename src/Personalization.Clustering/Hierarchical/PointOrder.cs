using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Puts points that lie near each other beside each other: halves along the widest side, again and again.</summary>
internal static class PointOrder
{
    /// <summary>
    /// Orders ids so that every aligned block of 16, 16², 16³, … of them is a cell of a k-d tree. O(n log n · d) time.
    /// </summary>
    /// <param name="ids">Ids to order.</param>
    /// <param name="points">Coordinates of id i from i · columns on.</param>
    /// <param name="columns">Coordinates of a point; without any, ids stay as they are.</param>
    public static void Arrange(Span<int> ids, ReadOnlySpan<double> points, int columns)
    {
        while (columns > 0 && ids.Length > BlockScores.BlockSize)
        {
            int block = BlockScores.BlockSize;
            while ((long)block * BlockScores.BlockSize < ids.Length)
                block *= BlockScores.BlockSize;

            int blocks = ((ids.Length - 1) / block) + 1;
            int middle = block * ((blocks + 1) / 2);
            Select(ids, middle, points, columns, Widest(ids, points, columns));
            Arrange(ids[middle..], points, columns);
            ids = ids[..middle];
        }
    }

    /// <summary>The coordinates of samples, n · d of them, row by row.</summary>
    public static double[] Coordinates(MatrixView samples)
    {
        double[] coordinates = new double[(long)samples.Rows * samples.Columns];
        for (int row = 0; row < samples.Rows; row++)
        {
            ReadOnlySpan<float> values = samples.Row(row);
            for (int column = 0; column < values.Length; column++)
                coordinates[(row * values.Length) + column] = values[column];
        }

        return coordinates;
    }

    private static int Widest(ReadOnlySpan<int> ids, ReadOnlySpan<double> points, int columns)
    {
        (int widest, double width) = (0, -1);
        for (int column = 0; column < columns; column++)
        {
            double low = double.PositiveInfinity, high = double.NegativeInfinity;
            foreach (int id in ids)
            {
                double value = points[(id * columns) + column];
                low = Math.Min(low, value);
                high = Math.Max(high, value);
            }

            if (high - low > width)
                (widest, width) = (column, high - low);
        }

        return widest;
    }

    /// <summary>
    /// Moves the <paramref name="count"/> ids of the smallest coordinates to the front (Hoare's selection, the middle of three as pivot).
    /// </summary>
    private static void Select(Span<int> ids, int count, ReadOnlySpan<double> points, int columns, int column)
    {
        int first = 0, last = ids.Length - 1;
        while (first < last)
        {
            double pivot = MiddleOf(
                points[(ids[first] * columns) + column],
                points[(ids[(first + last) >> 1] * columns) + column],
                points[(ids[last] * columns) + column]);
            int left = first, right = last;
            while (left <= right)
            {
                while (points[(ids[left] * columns) + column] < pivot) left++;
                while (points[(ids[right] * columns) + column] > pivot) right--;
                if (left > right)
                    break;

                (ids[left], ids[right]) = (ids[right], ids[left]);
                left++;
                right--;
            }

            if (count <= right)
                last = right;
            else if (count > left)
                first = left;
            else
                return;
        }
    }

    private static double MiddleOf(double a, double b, double c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
