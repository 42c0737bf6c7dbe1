namespace Personalization.Core;

/// <summary>How many rows each label has; negative labels are noise and belong to no cluster.</summary>
internal sealed class ClusterSizes
{
    private readonly int[] _sizes;

    public ClusterSizes(ReadOnlySpan<int> labels, int rows)
    {
        if (labels.Length != rows)
            throw new ArgumentException($"There are {labels.Length} labels for {rows} samples.", nameof(labels));

        int largest = -1;
        foreach (int label in labels)
            largest = Math.Max(largest, label);

        if (largest >= rows)
            throw new ArgumentException(
                $"Label {largest} is too large: clusters of {rows} samples are numbered from 0 to {rows - 1}.", nameof(labels));

        _sizes = new int[largest + 1];
        foreach (int label in labels)
        {
            if (label >= 0)
                _sizes[label]++;
        }

        foreach (int size in _sizes)
        {
            Rows += size;
            NonEmpty += size > 0 ? 1 : 0;
        }

        if (NonEmpty < 2)
            throw new ArgumentException($"The labels name {NonEmpty} clusters; the metric compares at least two.", nameof(labels));
    }

    /// <summary>Largest label plus one; some clusters may be empty.</summary>
    public int Count => _sizes.Length;

    public int NonEmpty { get; }

    /// <summary>Rows that aren't noise.</summary>
    public int Rows { get; }

    public int this[int cluster] => _sizes[cluster];
}
