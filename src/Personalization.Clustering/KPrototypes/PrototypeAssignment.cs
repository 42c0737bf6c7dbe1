using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>To the nearest prototype; of equally near ones the first.</summary>
internal sealed class PrototypeAssignment(MixedDistance distance, MatrixView prototypes) : CenterAssignment
{
    public override int Assign(ReadOnlySpan<float> sample) => distance.Nearest(sample, prototypes).Cluster;

    protected override void AssignRows(MatrixView samples, Span<int> labels, int firstRow)
    {
        for (int row = 0; row < samples.Rows; row++) labels[row] = distance.Nearest(samples.Row(row), prototypes).Cluster;
    }
}
