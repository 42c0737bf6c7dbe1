using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>To the nearest center by city-block distance; of equally near ones the first.</summary>
internal sealed class ManhattanAssignment(MatrixView centers) : CenterAssignment
{
    private const int RowsAtOnce = 1024;

    private readonly ManhattanCenters _nearest = new(centers);

    protected override void AssignRows(MatrixView samples, Span<int> labels, int firstRow)
    {
        Span<float> distances = stackalloc float[RowsAtOnce];
        for (int row = 0; row < samples.Rows; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, samples.Rows - row);
            _nearest.Assign(samples.Slice(row, count), labels.Slice(row, count), distances[..count]);
        }
    }
}
