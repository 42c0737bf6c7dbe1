using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// The weights of an <see cref="InteractionWeighting"/>, as learned from the rows of a matrix: to be put on these rows, and on any other
/// of the same columns. A weight may be 0. Immutable and thread-safe.
/// </summary>
internal sealed class MatrixWeights
{
    private readonly InteractionWeighting _weighting;
    private readonly double _k1;
    private readonly double _b;
    private readonly float[] _inverseFrequencies;
    private readonly double _meanLength;

    private MatrixWeights(InteractionWeighting weighting, double k1, double b, float[] inverseFrequencies, double meanLength) =>
        (_weighting, _k1, _b, _inverseFrequencies, _meanLength) = (weighting, k1, b, inverseFrequencies, meanLength);

    /// <summary>Counts rows and columns. O(elements).</summary>
    public static MatrixWeights Of(RaggedRows rows, int columnCount, InteractionWeighting weighting, double k1, double b)
    {
        if (weighting == InteractionWeighting.None) return new MatrixWeights(weighting, k1, b, [], 0);
        int[] counts = new int[columnCount];
        double sum = 0;
        for (int row = 0; row < rows.Count; row++)
        {
            foreach (int column in rows.Columns(row)) counts[column]++;
            sum += Length(rows.Values(row));
        }

        float[] frequencies = new float[columnCount];
        for (int column = 0; column < columnCount; column++)
            frequencies[column] = (float)(Math.Max(1, rows.Count) / (1.0 + counts[column]));
        Elementwise.Log(frequencies, frequencies);
        foreach (ref float frequency in frequencies.AsSpan()) frequency = Math.Max(0, frequency);
        return new MatrixWeights(weighting, k1, b, frequencies, sum / Math.Max(1, rows.Count));
    }

    /// <summary>The same rows with weights in the place of values.</summary>
    public RaggedRows Apply(RaggedRows rows)
    {
        if (_weighting == InteractionWeighting.None) return rows;
        int[] offsets = new int[rows.Count + 1];
        for (int row = 0; row < rows.Count; row++) offsets[row + 1] = offsets[row] + rows.Columns(row).Length;
        int[] columns = new int[offsets[^1]];
        float[] weights = new float[columns.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            rows.Columns(row).CopyTo(columns.AsSpan(offsets[row]));
            Weigh(rows.Columns(row), rows.Values(row), weights.AsSpan(offsets[row]..offsets[row + 1]));
        }

        return new RaggedRows(offsets, columns, weights);
    }

    /// <summary>Weighs one row.</summary>
    public void Weigh(ReadOnlySpan<int> columns, ReadOnlySpan<float> values, Span<float> weights)
    {
        if (_weighting == InteractionWeighting.None)
        {
            values.CopyTo(weights);
            return;
        }

        double length = _weighting == InteractionWeighting.Bm25 ? _k1 * (1 - _b + (_b * Length(values) / _meanLength)) : 0;
        for (int i = 0; i < columns.Length; i++)
        {
            double weight = _weighting == InteractionWeighting.TfIdf
                ? Math.Sqrt(values[i])
                : values[i] * (_k1 + 1) / (length + values[i]);
            weights[i] = (float)(weight * _inverseFrequencies[columns[i]]);
        }
    }

    private static double Length(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values) sum += value;
        return sum;
    }
}
