using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Centers of a run, k × d in double precision: rounded to single precision after each iteration they would leave rows that lie between two
/// of them to chance, and with these all that follows.
/// </summary>
internal sealed class DoubleCenters(int rows, int columns)
{
    private readonly double[] _values = new double[checked(rows * columns)];

    public int Rows => rows;

    public int Columns => columns;

    /// <summary>Row-major.</summary>
    public ReadOnlySpan<double> Values => _values;

    public static DoubleCenters Of(MatrixView centers)
    {
        DoubleCenters wide = new(centers.Rows, centers.Columns);
        for (int cluster = 0; cluster < centers.Rows; cluster++)
        {
            ReadOnlySpan<float> center = centers.Row(cluster);
            Span<double> destination = wide.Row(cluster);
            for (int column = 0; column < center.Length; column++)
                destination[column] = center[column];
        }

        return wide;
    }

    public Span<double> Row(int cluster) => _values.AsSpan(cluster * columns, columns);

    /// <summary>Some of the centers, in an order.</summary>
    public DoubleCenters Take(ReadOnlySpan<int> clusters)
    {
        DoubleCenters taken = new(clusters.Length, columns);
        for (int i = 0; i < clusters.Length; i++)
            Row(clusters[i]).CopyTo(taken.Row(i));

        return taken;
    }

    public Matrix ToSingle()
    {
        Matrix single = new(rows, columns);
        for (int i = 0; i < _values.Length; i++)
            single.Values[i] = (float)_values[i];

        return single;
    }
}
