using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>To the cluster of smallest squared distance − price, of equal ones the first, but for rows that tied in training.</summary>
internal sealed class PricedAssignment(MatrixView centers, double[] prices, SquaredCosts squares, TiedRows? tied) : CenterAssignment
{
    private readonly TiedRowLabels? _tied = tied is null ? null : new TiedRowLabels(tied, centers.Rows);

    protected override void AssignRows(MatrixView samples, Span<int> labels, int firstRow)
    {
        double[] costs = new double[centers.Rows];
        for (int row = 0; row < samples.Rows; row++)
        {
            squares.Fill(samples.Row(row), centers, costs);
            labels[row] = SizedAssignment.Cheapest(costs, prices);
        }
    }

    protected override void Amend(MatrixView samples, Span<int> labels) => _tied?.Amend(samples, labels);
}
