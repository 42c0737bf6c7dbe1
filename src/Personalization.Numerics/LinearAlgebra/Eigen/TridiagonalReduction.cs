namespace Personalization.Numerics;

/// <summary>
/// Householder's reduction of a symmetric matrix to a tridiagonal one, in blocks (Dongarra, Sorensen and Hammarling 1989, as LAPACK's dsytrd): within a
/// block only the row that comes next is brought up to date, and what 32 reflections do to the rest, A − VᵀW − WᵀV, is a matrix product. Half of the
/// multiply-adds remain products of the matrix with a vector.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal sealed unsafe class TridiagonalReduction<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int BlockRows = 32;

    /// <summary>Rows that are updated at a time; more would do more below the diagonal for nothing.</summary>
    private const int UpdateRows = 96;

    /// <summary>Order of the rest from which another thread is worth its start, and what it wrote worth fetching from its caches.</summary>
    private const int WorthThreads = 512;

    /// <summary>What a row of a matrix near 1 may as well be without: a hundredth of what rounding does to it.</summary>
    private const double Nothing = 1e-18;

    /// <summary>Where chunks of a triangle's rows begin, as a share of its height, so that all have the same area.</summary>
    private static readonly double[] s_shares = [.. Enumerable.Range(0, 9).Select(i => 1 - Math.Sqrt(1 - (i / 8.0)))];

    private readonly double* _matrix;
    private readonly nint _stride;
    private readonly int _order;
    private readonly int _padded;
    private readonly int? _maxThreads;
    private readonly CancellationToken _cancellationToken;
    private readonly ChunkBody _multiply;
    private readonly ChunkBody _update;

    // V, then W, then V again: (V, W) and (W, V) are then both rows that lie together.
    private double* _panel;
    private double* _parts;
    private double* _vector;
    private int _corner;
    private int _chunks;

    /// <param name="matrix">As many rows and columns as <paramref name="order"/> rounded up to a multiple of 8; only the upper triangle is read.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="order">n.</param>
    /// <param name="maxThreads">Most threads to use.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    public TridiagonalReduction(double* matrix, nint stride, int order, int? maxThreads, CancellationToken cancellationToken)
    {
        _matrix = matrix;
        _stride = stride;
        _order = order;
        _padded = ProductShape.RoundUp(order, SymmetricRows<TLanes>.BlockColumns);
        _maxThreads = maxThreads;
        _cancellationToken = cancellationToken;
        _multiply = MultiplyChunk;
        _update = UpdateChunk;
    }

    /// <summary>Leaves v of row k, right of the diagonal, in that row of the matrix, with zeros up to the diagonal.</summary>
    /// <param name="diagonal">Receives the diagonal.</param>
    /// <param name="offDiagonal">Receives what is beside it.</param>
    /// <param name="factors">Receives f of each reflection I − f v vᵀ; 0 where there is none.</param>
    public void Run(double[] diagonal, double[] offDiagonal, double[] factors)
    {
        using AlignedBuffer<double> panel = new((int)(3 * BlockRows * _stride)), parts = new((int)(s_shares.Length * _stride));
        _panel = panel.Pointer;
        _parts = parts.Pointer;
        for (int start = 0; start < _order; start += BlockRows)
        {
            int end = Math.Min(start + BlockRows, _order);
            new Span<double>(_panel, (int)(3 * BlockRows * _stride)).Clear();
            for (int k = start; k < end; k++)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                ReduceRow(k, k - start, diagonal, offDiagonal, factors);
            }

            Update(end);
        }
    }

    private double* V(int index) => _panel + (index * _stride);

    private double* W(int index) => V(BlockRows + index);

    private void ReduceRow(int k, int index, double[] diagonal, double[] offDiagonal, double[] factors)
    {
        // By symmetry column k below the diagonal is row k to its right.
        double* row = _matrix + (k * _stride);
        double* ownV = stackalloc double[BlockRows], ownW = stackalloc double[BlockRows];
        for (int i = 0; i < index; i++)
            (ownV[i], ownW[i]) = (-V(i)[k], -W(i)[k]);

        RowSums<double, TLanes>.Add(ownV, index, W(0) + k, _stride, row + k, _order - k);
        RowSums<double, TLanes>.Add(ownW, index, V(0) + k, _stride, row + k, _order - k);
        diagonal[k] = row[k];
        int first = k + 1;
        if (first < _order)
        {
            Span<double> v = new(row + first, _order - first);
            double length = Math.Sqrt(StableSum.Fold(new SquareTerms(v)));
            if (v.Length == 1 || length < Nothing)
            {
                offDiagonal[k] = v[0];
                v.Clear();
            }
            else
            {
                // The sign that adds magnitudes, so that no digits cancel.
                double corner = v[0] > 0 ? -length : length, head = v[0] - corner;
                offDiagonal[k] = corner;
                factors[k] = -head / corner;

                // Scaled to begin with 1, so that neither f nor a product with v can overflow, however small the row is.
                v[0] = 1;
                RowUpdates.Combine<TLanes>(1 / head, row + first + 1, 0, row + first + 1, row + first + 1, v.Length - 1);
                Append(first, index, v, factors[k]);
            }
        }

        new Span<double>(row, first).Clear();
    }

    /// <summary>Adds v and w to the panel: p = f (A − VᵀW − WᵀV) v and w = p − ½ f (p·v) v, so that A − v wᵀ − w vᵀ is the reflection from both sides.</summary>
    private void Append(int first, int index, ReadOnlySpan<double> row, double factor)
    {
        _vector = V(index);
        row.CopyTo(new Span<double>(_vector + first, row.Length));
        row.CopyTo(new Span<double>(V((2 * BlockRows) + index) + first, row.Length));

        // Where v is 0, before its first value, rows that are done and columns that aren't wanted may take part: blocks stay whole.
        _corner = first / SymmetricRows<TLanes>.BlockColumns * SymmetricRows<TLanes>.BlockColumns;
        int length = _padded - _corner;
        _chunks = length < WorthThreads ? 1 : s_shares.Length - 1;
        ParallelChunks.Run(_chunks, 1, _multiply, _maxThreads, _cancellationToken);

        double* product = _parts + _corner, v = _vector + _corner;
        for (int chunk = 1; chunk < _chunks; chunk++)
        {
            int from = ChunkStart(chunk);
            double* part = _parts + (chunk * _stride) + from;
            RowUpdates.Combine<TLanes>(1, part, 1, _parts + from, _parts + from, _padded - from);
        }

        double* alongV = stackalloc double[BlockRows], alongW = stackalloc double[BlockRows];
        RowDots<TLanes>.Multiply(V(0) + _corner, _stride, index, v, length, alongV);
        RowDots<TLanes>.Multiply(W(0) + _corner, _stride, index, v, length, alongW);
        for (int i = 0; i < index; i++)
            (alongV[i], alongW[i]) = (-alongV[i], -alongW[i]);

        RowSums<double, TLanes>.Add(alongW, index, V(0) + _corner, _stride, product, length);
        RowSums<double, TLanes>.Add(alongV, index, W(0) + _corner, _stride, product, length);
        double dot;
        RowDots<TLanes>.Multiply(product, 0, 1, v, length, &dot);
        RowUpdates.Combine<TLanes>(factor, _parts + first, -.5 * factor * factor * dot, _vector + first, W(index) + first, _order - first);
    }

    private int ChunkStart(int chunk)
    {
        const int block = SymmetricRows<TLanes>.BlockColumns;
        return chunk == _chunks ? _padded : _corner + ((int)(s_shares[chunk] * (_padded - _corner)) / block * block);
    }

    private void MultiplyChunk(int chunk, int start, int end)
    {
        int from = ChunkStart(chunk);
        double* product = _parts + (chunk * _stride);
        new Span<double>(product + from, _padded - from).Clear();
        SymmetricRows<TLanes>.Add(_matrix, _stride, from, ChunkStart(chunk + 1), _padded, _vector, product);
    }

    /// <summary>
    /// Brings what is right of and below a block up to date, in the chunks of the products with a vector, so that a thread then finds in its caches what it wrote.
    /// </summary>
    private void Update(int end)
    {
        _corner = end;
        _chunks = _padded - end < WorthThreads ? 1 : s_shares.Length - 1;
        ParallelChunks.Run(_chunks, 1, _update, _maxThreads, _cancellationToken);
    }

    private void UpdateChunk(int chunk, int start, int end)
    {
        int last = Math.Min(ChunkStart(chunk + 1), _order);
        for (int strip = ChunkStart(chunk); strip < last; strip += UpdateRows)
        {
            new BlockedProduct<double, TLanes>(new ProductTask<double>
            {
                Left = V(0) + strip,
                LeftStride = _stride,
                LeftTransposed = true,
                Right = W(0) + strip,
                RightStride = _stride,
                Destination = _matrix + (strip * _stride) + strip,
                Stride = _stride,
                Rows = Math.Min(UpdateRows, last - strip),
                Columns = _order - strip,
                Depth = 2 * BlockRows,
                Scale = -1,
                Accumulate = true,
            }).Run(1, _cancellationToken);
        }
    }
}
