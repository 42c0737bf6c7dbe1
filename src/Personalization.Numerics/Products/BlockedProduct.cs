using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// One product, cut into blocks. The right operand is packed once and shared; each chunk of the destination packs its own rows of the left
/// one. Sizes of blocks and chunks come from the shape alone.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
/// <typeparam name="TLanes">Lanes of elements.</typeparam>
internal sealed unsafe class BlockedProduct<T, TLanes>(ProductTask<T> task)
    where T : unmanaged
    where TLanes : struct, IProductLanes<TLanes, T>
{
    /// <summary>Most bytes of the right operand that are packed at a time: what a last-level cache holds.</summary>
    private const int PackedBytes = 16 << 20;

    /// <summary>
    /// Largest chunk of the destination where several blocks of depth go over it: half a second-level cache, measured at 512³ to 2048³ to
    /// be 4 to 7 % faster than rows as long as the matrix.
    /// </summary>
    private const int RowsPerVisit = 144, ColumnsPerVisit = 1024;

    /// <summary>Largest chunk where one block of depth does: then only packing the left operand once for many columns counts.</summary>
    private const int RowsAtOnce = 192, ColumnsAtOnce = 4096;

    /// <summary>Panels of the right operand that a thread packs at a time: few, so that two threads end together at 512³.</summary>
    private const int PanelsAtOnce = 4;

    /// <summary>Multiply-adds below which another thread costs more than it brings.</summary>
    private const long WorthThreads = 1 << 18;

    /// <summary>
    /// Most bytes of the right operand beside which the left one's rows are read in place: a part of a second-level cache.
    /// </summary>
    private const int InPlaceBytes = 1 << 18;

    private readonly int _rows = task.Rows, _columns = task.Columns, _depth = task.Depth;
    private readonly T* _left = task.Left, _right = task.Right, _destination = task.Destination;
    private readonly nint _leftStride = task.LeftStride, _rightStride = task.RightStride, _stride = task.Stride;
    private T* _packed;

    private static int PanelColumns => ProductShape<T>.PanelColumns;

    public void Run(int? threads, CancellationToken cancellationToken)
    {
        if ((long)_rows * _columns * _depth < WorthThreads)
            threads = 1;

        int columnLimit = Math.Min(ProductShape.RoundUp(_columns, PanelColumns), PackedBytes / sizeof(T) / ProductShape.DepthBlock);
        int depthLimit = Math.Max(PackedBytes / sizeof(T) / columnLimit / ProductShape.DepthBlock, 1) * ProductShape.DepthBlock;
        int paddedDepth = Math.Min(_depth, depthLimit);
        using AlignedBuffer<T> buffer = new(columnLimit * paddedDepth);
        _packed = buffer.Pointer;
        for (int column = 0; column < _columns; column += columnLimit)
        {
            for (int k = 0; k < _depth; k += depthLimit)
                RunPart(column, Math.Min(columnLimit, _columns - column), k, Math.Min(depthLimit, _depth - k), threads, cancellationToken);
        }
    }

    private void RunPart(
        int columnStart, int columnCount, int depthStart, int depthCount, int? threads, CancellationToken cancellationToken)
    {
        int panels = (columnCount + PanelColumns - 1) / PanelColumns;
        int blocks = (depthCount + ProductShape.DepthBlock - 1) / ProductShape.DepthBlock;
        int groups = (panels + PanelsAtOnce - 1) / PanelsAtOnce;
        ParallelChunks.Run(blocks * groups, 1, PackRight, threads, cancellationToken);

        // A thread that works alone gains nothing from small chunks. No size of them changes a bit.
        bool severalVisits = _depth > ProductShape.DepthBlock, alone = threads == 1;
        int rowParts = alone ? 1 : severalVisits ? 8 : 16;
        int rowsAtOnce = Part(_rows, rowParts, severalVisits ? RowsPerVisit : RowsAtOnce, ProductShape.PanelRows);
        int rowChunks = (_rows + rowsAtOnce - 1) / rowsAtOnce;
        int columnParts = alone ? 1 : Math.Max(severalVisits ? 2 : 1, 16 / rowChunks);
        int columnsAtOnce = Part(columnCount, columnParts, severalVisits ? ColumnsPerVisit : ColumnsAtOnce, PanelColumns);
        int columnChunks = (columnCount + columnsAtOnce - 1) / columnsAtOnce;
        ParallelChunks.Run(rowChunks * columnChunks, 1, MultiplyChunk, threads, cancellationToken);
        return;

        void PackRight(int chunk, int start, int end)
        {
            int block = chunk / groups, k = block * ProductShape.DepthBlock, count = Math.Min(ProductShape.DepthBlock, depthCount - k);
            int first = chunk % groups * PanelsAtOnce, last = Math.Min(first + PanelsAtOnce, panels);
            nint fromDepth = depthStart + k;
            if (!task.RightTransposed)
            {
                int column = first * PanelColumns, packedColumns = Math.Min(PanelsAtOnce * PanelColumns, columnCount - column);
                PanelPacking<T>.Right(
                    _right + (fromDepth * _rightStride) + columnStart + column, _rightStride, count, packedColumns,
                    Panel(panels, block, first, count),
                    PanelColumns * count);
                return;
            }

            for (int panel = first; panel < last; panel++)
            {
                int column = panel * PanelColumns;
                PanelPacking<T>.RightTransposed(
                    _right + ((nint)(columnStart + column) * _rightStride) + fromDepth, _rightStride, count,
                    Math.Min(PanelColumns, columnCount - column),
                    Panel(panels, block, panel, count));
            }
        }

        void MultiplyChunk(int chunk, int start, int end)
        {
            int row = chunk / columnChunks * rowsAtOnce, column = chunk % columnChunks * columnsAtOnce;
            Multiply(new Chunk(
                row, Math.Min(rowsAtOnce, _rows - row), columnStart, column, Math.Min(columnsAtOnce, columnCount - column), depthStart,
                depthCount, panels));
        }
    }

    /// <summary>A part of so many, whole tiles of them, at least one and at most the limit.</summary>
    private static int Part(int count, int parts, int limit, int tile) =>
        Math.Clamp(ProductShape.RoundUp((count + parts - 1) / parts, tile), tile, ProductShape.RoundUp(limit, tile));

    private T* Panel(int panels, int block, int panel, int depthCount) =>
        _packed + ((nint)block * panels * PanelColumns * ProductShape.DepthBlock) + ((nint)panel * PanelColumns * depthCount);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply(in Chunk part)
    {
        if (ReadsInPlace(part))
        {
            MultiplyInPlace(part);
            return;
        }

        using AlignedBuffer<T> buffer = new(ProductShape.RoundUp(part.Rows, ProductShape.PanelRows) * ProductShape<T>.PackedRowStep);
        T* edge = stackalloc T[ProductShape.PanelRows * PanelColumns];
        for (int k = 0; k < part.Depth; k += ProductShape.DepthBlock)
        {
            int block = k / ProductShape.DepthBlock, count = Math.Min(ProductShape.DepthBlock, part.Depth - k);
            nint fromDepth = part.DepthStart + k;
            if (task.LeftTransposed)
                PanelPacking<T>.LeftTransposed(_left + (fromDepth * _leftStride) + part.Row, _leftStride, part.Rows, count, buffer.Pointer);
            else
                PanelPacking<T>.LeftRows(_left + (part.Row * _leftStride) + fromDepth, _leftStride, part.Rows, count, buffer.Pointer);

            LeftTile<T> first = task.LeftTransposed
                ? new(buffer.Pointer, 1, ProductShape.PanelRows)
                : new(buffer.Pointer, ProductShape<T>.PackedRowStep, 1);
            nint tileStep = task.LeftTransposed
                ? ProductShape.DepthBlock * ProductShape.PanelRows
                : ProductShape<T>.PackedRowStep * ProductShape.PanelRows;
            for (int column = part.Column; column < part.Column + part.Columns; column += PanelColumns)
            {
                T* panel = Panel(part.Panels, block, column / PanelColumns, count);
                // Two tiles' worth of steps, a cache line each, bring in the panel that comes next; beyond the last it is a harmless hint.
                byte* ahead = (byte*)Panel(part.Panels, block, (column / PanelColumns) + 1, count);
                LeftTile<T> tile = first;
                for (int row = 0; row < part.Rows; row += ProductShape.PanelRows)
                {
                    byte* next = ahead + (row / ProductShape.PanelRows % 2 * (nint)count * Prefetch.CacheLine);
                    MultiplyTile(tile, panel, count, part, row, column, task.Accumulate || fromDepth > 0, edge, next);
                    tile = new(tile.Values + tileStep, tile.RowStep, tile.DepthStep);
                }
            }
        }
    }

    /// <summary>
    /// Whether the left operand's rows are read where they lie, each once: there is one block of depth, the right operand's part stays in
    /// the second-level cache while the rows go by, and a tile's rows lie so close that they don't fall into the same lines of the first.
    /// </summary>
    private bool ReadsInPlace(in Chunk part) =>
        !task.LeftTransposed && _depth <= ProductShape.DepthBlock && _leftStride <= ProductShape.DepthBlock
        && _depth * part.Columns * sizeof(T) <= InPlaceBytes && part.Rows % 4 == 0;

    private void MultiplyInPlace(in Chunk part)
    {
        T* edge = stackalloc T[ProductShape.PanelRows * PanelColumns];
        for (int row = 0; row < part.Rows; row += ProductShape.PanelRows)
        {
            LeftTile<T> tile = new(_left + ((part.Row + row) * _leftStride), _leftStride, 1);
            // The steps of the first tile bring in the rows that come next; those of the other tiles find them there.
            byte* ahead = (byte*)tile.From(ProductShape.PanelRows).Values;
            for (int column = part.Column; column < part.Column + part.Columns; column += PanelColumns)
            {
                T* panel = Panel(part.Panels, 0, column / PanelColumns, _depth);
                MultiplyTile(tile, panel, _depth, part, row, column, task.Accumulate, edge, ahead);
            }
        }
    }

    private void MultiplyTile(in LeftTile<T> tile, T* panel, int count, in Chunk part, int row, int column, bool adds, T* edge, byte* ahead)
    {
        T* target = _destination + ((part.Row + row) * _stride) + part.ColumnStart + column;
        int rowCount = Math.Min(ProductShape.PanelRows, part.Rows - row), tileRows = ProductShape.RoundUp(rowCount, 4);
        int columnCount = Math.Min(PanelColumns, part.Column + part.Columns - column);
        if (adds)
            Expect(target, rowCount);

        if (rowCount == tileRows && columnCount == PanelColumns)
        {
            ProductKernel<T, TLanes>.Tile(tile, panel, count, target, _stride, tileRows, columnCount, task.Scale, adds, ahead);
            return;
        }

        if (adds)
            Copy(target, _stride, edge, PanelColumns, rowCount, columnCount);

        ProductKernel<T, TLanes>.Tile(tile, panel, count, edge, PanelColumns, tileRows, columnCount, task.Scale, adds, ahead);
        Copy(edge, PanelColumns, target, _stride, rowCount, columnCount);
    }

    /// <summary>Asks for a tile of the destination now, to be read after a block of depth.</summary>
    private void Expect(T* target, int rowCount)
    {
        for (int row = 0; row < rowCount; row++, target += _stride)
        {
            Prefetch.ToFirstLevel(target);
            Prefetch.ToFirstLevel((byte*)target + Prefetch.CacheLine);
            Prefetch.ToFirstLevel(target + PanelColumns - 1);
        }
    }

    private static void Copy(T* source, nint sourceStride, T* target, nint targetStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<T>(source + (row * sourceStride), columns).CopyTo(new Span<T>(target + (row * targetStride), columns));
    }

    private readonly record struct Chunk(
        int Row, int Rows, int ColumnStart, int Column, int Columns, int DepthStart, int Depth, int Panels);
}
