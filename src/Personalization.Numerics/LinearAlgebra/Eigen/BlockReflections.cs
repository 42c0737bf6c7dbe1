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

    /// <summary>Most rows that stay in a second-level cache while all reflections go over them; fewer where that gives threads more to share.</summary>
    private const int RowsAtOnce = 84;

    private readonly int _order = factors.Length;

    /// <summary>rows ← rows · H_last … H₁: where a row holds an eigenvector of QᵀAQ, it then holds one of A.</summary>
    /// <param name="rows">A square as large as the reflectors', with the same stride.</param>
    public void Apply(double* rows)
    {
        int reflections = Math.Max(0, _order - 2), blocks = ParallelChunks.ChunkCount(reflections, BlockRows);
        using AlignedBuffer<double> transposed = new(blocks * BlockRows * _order), turned = new((int)(blocks * BlockRows * stride));
        double* allTransposed = transposed.Pointer, allTurned = turned.Pointer;
        int rowsAtOnce = Math.Clamp(ProductShape.RoundUp(_order / 8, ProductShape.PanelRows), ProductShape.PanelRows, RowsAtOnce);
        ParallelChunks.Run(
            reflections, BlockRows,
            (_, start, end) => Prepare(start, end - start, allTransposed + ((nint)start * _order), allTurned + (start * stride) + start), maxThreads, cancellationToken);
        ParallelChunks.Run(
            _order, rowsAtOnce, (_, from, to) =>
            {
                using AlignedBuffer<double> sums = new(rowsAtOnce * BlockRows);
                for (int block = blocks - 1; block >= 0; block--)
                {
                    // (rows · Vᵀ) · (Tᵀ V)
                    (int start, int end) = ParallelChunks.Bounds(block, reflections, BlockRows);
                    int count = end - start, depth = _order - start;
                    double* values = rows + (from * stride) + start;
                    Multiply(values, stride, allTransposed + ((nint)start * _order), BlockRows, sums.Pointer, BlockRows, to - from, count, depth);
                    Multiply(sums.Pointer, BlockRows, allTurned + (start * stride) + start, stride, values, stride, to - from, depth, count, subtract: true);
                }
            },
            maxThreads, cancellationToken);
    }

    /// <summary>Vᵀ, its rows <see cref="BlockRows"/> values apart, and Tᵀ V.</summary>
    private void Prepare(int start, int count, double* transposed, double* turned)
    {
        double* v = reflectors + (start * stride) + start, triangle = stackalloc double[BlockRows * BlockRows];
        int depth = _order - start;
        for (int row = 0; row < count; row++)
        {
            for (int column = 0; column < depth; column++)
                transposed[((nint)column * BlockRows) + row] = v[(row * stride) + column];
        }

        Triangle(v, transposed, start, count, depth, triangle);
        Multiply(triangle, BlockRows, v, stride, turned, stride, count, depth, count, leftTransposed: true);
    }

    /// <summary>T, row-major, with zeros below its diagonal: column j is −fⱼ T (V vⱼ) above it and fⱼ on it.</summary>
    private void Triangle(double* v, double* transposed, int start, int count, int depth, double* triangle)
    {
        double* products = stackalloc double[BlockRows * BlockRows];
        Multiply(v, stride, transposed, BlockRows, products, BlockRows, count, count, depth);
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

    /// <summary>A product within a chunk: on this thread alone.</summary>
    private void Multiply(
        double* left, nint leftStride, double* right, nint rightStride, double* destination, nint destinationStride, int rows, int columns, int depth,
        bool leftTransposed = false, bool subtract = false) =>
        new BlockedProduct<double, TLanes>(new ProductTask<double>
        {
            Left = left,
            LeftStride = leftStride,
            LeftTransposed = leftTransposed,
            Right = right,
            RightStride = rightStride,
            Destination = destination,
            Stride = destinationStride,
            Rows = rows,
            Columns = columns,
            Depth = depth,
            Scale = subtract ? -1 : 1,
            Accumulate = subtract,
        }).Run(1, cancellationToken);
}
