using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>What density models ask of their samples.</summary>
internal static class DensityInput
{
    /// <summary>Squared distances beyond this may overflow single precision once they are summed.</summary>
    private const double LargestSquare = 1e36;

    /// <summary>Checks the samples and sorts them into a tree.</summary>
    /// <exception cref="ArgumentException">
    /// Fewer than the smallest number of rows, a value that isn't finite, or rows that lie too far apart.
    /// </exception>
    public static KdTree ToTree(MatrixView samples, int smallestRows, string why, int? threads, CancellationToken cancellationToken)
    {
        if (samples.Rows < smallestRows)
            throw ClusterInput.Invalid(samples, $"are too few: {why} needs at least {smallestRows} rows.");
        if (samples.Columns == 0)
            throw ClusterInput.Invalid(samples, "have no features; at least one is needed.");

        ClusterInput.RequireFinite(samples);
        KdTree tree = new(samples, threads, cancellationToken);
        return tree.SquaredDiagonal <= LargestSquare
            ? tree
            : throw ClusterInput.Invalid(
                samples, "lie too far apart for single precision (a squared distance may pass 1e36); scale them first.");
    }
}
