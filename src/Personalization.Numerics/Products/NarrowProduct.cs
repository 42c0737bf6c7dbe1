using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// C ← C + A · B for matrices so narrow that packing them, as <see cref="MatrixProduct"/> does, would cost more than the product. Each
/// value of C takes its terms by fused multiply-add in the order of depth, starting from what it holds: the same bits at any width. On the
/// caller's thread, without allocating.
/// </summary>
internal static unsafe class NarrowProduct
{
    private const int RowsAtOnce = 6, FewerRows = 4;

    /// <param name="left">A, rows × depth.</param>
    /// <param name="leftRow">Elements from a row of A to the next.</param>
    /// <param name="leftDepth">Elements from a column of A to the next: 1, or a stride where A is kept transposed.</param>
    /// <param name="right">B, depth × columns.</param>
    /// <param name="rightStride">Elements from a row of B to the next.</param>
    /// <param name="destination">C, rows × columns, apart from A and B.</param>
    /// <param name="stride">Elements from a row of C to the next.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="depth">Columns of A, rows of B.</param>
    public static void AddTo(
        ReadOnlySpan<float> left, int leftRow, int leftDepth, ReadOnlySpan<float> right, int rightStride, Span<float> destination,
        int stride, int rows, int columns, int depth) =>
        AddTo(left, leftRow, leftDepth, right, rightStride, destination, stride, rows, columns, depth, LaneWidths.Widest);

    internal static void AddTo(
        ReadOnlySpan<float> left, int leftRow, int leftDepth, ReadOnlySpan<float> right, int rightStride, Span<float> destination,
        int stride, int rows, int columns, int depth, LaneWidth width)
    {
        if (rows <= 0 || columns <= 0 || depth <= 0) return;
        Require(left.Length, ((rows - 1L) * leftRow) + ((depth - 1L) * leftDepth) + 1, nameof(left));
        Require(right.Length, ((depth - 1L) * rightStride) + columns, nameof(right));
        Require(destination.Length, ((rows - 1L) * stride) + columns, nameof(destination));
        fixed (float* a = left, b = right, c = destination)
        {
            Strips strips = new(a, leftRow, leftDepth, b, rightStride, c, stride, rows, depth);
            int done = 0;
            if (width == LaneWidth.Vector512) done = Columns<Lanes512>(strips, done, columns);
            if (width is LaneWidth.Vector512 or LaneWidth.Vector256) done = Columns<Lanes256>(strips, done, columns);
            if (width != LaneWidth.Scalar) done = Columns<Lanes128>(strips, done, columns);
            Columns<Lanes1>(strips, done, columns);
        }
    }

    /// <summary>Writes a matrix, rows × columns, the other way round.</summary>
    public static void Transpose(ReadOnlySpan<float> source, int rows, int columns, Span<float> destination)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++) destination[(column * rows) + row] = source[(row * columns) + column];
        }
    }

    private static void Require(int length, long needed, string name)
    {
        if (length < needed) throw new ArgumentException($"The shape needs {needed} values, and there are {length}.", name);
    }

    /// <summary>Works through as many columns as make whole vectors, and says how far it came.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Columns<TLanes>(in Strips strips, int column, int columns)
        where TLanes : struct, ILanes<TLanes>
    {
        for (; column + (2 * TLanes.Count) <= columns; column += 2 * TLanes.Count)
        {
            int row = 0;
            while (row < strips.Rows)
            {
                int left = strips.Rows - row;
                if (left >= RowsAtOnce && left != 2 * FewerRows)
                {
                    SixByTwo<TLanes>(strips, row, column);
                    row += RowsAtOnce;
                }
                else if (left >= FewerRows)
                {
                    FourByTwo<TLanes>(strips, row, column);
                    row += FewerRows;
                }
                else
                {
                    OneByTwo<TLanes>(strips, row++, column);
                }
            }
        }

        for (; column + TLanes.Count <= columns; column += TLanes.Count)
        {
            int row = 0;
            for (; row + RowsAtOnce <= strips.Rows; row += RowsAtOnce) SixByOne<TLanes>(strips, row, column);
            for (; row < strips.Rows; row++) OneByOne<TLanes>(strips, row, column);
        }

        return column;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixByTwo<TLanes>(in Strips strips, int row, int column)
        where TLanes : struct, ILanes<TLanes>
    {
        nuint next = (nuint)TLanes.Count;
        nint leftRow = strips.LeftRow, leftDepth = strips.LeftDepth, rightStride = strips.RightStride, stride = strips.Stride;
        float* left = strips.Left + (row * leftRow), lower = left + (3 * leftRow), right = strips.Right + column;
        float* c = strips.Destination + (row * stride) + column;
        TLanes a0 = TLanes.Load(ref *c, 0), b0 = TLanes.Load(ref *c, next);
        TLanes a1 = TLanes.Load(ref c[stride], 0), b1 = TLanes.Load(ref c[stride], next);
        TLanes a2 = TLanes.Load(ref c[2 * stride], 0), b2 = TLanes.Load(ref c[2 * stride], next);
        TLanes a3 = TLanes.Load(ref c[3 * stride], 0), b3 = TLanes.Load(ref c[3 * stride], next);
        TLanes a4 = TLanes.Load(ref c[4 * stride], 0), b4 = TLanes.Load(ref c[4 * stride], next);
        TLanes a5 = TLanes.Load(ref c[5 * stride], 0), b5 = TLanes.Load(ref c[5 * stride], next);
        for (int i = 0; i < strips.Depth; i++)
        {
            TLanes first = TLanes.Load(ref *right, 0), second = TLanes.Load(ref *right, next);
            TLanes v = TLanes.Broadcast(*left);
            a0 = TLanes.MultiplyAdd(v, first, a0);
            b0 = TLanes.MultiplyAdd(v, second, b0);
            v = TLanes.Broadcast(left[leftRow]);
            a1 = TLanes.MultiplyAdd(v, first, a1);
            b1 = TLanes.MultiplyAdd(v, second, b1);
            v = TLanes.Broadcast(left[2 * leftRow]);
            a2 = TLanes.MultiplyAdd(v, first, a2);
            b2 = TLanes.MultiplyAdd(v, second, b2);
            v = TLanes.Broadcast(*lower);
            a3 = TLanes.MultiplyAdd(v, first, a3);
            b3 = TLanes.MultiplyAdd(v, second, b3);
            v = TLanes.Broadcast(lower[leftRow]);
            a4 = TLanes.MultiplyAdd(v, first, a4);
            b4 = TLanes.MultiplyAdd(v, second, b4);
            v = TLanes.Broadcast(lower[2 * leftRow]);
            a5 = TLanes.MultiplyAdd(v, first, a5);
            b5 = TLanes.MultiplyAdd(v, second, b5);
            left += leftDepth;
            lower += leftDepth;
            right += rightStride;
        }

        TLanes.Store(a0, ref *c, 0);
        TLanes.Store(b0, ref *c, next);
        TLanes.Store(a1, ref c[stride], 0);
        TLanes.Store(b1, ref c[stride], next);
        TLanes.Store(a2, ref c[2 * stride], 0);
        TLanes.Store(b2, ref c[2 * stride], next);
        TLanes.Store(a3, ref c[3 * stride], 0);
        TLanes.Store(b3, ref c[3 * stride], next);
        TLanes.Store(a4, ref c[4 * stride], 0);
        TLanes.Store(b4, ref c[4 * stride], next);
        TLanes.Store(a5, ref c[5 * stride], 0);
        TLanes.Store(b5, ref c[5 * stride], next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourByTwo<TLanes>(in Strips strips, int row, int column)
        where TLanes : struct, ILanes<TLanes>
    {
        nuint next = (nuint)TLanes.Count;
        nint leftRow = strips.LeftRow, leftDepth = strips.LeftDepth, rightStride = strips.RightStride, stride = strips.Stride;
        float* left = strips.Left + (row * leftRow), right = strips.Right + column;
        float* c = strips.Destination + (row * stride) + column;
        TLanes a0 = TLanes.Load(ref *c, 0), b0 = TLanes.Load(ref *c, next);
        TLanes a1 = TLanes.Load(ref c[stride], 0), b1 = TLanes.Load(ref c[stride], next);
        TLanes a2 = TLanes.Load(ref c[2 * stride], 0), b2 = TLanes.Load(ref c[2 * stride], next);
        TLanes a3 = TLanes.Load(ref c[3 * stride], 0), b3 = TLanes.Load(ref c[3 * stride], next);
        for (int i = 0; i < strips.Depth; i++)
        {
            TLanes first = TLanes.Load(ref *right, 0), second = TLanes.Load(ref *right, next);
            TLanes v = TLanes.Broadcast(*left);
            a0 = TLanes.MultiplyAdd(v, first, a0);
            b0 = TLanes.MultiplyAdd(v, second, b0);
            v = TLanes.Broadcast(left[leftRow]);
            a1 = TLanes.MultiplyAdd(v, first, a1);
            b1 = TLanes.MultiplyAdd(v, second, b1);
            v = TLanes.Broadcast(left[2 * leftRow]);
            a2 = TLanes.MultiplyAdd(v, first, a2);
            b2 = TLanes.MultiplyAdd(v, second, b2);
            v = TLanes.Broadcast(left[3 * leftRow]);
            a3 = TLanes.MultiplyAdd(v, first, a3);
            b3 = TLanes.MultiplyAdd(v, second, b3);
            left += leftDepth;
            right += rightStride;
        }

        TLanes.Store(a0, ref *c, 0);
        TLanes.Store(b0, ref *c, next);
        TLanes.Store(a1, ref c[stride], 0);
        TLanes.Store(b1, ref c[stride], next);
        TLanes.Store(a2, ref c[2 * stride], 0);
        TLanes.Store(b2, ref c[2 * stride], next);
        TLanes.Store(a3, ref c[3 * stride], 0);
        TLanes.Store(b3, ref c[3 * stride], next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SixByOne<TLanes>(in Strips strips, int row, int column)
        where TLanes : struct, ILanes<TLanes>
    {
        nint leftRow = strips.LeftRow, leftDepth = strips.LeftDepth, rightStride = strips.RightStride, stride = strips.Stride;
        float* left = strips.Left + (row * leftRow), lower = left + (3 * leftRow), right = strips.Right + column;
        float* c = strips.Destination + (row * stride) + column;
        TLanes a0 = TLanes.Load(ref *c, 0);
        TLanes a1 = TLanes.Load(ref c[stride], 0);
        TLanes a2 = TLanes.Load(ref c[2 * stride], 0);
        TLanes a3 = TLanes.Load(ref c[3 * stride], 0);
        TLanes a4 = TLanes.Load(ref c[4 * stride], 0);
        TLanes a5 = TLanes.Load(ref c[5 * stride], 0);
        for (int i = 0; i < strips.Depth; i++)
        {
            TLanes values = TLanes.Load(ref *right, 0);
            a0 = TLanes.MultiplyAdd(TLanes.Broadcast(*left), values, a0);
            a1 = TLanes.MultiplyAdd(TLanes.Broadcast(left[leftRow]), values, a1);
            a2 = TLanes.MultiplyAdd(TLanes.Broadcast(left[2 * leftRow]), values, a2);
            a3 = TLanes.MultiplyAdd(TLanes.Broadcast(*lower), values, a3);
            a4 = TLanes.MultiplyAdd(TLanes.Broadcast(lower[leftRow]), values, a4);
            a5 = TLanes.MultiplyAdd(TLanes.Broadcast(lower[2 * leftRow]), values, a5);
            left += leftDepth;
            lower += leftDepth;
            right += rightStride;
        }

        TLanes.Store(a0, ref *c, 0);
        TLanes.Store(a1, ref c[stride], 0);
        TLanes.Store(a2, ref c[2 * stride], 0);
        TLanes.Store(a3, ref c[3 * stride], 0);
        TLanes.Store(a4, ref c[4 * stride], 0);
        TLanes.Store(a5, ref c[5 * stride], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByTwo<TLanes>(in Strips strips, int row, int column)
        where TLanes : struct, ILanes<TLanes>
    {
        nuint next = (nuint)TLanes.Count;
        float* left = strips.Left + (row * strips.LeftRow), right = strips.Right + column;
        float* c = strips.Destination + (row * strips.Stride) + column;
        TLanes a = TLanes.Load(ref *c, 0), b = TLanes.Load(ref *c, next);
        for (int i = 0; i < strips.Depth; i++, left += strips.LeftDepth, right += strips.RightStride)
        {
            TLanes v = TLanes.Broadcast(*left);
            a = TLanes.MultiplyAdd(v, TLanes.Load(ref *right, 0), a);
            b = TLanes.MultiplyAdd(v, TLanes.Load(ref *right, next), b);
        }

        TLanes.Store(a, ref *c, 0);
        TLanes.Store(b, ref *c, next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneByOne<TLanes>(in Strips strips, int row, int column)
        where TLanes : struct, ILanes<TLanes>
    {
        float* left = strips.Left + (row * strips.LeftRow), right = strips.Right + column;
        float* c = strips.Destination + (row * strips.Stride) + column;
        TLanes a = TLanes.Load(ref *c, 0);
        for (int i = 0; i < strips.Depth; i++, left += strips.LeftDepth, right += strips.RightStride)
            a = TLanes.MultiplyAdd(TLanes.Broadcast(*left), TLanes.Load(ref *right, 0), a);

        TLanes.Store(a, ref *c, 0);
    }

    private readonly struct Strips(
        float* left, nint leftRow, nint leftDepth, float* right, nint rightStride, float* destination, nint stride, int rows, int depth)
    {
        public float* Left { get; } = left;

        public nint LeftRow { get; } = leftRow;

        public nint LeftDepth { get; } = leftDepth;

        public float* Right { get; } = right;

        public nint RightStride { get; } = rightStride;

        public float* Destination { get; } = destination;

        public nint Stride { get; } = stride;

        public int Rows { get; } = rows;

        public int Depth { get; } = depth;
    }
}
