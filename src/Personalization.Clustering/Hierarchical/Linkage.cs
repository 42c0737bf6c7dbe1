namespace Personalization.Clustering;

/// <summary>How far two clusters lie from each other: what <see cref="AgglomerativeTrainer"/> merges by.</summary>
public enum Linkage
{
    /// <summary>
    /// √(2·a·b ÷ (a + b)) · ‖difference of centroids‖ for clusters of a and b rows (Ward 1963): half its square is what the merge adds to
    /// the squared distances of rows from their centroids. The heights of SciPy and scikit-learn. Compact clusters of like spread; memory
    /// linear in n.
    /// </summary>
    Ward,

    /// <summary>The mean distance of a row of one to a row of the other (UPGMA). Needs the matrix of distances.</summary>
    Average,

    /// <summary>The largest distance of a row of one to a row of the other. Needs the matrix of distances.</summary>
    Complete,

    /// <summary>
    /// The smallest distance of a row of one to a row of the other: clusters of any shape, that a thin bridge joins. Memory linear in n.
    /// </summary>
    Single,
}

/// <summary>How far two rows lie from each other.</summary>
public enum SampleDistance
{
    /// <summary>√Σ (x − y)².</summary>
    Euclidean,

    /// <summary>
    /// The mean over the features of |x − y| ÷ range of a number, and of 0 or 1 for equal or different levels of a category (Gower 1971);
    /// 0 to 1. A missing level is ½ from any other, and 0 from a missing one. Needs the matrix of distances: average or complete linkage.
    /// </summary>
    Gower,
}
