namespace Personalization.Numerics;

/// <summary>
/// What a maximization step needs of some points: for each component the sum of responsibilities, and the sums of responsibility times
/// difference, and times products of differences, from the mean that the densities had. Differences from a near mean keep digits that raw
/// moments would lose. Mutable only by <see cref="Add"/>.
/// </summary>
internal sealed class GaussianSums
{
    internal GaussianSums(int count, int columns, int secondLength)
    {
        Weights = new double[count];
        First = new double[count * columns];
        Second = new double[secondLength];
    }

    /// <summary>Σ weight · ln density of the points, in nats.</summary>
    public double LogLikelihood { get; internal set; }

    /// <summary>k: Σ weight · responsibility.</summary>
    public double[] Weights { get; }

    /// <summary>k × d: Σ weight · responsibility · (x − μ).</summary>
    public double[] First { get; }

    /// <summary>
    /// Full: k × d(d + 1)/2, the lower triangles, row by row, of Σ weight · responsibility · (x − μ)(x − μ)ᵀ. Diagonal and spherical: k ×
    /// d, their diagonals. Tied: none, since the covariance follows from <see cref="First"/> and the scatter of all points, which never
    /// changes.
    /// </summary>
    public double[] Second { get; }

    /// <summary>Adds the sums of further points, taken with the same densities.</summary>
    /// <param name="next">The other sums.</param>
    /// <returns>These sums.</returns>
    /// <exception cref="ArgumentException">The sums have other lengths.</exception>
    public GaussianSums Add(GaussianSums next)
    {
        ArgumentNullException.ThrowIfNull(next);
        LogLikelihood += next.LogLikelihood;
        Accumulate(Weights, next.Weights);
        Accumulate(First, next.First);
        Accumulate(Second, next.Second);
        return this;
    }

    private static void Accumulate(double[] sums, double[] next)
    {
        if (sums.Length != next.Length)
            throw new ArgumentException($"Sums of {sums.Length} and {next.Length} values don't belong together.", nameof(next));

        for (int i = 0; i < sums.Length; i++)
            sums[i] += next[i];
    }
}
