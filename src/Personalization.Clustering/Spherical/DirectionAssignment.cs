using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// To the center of largest cosine; of equal ones the first. Between unit vectors that is the nearest one: ‖x − c‖² = 2 − 2 cos.
/// </summary>
/// <param name="centers">k × d, of length 1.</param>
internal sealed class DirectionAssignment(MatrixView centers) : CenterAssignment
{
    private const int RowsAtOnce = 256;

    private readonly NearestCenters _nearest = new(centers);

    protected override void AssignRows(MatrixView samples, Span<int> labels, int firstRow)
    {
        Matrix unit = new(Math.Min(RowsAtOnce, samples.Rows), samples.Columns);
        for (int row = 0; row < samples.Rows; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, samples.Rows - row);
            UnitRows.Fill(samples, row, count, 0, unit, firstRow);
            _nearest.Assign(unit.View.Slice(0, count), labels.Slice(row, count));
        }
    }
}
