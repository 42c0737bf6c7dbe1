namespace Personalization.Numerics;

/// <summary>What <see cref="SparseSvd"/> does with AᵀA, which is never formed but where it is small.</summary>
internal sealed class SparseGram
{
    private const int RowsAtOnce = 512, MostPasses = 5;

    /// <summary>Added to the squares of vectors of length 1, so that dependent ones don't stop it; a later pass makes up for it.</summary>
    private const double Ridge = 1e-6;

    /// <summary>Squared length of a vector that stays as it is: dividing by it would overflow.</summary>
    private const double Nothing = 1e-36;

    private readonly SparseMatrixView _matrix;
    private readonly SparseMatrixView _transposed;
    private readonly int? _threads;
    private readonly CancellationToken _cancellation;
    private Matrix? _middle;

    public SparseGram(SparseMatrixView matrix, int? threads, CancellationToken cancellationToken)
    {
        _matrix = matrix;
        _transposed = matrix.Transpose();
        _threads = threads;
        _cancellation = cancellationToken;
    }

    /// <summary>AᵀA V.</summary>
    public void Apply(Matrix vectors, Matrix destination)
    {
        if (_middle?.Columns != vectors.Columns) _middle = new Matrix(_matrix.RowCount, vectors.Columns);
        SparseProduct.Multiply(_matrix, vectors, _middle, _threads, _cancellation);
        SparseProduct.Multiply(_transposed, _middle, destination, _threads, _cancellation);
    }

    /// <summary>target ← a · target + b · other − third, value by value.</summary>
    public void Combine(Matrix target, Matrix other, float a, float b, Matrix? third) => ParallelChunks.Run(
        target.Rows,
        RowsAtOnce,
        (_, start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                Span<float> to = target.Row(row);
                ReadOnlySpan<float> from = other.Row(row), less = third is null ? [] : third.Row(row);
                for (int i = 0; i < to.Length; i++) to[i] = (a * to[i]) + (b * from[i]);
                for (int i = 0; i < less.Length; i++) to[i] -= less[i];
            }
        },
        _threads,
        _cancellation);

    /// <summary>
    /// An orthonormal basis of the same space, by Cholesky's factor of VᵀV with columns brought to length 1 before: once is enough where
    /// they are far from dependent, and it is done again until it is.
    /// </summary>
    public void Orthonormalize(ref Matrix vectors, ref Matrix spare)
    {
        int n = vectors.Columns;
        for (int pass = 0; pass < MostPasses; pass++)
        {
            double[] products = Products(vectors, vectors);
            if (IsIdentity(products, n)) return;
            double[] lengths = new double[n];
            for (int i = 0; i < n; i++) lengths[i] = products[(i * n) + i] > Nothing ? Math.Sqrt(products[(i * n) + i]) : 1;
            for (int i = 0; i < n; i++)
            {
                for (int j = i; j < n; j++) products[(i * n) + j] /= lengths[i] * lengths[j];
                products[(i * n) + i] = 1 + Ridge;
            }

            Matrix turn = InverseOfFactor(Cholesky.Factor(products, n, _threads), lengths);
            MatrixProduct.Multiply(vectors.View, turn, spare, threads: _threads, cancellationToken: _cancellation);
            (vectors, spare) = (spare, vectors);
        }
    }

    /// <summary>Turns an orthonormal basis so that Vᵀ AᵀA V is diagonal, and the image with it.</summary>
    /// <returns>The diagonal, falling.</returns>
    public double[] RotateToRitz(ref Matrix vectors, ref Matrix image, ref Matrix spare)
    {
        int n = vectors.Columns;
        Apply(vectors, image);
        SymmetricEigen eigen = SymmetricEigen.Decompose(Products(vectors, image), n);
        Matrix turn = new(n, n);
        double[] values = new double[n];
        for (int i = 0; i < n; i++)
        {
            values[i] = Math.Max(eigen.Values[n - 1 - i], 0);
            ReadOnlySpan<double> direction = eigen.Vector(n - 1 - i);
            for (int row = 0; row < n; row++) turn[row, i] = (float)direction[row];
        }

        MatrixProduct.Multiply(vectors.View, turn, spare, threads: _threads, cancellationToken: _cancellation);
        (vectors, spare) = (spare, vectors);
        MatrixProduct.Multiply(image.View, turn, spare, threads: _threads, cancellationToken: _cancellation);
        (image, spare) = (spare, image);
        return values;
    }

    /// <summary>Largest ‖image − value · vector‖ of the first columns, as a share of the largest value.</summary>
    public static double Residual(Matrix vectors, Matrix image, double[] values, int count)
    {
        double[] squares = new double[count];
        for (int row = 0; row < vectors.Rows; row++)
        {
            ReadOnlySpan<float> own = vectors.Row(row), its = image.Row(row);
            for (int i = 0; i < count; i++)
            {
                double difference = its[i] - (values[i] * own[i]);
                squares[i] += difference * difference;
            }
        }

        double largest = 0;
        foreach (double square in squares) largest = Math.Max(largest, square);
        return values.Length == 0 || values[0] == 0 ? 0 : Math.Sqrt(largest) / values[0];
    }

    /// <summary>All of AᵀA by its eigenvectors, where there are few columns.</summary>
    public SparseSvd Whole(int count)
    {
        int n = _matrix.ColumnCount;
        double[] gram = new double[n * n];
        for (int row = 0; row < _matrix.RowCount; row++)
        {
            int start = _matrix.Offsets.Span[row], end = _matrix.Offsets.Span[row + 1];
            ReadOnlySpan<int> columns = _matrix.Columns.Span[start..end];
            ReadOnlySpan<float> values = _matrix.Values.Span[start..end];
            for (int i = 0; i < columns.Length; i++)
            {
                for (int j = 0; j < columns.Length; j++) gram[(columns[i] * n) + columns[j]] += (double)values[i] * values[j];
            }
        }

        _cancellation.ThrowIfCancellationRequested();
        SymmetricEigen eigen = SymmetricEigen.Decompose(gram, n);
        int kept = 0;
        while (kept < count && eigen.Values[n - 1 - kept] > eigen.Values[n - 1] * 1e-12) kept++;
        double[] singular = new double[kept];
        Matrix vectors = new(n, kept);
        for (int i = 0; i < kept; i++)
        {
            singular[i] = Math.Sqrt(eigen.Values[n - 1 - i]);
            ReadOnlySpan<double> vector = eigen.Vector(n - 1 - i);
            for (int row = 0; row < n; row++) vectors[row, i] = (float)vector[row];
        }

        return new SparseSvd(singular, vectors, 0, 0);
    }

    private double[] Products(Matrix left, Matrix right)
    {
        Matrix products = new(left.Columns, right.Columns);
        MatrixProduct.Multiply(
            MatrixOperand.Transpose(left.View), right, products, threads: _threads, cancellationToken: _cancellation);
        return products.View.ToDoubles();
    }

    private static bool IsIdentity(double[] products, int n)
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = i; j < n; j++)
            {
                if (Math.Abs(products[(i * n) + j] - (i == j ? 1 : 0)) > 1e-5) return false;
            }
        }

        return true;
    }

    /// <summary>diag(1 / lengths) · U⁻¹.</summary>
    private static Matrix InverseOfFactor(Cholesky factor, double[] lengths)
    {
        int n = factor.Order;
        ReadOnlySpan<double> upper = factor.Upper;
        double[] inverse = new double[n * n];
        for (int row = n - 1; row >= 0; row--)
        {
            Span<double> own = inverse.AsSpan(row * n, n);
            for (int below = row + 1; below < n; below++)
            {
                double factorOf = -upper[(row * n) + below];
                ReadOnlySpan<double> its = inverse.AsSpan(below * n, n);
                for (int column = below; column < n; column++) own[column] = Math.FusedMultiplyAdd(factorOf, its[column], own[column]);
            }

            own[row] = 1;
            double diagonal = upper[(row * n) + row];
            for (int column = row; column < n; column++) own[column] /= diagonal;
        }

        Matrix turn = new(n, n);
        for (int row = 0; row < n; row++)
        {
            for (int column = row; column < n; column++) turn[row, column] = (float)(inverse[(row * n) + column] / lengths[row]);
        }

        return turn;
    }
}
