namespace Personalization.Numerics;

/// <summary>
/// Multiplies rows by the reflections of a <see cref="TridiagonalReduction{TLanes}"/>, 64 at a time in compact WY form (Schreiber and Van Loan 1989):
/// H₁H₂…H₆₄ = I − Vᵀ T V with T upper triangular, so that all the work is in matrix products.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal sealed unsafe class BlockReflections<TLanes>(double* reflectors, nint stride, double[] factors, int? maxThreads, CancellationToken cancellationToken)
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int BlockRows = 64;

    private readonly int _order = factors.Length;

    /// <summary>rows ← rows · H_last … H₁: where a row holds an eigenvector of QᵀAQ, it then holds one of A.</summary>
    /// <param name="rows">A square as large as the reflectors', with the same stride.</param>
    public void Apply(double* rows)
    {
        using AlignedBuffer<double> sums = new(_order * BlockRows), turned = new(_order * BlockRows);
        double* triangle = stackalloc double[BlockRows * BlockRows];
        int reflections = Math.Max(0, _order - 2), blocks = (reflections + BlockRows - 1) / BlockRows;
        for (int start = (blocks - 1) * BlockRows; start >= 0; start -= BlockRows)
        {
            int count = Math.Min(BlockRows, reflections - start), depth = _order - start;
            double* v = reflectors + (start * stride) + start;
            Triangle(v, start, count, depth, triangle);

            // (rows · Vᵀ) · Tᵀ · V
            Multiply(rows + start, stride, v, stride, sums.Pointer, BlockRows, _order, count, depth, transposed: true, 1, accumulate: false);
            Multiply(sums.Pointer, BlockRows, triangle, BlockRows, turned.Pointer, BlockRows, _order, count, count, transposed: true, 1, accumulate: false);
            Multiply(turned.Pointer, BlockRows, v, stride, rows + start, stride, _order, depth, count, transposed: false, -1, accumulate: true);
        }
    }

    /// <summary>T, row-major, with zeros below its diagonal: column j is −fⱼ T (V vⱼ) above it and fⱼ on it.</summary>
    private void Triangle(double* v, int start, int count, int depth, double* triangle)
    {
        double* products = stackalloc double[BlockRows * BlockRows];
        Multiply(v, stride, v, stride, products, BlockRows, count, count, depth, transposed: true, 1, accumulate: false);
        new Span<double>(triangle, BlockRows * BlockRows).Clear();
        for (int column = 0; column < count; column++)
        {
            double factor = factors[start + column];
            triangle[(column * BlockRows) + column] = factor;
            for (int row = 0; row < column; row++)
            {
                double sum = 0;
                for (int i = row; i < column; i++)
                    sum = Math.FusedMultiplyAdd(triangle[(row * BlockRows) + i], products[(i * BlockRows) + column], sum);

                triangle[(row * BlockRows) + column] = -factor * sum;
            }
        }
    }

    private void Multiply(
        double* left, nint leftStride, double* right, nint rightStride, double* destination, nint destinationStride, int rows, int columns, int depth,
        bool transposed, double scale, bool accumulate) =>
        new BlockedProduct<double, TLanes>(new ProductTask<double>
        {
            Left = left,
            LeftStride = leftStride,
            Right = right,
            RightStride = rightStride,
            RightTransposed = transposed,
            Destination = destination,
            Stride = destinationStride,
            Rows = rows,
            Columns = columns,
            Depth = depth,
            Scale = scale,
            Accumulate = accumulate,
        }).Run(maxThreads, cancellationToken);
}
