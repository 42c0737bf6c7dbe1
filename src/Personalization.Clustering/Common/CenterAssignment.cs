using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>The rule by which a model of centers gives samples to clusters. Immutable and thread-safe.</summary>
internal abstract class CenterAssignment
{
    private const int RowsAtOnce = 4096;

    /// <summary>Labels of samples that were checked, on the caller's thread.</summary>
    public void Assign(MatrixView samples, Span<int> labels)
    {
        AssignRows(samples, labels, 0);
        Amend(samples, labels);
    }

    /// <summary>Labels of samples that were checked, on several threads.</summary>
    public int[] Assign(MatrixView samples, int? threads, CancellationToken cancellationToken)
    {
        var labels = new int[samples.Rows];
        ParallelChunks.Run(
            samples.Rows,
            RowsAtOnce,
            (_, start, end) => AssignRows(samples.Slice(start, end - start), labels.AsSpan(start, end - start), start),
            threads,
            cancellationToken);
        Amend(samples, labels);
        return labels;
    }

    /// <summary>Gives each row its label, whatever the other rows are.</summary>
    /// <param name="samples">Some rows.</param>
    /// <param name="labels">As many labels.</param>
    /// <param name="firstRow">Number of the first of them, for messages.</param>
    protected abstract void AssignRows(MatrixView samples, Span<int> labels, int firstRow);

    /// <summary>Where a rule needs all rows of a call together, it changes labels here.</summary>
    protected virtual void Amend(MatrixView samples, Span<int> labels)
    {
    }
}

/// <summary>To the nearest center by Euclidean distance; of equally near ones the first.</summary>
internal sealed class NearestAssignment(MatrixView centers) : CenterAssignment
{
    private readonly NearestCenters _nearest = new(centers);

    protected override void AssignRows(MatrixView samples, Span<int> labels, int firstRow) => _nearest.Assign(samples, labels);
}
