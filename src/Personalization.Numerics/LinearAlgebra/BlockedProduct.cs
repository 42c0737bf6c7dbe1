using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// One product, cut into blocks. The right operand is packed once and shared; each chunk of the destination packs its own rows of the left one.
/// Sizes of blocks and chunks come from the shape alone.
/// </summary>
internal sealed unsafe class BlockedProduct(
    float* left, nint leftStride, bool leftTransposed, float* right, nint rightStride, bool rightTransposed, float* destination, nint stride,
    int rows, int columns, int depth, float scale, bool accumulate, LaneWidth width)
{
    /// <summary>Most values of the right operand that are packed at a time: 16 MiB, what a last-level cache holds.</summary>
    private const int PackedLimit = 4 << 20;

    /// <summary>
    /// Largest chunk of the destination where several blocks of depth go over it: half a second-level cache, measured at 512³ to 2048³ to be 4 to 7 %
    /// faster than rows as long as the matrix.
    /// </summary>
    private const int RowsPerVisit = 144, ColumnsPerVisit = 1024;

    /// <summary>Largest chunk where one block of depth does: then only packing the left operand once for many columns counts.</summary>
    private const int RowsAtOnce = 192, ColumnsAtOnce = 4096;

    /// <summary>Panels of the right operand that a thread packs at a time: few, so that two threads end together at 512³.</summary>
    private const int PanelsAtOnce = 4;

    /// <summary>Multiply-adds below which another thread costs more than it brings.</summary>
    private const long WorthThreads = 1 << 18;

    /// <summary>Most values of the right operand beside which the left one's rows are read in place: 256 KiB.</summary>
    private const int InPlaceLimit = 1 << 16;

    private float* _packed;

    public void Run(int? maxThreads, CancellationToken cancellationToken)
    {
        if ((long)rows * columns * depth < WorthThreads)
            maxThreads = 1;

        int columnLimit = Math.Min(ProductShape.RoundUp(columns, ProductShape.PanelColumns), PackedLimit / ProductShape.DepthBlock);
        int depthLimit = Math.Max(PackedLimit / columnLimit / ProductShape.DepthBlock, 1) * ProductShape.DepthBlock;
        int paddedDepth = Math.Min(depth, depthLimit);
        using AlignedBuffer buffer = new(columnLimit * paddedDepth);
        _packed = buffer.Pointer;
        for (int column = 0; column < columns; column += columnLimit)
        {
            for (int k = 0; k < depth; k += depthLimit)
                RunPart(column, Math.Min(columnLimit, columns - column), k, Math.Min(depthLimit, depth - k), maxThreads, cancellationToken);
        }
    }

    private void RunPart(int columnStart, int columnCount, int depthStart, int depthCount, int? maxThreads, CancellationToken cancellationToken)
    {
        int panels = (columnCount + ProductShape.PanelColumns - 1) / ProductShape.PanelColumns;
        int blocks = (depthCount + ProductShape.DepthBlock - 1) / ProductShape.DepthBlock;
        int groups = (panels + PanelsAtOnce - 1) / PanelsAtOnce;
        ParallelChunks.Run(blocks * groups, 1, PackRight, maxThreads, cancellationToken);

        bool severalVisits = depth > ProductShape.DepthBlock;
        int rowsAtOnce = severalVisits ? Part(rows, 8, RowsPerVisit, ProductShape.PanelRows) : Part(rows, 16, RowsAtOnce, ProductShape.PanelRows);
        int rowChunks = (rows + rowsAtOnce - 1) / rowsAtOnce;
        int columnsAtOnce = severalVisits
            ? Part(columnCount, Math.Max(2, 16 / rowChunks), ColumnsPerVisit, ProductShape.PanelColumns)
            : Part(columnCount, Math.Max(1, 16 / rowChunks), ColumnsAtOnce, ProductShape.PanelColumns);
        int columnChunks = (columnCount + columnsAtOnce - 1) / columnsAtOnce;
        ParallelChunks.Run(rowChunks * columnChunks, 1, MultiplyChunk, maxThreads, cancellationToken);
        return;

        void PackRight(int chunk, int start, int end)
        {
            int block = chunk / groups, k = block * ProductShape.DepthBlock, count = Math.Min(ProductShape.DepthBlock, depthCount - k);
            int first = chunk % groups * PanelsAtOnce, last = Math.Min(first + PanelsAtOnce, panels);
            nint fromDepth = depthStart + k;
            if (!rightTransposed)
            {
                int column = first * ProductShape.PanelColumns, packedColumns = Math.Min(PanelsAtOnce * ProductShape.PanelColumns, columnCount - column);
                PanelPacking.Right(
                    right + (fromDepth * rightStride) + columnStart + column, rightStride, count, packedColumns, Panel(panels, block, first, count),
                    ProductShape.PanelColumns * count);
                return;
            }

            for (int panel = first; panel < last; panel++)
            {
                int column = panel * ProductShape.PanelColumns;
                PanelPacking.RightTransposed(
                    right + ((nint)(columnStart + column) * rightStride) + fromDepth, rightStride, count, Math.Min(ProductShape.PanelColumns, columnCount - column),
                    Panel(panels, block, panel, count));
            }
        }

        void MultiplyChunk(int chunk, int start, int end)
        {
            int row = chunk / columnChunks * rowsAtOnce, column = chunk % columnChunks * columnsAtOnce;
            Chunk part = new(
                row, Math.Min(rowsAtOnce, rows - row), columnStart, column, Math.Min(columnsAtOnce, columnCount - column), depthStart, depthCount, panels);
            switch (width)
            {
                case LaneWidth.Vector512: Multiply<Lanes512>(part); break;
                case LaneWidth.Vector256: Multiply<Lanes256>(part); break;
                case LaneWidth.Vector128: Multiply<Lanes128>(part); break;
                default: Multiply<Lanes1>(part); break;
            }
        }
    }

    /// <summary>A part of so many, whole tiles of them, at least one and at most the limit.</summary>
    private static int Part(int count, int parts, int limit, int tile) =>
        Math.Clamp(ProductShape.RoundUp((count + parts - 1) / parts, tile), tile, ProductShape.RoundUp(limit, tile));

    private float* Panel(int panels, int block, int panel, int depthCount) =>
        _packed + ((nint)block * panels * ProductShape.PanelColumns * ProductShape.DepthBlock) + ((nint)panel * ProductShape.PanelColumns * depthCount);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Multiply<TLanes>(Chunk part)
        where TLanes : struct, ILanes<TLanes>
    {
        if (ReadsInPlace(part))
        {
            MultiplyInPlace<TLanes>(part);
            return;
        }

        using AlignedBuffer buffer = new(ProductShape.RoundUp(part.Rows, ProductShape.PanelRows) * ProductShape.PackedRowStep);
        float* edge = stackalloc float[ProductShape.PanelRows * ProductShape.PanelColumns];
        for (int k = 0; k < part.Depth; k += ProductShape.DepthBlock)
        {
            int block = k / ProductShape.DepthBlock, count = Math.Min(ProductShape.DepthBlock, part.Depth - k);
            nint fromDepth = part.DepthStart + k;
            if (leftTransposed)
                PanelPacking.LeftTransposed(left + (fromDepth * leftStride) + part.Row, leftStride, part.Rows, count, buffer.Pointer);
            else
                PanelPacking.LeftRows(left + (part.Row * leftStride) + fromDepth, leftStride, part.Rows, count, buffer.Pointer);

            LeftTile first = leftTransposed ? new(buffer.Pointer, 1, ProductShape.PanelRows) : new(buffer.Pointer, ProductShape.PackedRowStep, 1);
            nint tileStep = leftTransposed ? ProductShape.DepthBlock * ProductShape.PanelRows : ProductShape.PackedRowStep * ProductShape.PanelRows;
            for (int column = part.Column; column < part.Column + part.Columns; column += ProductShape.PanelColumns)
            {
                float* panel = Panel(part.Panels, block, column / ProductShape.PanelColumns, count);
                // Two tiles' worth of steps, a cache line each, bring in the panel that comes next; beyond the last it is a harmless hint.
                byte* ahead = (byte*)Panel(part.Panels, block, (column / ProductShape.PanelColumns) + 1, count);
                LeftTile tile = first;
                for (int row = 0; row < part.Rows; row += ProductShape.PanelRows, tile = new(tile.Values + tileStep, tile.RowStep, tile.DepthStep))
                {
                    byte* next = ahead + (row / ProductShape.PanelRows % 2 * (nint)count * Prefetch.CacheLine);
                    MultiplyTile<TLanes>(tile, panel, count, part, row, column, accumulate || fromDepth > 0, edge, next);
                }
            }
        }
    }

    /// <summary>
    /// Whether the left operand's rows are read where they lie, each once: there is one block of depth, the right operand's part stays in the
    /// second-level cache while the rows go by, and a tile's rows lie so close that they don't fall into the same lines of the first.
    /// </summary>
    private bool ReadsInPlace(Chunk part) =>
        !leftTransposed && depth <= ProductShape.DepthBlock && leftStride <= ProductShape.DepthBlock && depth * part.Columns <= InPlaceLimit && part.Rows % 4 == 0;

    private void MultiplyInPlace<TLanes>(Chunk part)
        where TLanes : struct, ILanes<TLanes>
    {
        float* edge = stackalloc float[ProductShape.PanelRows * ProductShape.PanelColumns];
        for (int row = 0; row < part.Rows; row += ProductShape.PanelRows)
        {
            LeftTile tile = new(left + ((part.Row + row) * leftStride), leftStride, 1);
            // The steps of the first tile bring in the rows that come next; those of the other tiles find them there.
            byte* ahead = (byte*)tile.From(ProductShape.PanelRows).Values;
            for (int column = part.Column; column < part.Column + part.Columns; column += ProductShape.PanelColumns)
            {
                float* panel = Panel(part.Panels, 0, column / ProductShape.PanelColumns, depth);
                MultiplyTile<TLanes>(tile, panel, depth, part, row, column, accumulate, edge, ahead);
            }
        }
    }

    private void MultiplyTile<TLanes>(in LeftTile tile, float* panel, int count, Chunk part, int row, int column, bool adds, float* edge, byte* ahead)
        where TLanes : struct, ILanes<TLanes>
    {
        float* target = destination + ((part.Row + row) * stride) + part.ColumnStart + column;
        int rowCount = Math.Min(ProductShape.PanelRows, part.Rows - row), tileRows = ProductShape.RoundUp(rowCount, 4);
        int columnCount = Math.Min(ProductShape.PanelColumns, part.Column + part.Columns - column);
        if (adds)
            Expect(target, rowCount);

        if (rowCount == tileRows && columnCount == ProductShape.PanelColumns)
        {
            ProductKernel<TLanes>.Tile(tile, panel, count, target, stride, tileRows, columnCount, scale, adds, ahead);
            return;
        }

        if (adds)
            Copy(target, stride, edge, ProductShape.PanelColumns, rowCount, columnCount);

        ProductKernel<TLanes>.Tile(tile, panel, count, edge, ProductShape.PanelColumns, tileRows, columnCount, scale, adds, ahead);
        Copy(edge, ProductShape.PanelColumns, target, stride, rowCount, columnCount);
    }

    /// <summary>Asks for a tile of the destination now, to be read after a block of depth.</summary>
    private void Expect(float* target, int rowCount)
    {
        for (int row = 0; row < rowCount; row++, target += stride)
        {
            Prefetch.ToFirstLevel(target);
            Prefetch.ToFirstLevel(target + 16);
            Prefetch.ToFirstLevel(target + 31);
        }
    }

    private static void Copy(float* source, nint sourceStride, float* target, nint targetStride, int rows, int columns)
    {
        for (int row = 0; row < rows; row++)
            new ReadOnlySpan<float>(source + (row * sourceStride), columns).CopyTo(new Span<float>(target + (row * targetStride), columns));
    }

    private readonly record struct Chunk(int Row, int Rows, int ColumnStart, int Column, int Columns, int DepthStart, int Depth, int Panels);
}
