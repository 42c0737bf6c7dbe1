namespace Personalization.Numerics;

/// <summary>
/// The largest singular values of a sparse matrix and their right singular vectors: A ≈ Σ σᵢ uᵢ vᵢᵀ, where the uᵢ = A vᵢ / σᵢ are left to
/// the caller. By subspace iteration on AᵀA, each round filtered by a Chebyshev polynomial that damps what isn't wanted (Zhou and Saad
/// 2007), with Rayleigh and Ritz's small eigenproblem between rounds; where there are few columns, by the eigenvectors of AᵀA itself.
/// <para>Same bits for any number of threads and any vector width, and for the same seed. A round takes 2 · degree · (values of A) · b and
/// about 5 · n · b² multiply-adds for n columns and b a little above the number of vectors; memory 12 · n · b + 4 · m · b bytes. Immutable
/// and thread-safe.</para>
/// </summary>
public sealed class SparseSvd
{
    /// <summary>Columns up to which AᵀA is decomposed whole.</summary>
    internal const int SmallColumns = 200;

    private const int FilterDegree = 6, WarmUps = 2, SeedBits = 31;

    /// <summary>Growth of the largest value in one round, above which single precision would lose the smaller ones.</summary>
    private const double MostGrowth = 1e6;

    private readonly double[] _values;

    internal SparseSvd(double[] values, Matrix vectors, int rounds, double residual) =>
        (_values, Vectors, Rounds, Residual) = (values, vectors.View, rounds, residual);

    /// <summary>Singular values above 0, falling: as many as were asked for, or the rank where that is less.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Right singular vectors in columns, n × count, orthonormal.</summary>
    public MatrixView Vectors { get; }

    /// <summary>Rounds that were needed; 0 where AᵀA was decomposed whole.</summary>
    public int Rounds { get; }

    /// <summary>Largest ‖AᵀA v − σ² v‖ of a vector, as a share of the largest σ².</summary>
    public double Residual { get; }

    /// <summary>Finds them.</summary>
    /// <param name="matrix">A, m × n; its values finite.</param>
    /// <param name="count">Number of singular values, at least 0.</param>
    /// <param name="seed">Seed of the vectors begun with.</param>
    /// <param name="tolerance">Largest <see cref="Residual"/> to be content with, above 0. Default 10⁻³.</param>
    /// <param name="maxRounds">Rounds at most, at least 1. Default 12.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    public static SparseSvd Find(
        SparseMatrixView matrix, int count, ulong seed = 0, double tolerance = 1e-3, int maxRounds = 12, int? threads = null,
        CancellationToken cancellationToken = default)
    {
        Guard.AtLeast(count, 0);
        Guard.Positive(tolerance);
        Guard.AtLeast(maxRounds, 1);
        count = Math.Min(count, Math.Min(matrix.RowCount, matrix.ColumnCount));
        int block = count + Math.Max(8, count / 8);
        SparseGram gram = new(matrix, threads, cancellationToken);
        return matrix.ColumnCount <= Math.Max(SmallColumns, 2 * block)
            ? gram.Whole(count)
            : Iterate(gram, matrix.ColumnCount, count, block, seed, tolerance, maxRounds);
    }

    private static SparseSvd Iterate(SparseGram gram, int columns, int count, int block, ulong seed, double tolerance, int maxRounds)
    {
        Matrix vectors = Begin(columns, block, seed), image = new(columns, block), spare = new(columns, block);
        for (int i = 0; i < WarmUps; i++)
        {
            gram.Apply(vectors, image);
            (vectors, image) = (image, vectors);
            gram.Orthonormalize(ref vectors, ref spare);
        }

        for (int round = 1; ; round++)
        {
            double[] values = gram.RotateToRitz(ref vectors, ref image, ref spare);
            double residual = SparseGram.Residual(vectors, image, values, count);
            if (residual <= tolerance || round == maxRounds) return Result(vectors, values, count, round, residual);
            Filter(gram, ref vectors, ref image, ref spare, values[^1] / 2, values[0]);
            gram.Orthonormalize(ref vectors, ref spare);
        }
    }

    /// <summary>
    /// V ← T((AᵀA − cI) / c) V with T of <see cref="FilterDegree"/>: between 0 and 2c it stays within ±1, above it grows steeply.
    /// </summary>
    private static void Filter(SparseGram gram, ref Matrix vectors, ref Matrix image, ref Matrix spare, double center, double largest)
    {
        if (!(center > 0)) return;
        double edge = (largest - center) / center, before = 1, growth = edge;
        float inverse = (float)(1 / center);

        // The image is AᵀA V already: the polynomial of degree 1 costs nothing more.
        gram.Combine(image, vectors, inverse, -1, null);
        (vectors, image) = (image, vectors);
        for (int degree = 2; degree <= FilterDegree; degree++)
        {
            (before, growth) = (growth, (2 * edge * growth) - before);
            if (growth > MostGrowth) return;
            gram.Apply(vectors, spare);
            gram.Combine(spare, vectors, 2 * inverse, -2, image);
            (image, vectors, spare) = (vectors, spare, image);
        }
    }

    private static Matrix Begin(int columns, int block, ulong seed)
    {
        Matrix vectors = new(columns, block);
        RandomStream random = new(seed, "sparse singular vectors");
        for (int row = 0; row < columns; row++)
        {
            random.Restart((ulong)row);
            foreach (ref float value in vectors.Row(row)) value = (int)random.NextUInt32() / (float)(1u << SeedBits);
        }

        return vectors;
    }

    /// <summary>The first columns, without those whose value is nothing but rounding.</summary>
    private static SparseSvd Result(Matrix vectors, double[] values, int count, int rounds, double residual)
    {
        int kept = 0;
        while (kept < count && values[kept] > values[0] * 1e-6) kept++;
        Matrix first = new(vectors.Rows, kept);
        for (int row = 0; row < first.Rows; row++) vectors.Row(row)[..kept].CopyTo(first.Row(row));
        double[] singular = new double[kept];
        for (int i = 0; i < kept; i++) singular[i] = Math.Sqrt(values[i]);
        return new SparseSvd(singular, first, rounds, residual);
    }
}
