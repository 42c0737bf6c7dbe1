using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>The rule by which a model of centers gives samples to clusters. Immutable and thread-safe.</summary>
internal abstract class CenterAssignment
{
    private const int RowsAtOnce = 4096;

    /// <summary>Label of one sample that was checked.</summary>
    public virtual int Assign(ReadOnlySpan<float> sample)
    {
        int label = 0;
        Assign(new MatrixView(sample.ToArray(), 1, sample.Length), new Span<int>(ref label));
        return label;
    }

    /// <summary>Labels of samples that were checked, on the caller's thread.</summary>
    public void Assign(MatrixView samples, Span<int> labels)
    {
        AssignRows(samples, labels, 0);
        Amend(samples, labels);
    }

    /// <summary>Labels of samples that were checked, on several threads.</summary>
    public int[] Assign(MatrixView samples, int? threads, CancellationToken cancellationToken)
    {
        int[] labels = new int[samples.Rows];
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
internal sealed class NearestAssignment(NearestCenters nearest) : CenterAssignment
{
    public NearestAssignment(MatrixView centers)
        : this(new NearestCenters(centers))
    {
    }

    public override int Assign(ReadOnlySpan<float> sample) => nearest.Nearest(sample);

    protected override void AssignRows(MatrixView samples, Span<int> labels, int firstRow) => nearest.Assign(samples, labels);
}
