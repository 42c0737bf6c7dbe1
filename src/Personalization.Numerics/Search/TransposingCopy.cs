using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// Copies 32 rows into a tile (column j of row p at j · 32 + p), in squares that are transposed in registers: at the memory's speed where a
/// loop over single values would be several times slower. Columns that don't fill a square are covered by one that overlaps its neighbour;
/// values are only moved.
/// </summary>
internal static class TransposingCopy
{
    /// <param name="values">The first value of the rows.</param>
    /// <param name="offsets">Where each of 32 rows begins.</param>
    /// <param name="columns">Columns of each row.</param>
    /// <param name="ahead">
    /// How many values further on the next rows lie that will be copied; they are fetched into the cache meanwhile.
    /// </param>
    /// <param name="tile">columns × 32 values.</param>
    public static void Fill(ref float values, ReadOnlySpan<nint> offsets, int columns, nint ahead, ref float tile)
    {
        if (Avx512F.IsSupported && columns >= 16)
            Fill<SquareOf16>(ref values, offsets, columns, ahead, ref tile);
        else if (Avx.IsSupported && columns >= 8)
            Fill<SquareOf8>(ref values, offsets, columns, ahead, ref tile);
        else if (Sse.IsSupported && columns >= 4)
            Fill<SquareOf4>(ref values, offsets, columns, ahead, ref tile);
        else
            Fill<SquareOf1>(ref values, offsets, columns, ahead, ref tile);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill<TSquare>(ref float values, ReadOnlySpan<nint> offsets, int columns, nint ahead, ref float tile)
        where TSquare : struct, ISquare
    {
        int last = columns - TSquare.Side;
        for (int point = 0; point < PointTiles.TileSize; point += TSquare.Side)
        {
            ReadOnlySpan<nint> rows = offsets.Slice(point, TSquare.Side);
            ref float destination = ref Unsafe.Add(ref tile, point);
            for (int column = 0; column < columns; column += TSquare.Side)
            {
                int start = Math.Min(column, last);
                Prefetch(ref Unsafe.Add(ref values, start + ahead), rows);
                TSquare.Copy(ref Unsafe.Add(ref values, start), rows, ref Unsafe.Add(ref destination, start * PointTiles.TileSize));
            }
        }
    }

    /// <summary>A hint, so the address may be stale or beyond the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref float values, ReadOnlySpan<nint> rows)
    {
        if (!Sse.IsSupported)
            return;

        foreach (nint row in rows)
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref values, row)));
    }

    private interface ISquare
    {
        static abstract int Side { get; }

        static abstract void Copy(ref float values, ReadOnlySpan<nint> rows, ref float destination);
    }

    private readonly struct SquareOf16 : ISquare
    {
        public static int Side => 16;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Copy(ref float values, ReadOnlySpan<nint> rows, ref float destination)
        {
            _ = rows[15];
            Vector512<float> a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3;
            (a0, a1, a2, a3) = Quad512(ref values, rows[0], rows[1], rows[2], rows[3]);
            (b0, b1, b2, b3) = Quad512(ref values, rows[4], rows[5], rows[6], rows[7]);
            (c0, c1, c2, c3) = Quad512(ref values, rows[8], rows[9], rows[10], rows[11]);
            (d0, d1, d2, d3) = Quad512(ref values, rows[12], rows[13], rows[14], rows[15]);
            Columns(a0, b0, c0, d0, ref destination);
            Columns(a1, b1, c1, d1, ref Unsafe.Add(ref destination, PointTiles.TileSize));
            Columns(a2, b2, c2, d2, ref Unsafe.Add(ref destination, 2 * PointTiles.TileSize));
            Columns(a3, b3, c3, d3, ref Unsafe.Add(ref destination, 3 * PointTiles.TileSize));
        }
    }

    /// <summary>Four rows of sixteen columns: quarter L of the i-th result holds column 4 · L + i of the four.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) Quad512(
        ref float values, nint a, nint b, nint c, nint d)
    {
        Vector512<float> first = Vector512.LoadUnsafe(ref Unsafe.Add(ref values, a)),
            second = Vector512.LoadUnsafe(ref Unsafe.Add(ref values, b));
        Vector512<float> third = Vector512.LoadUnsafe(ref Unsafe.Add(ref values, c)),
            fourth = Vector512.LoadUnsafe(ref Unsafe.Add(ref values, d));
        Vector512<double> lowerLeft = Avx512F.UnpackLow(first, second).AsDouble(), upperLeft = Avx512F.UnpackHigh(first, second).AsDouble();
        Vector512<double> lowerRight = Avx512F.UnpackLow(third, fourth).AsDouble(),
            upperRight = Avx512F.UnpackHigh(third, fourth).AsDouble();
        return (
            Avx512F.UnpackLow(lowerLeft, lowerRight).AsSingle(), Avx512F.UnpackHigh(lowerLeft, lowerRight).AsSingle(),
            Avx512F.UnpackLow(upperLeft, upperRight).AsSingle(), Avx512F.UnpackHigh(upperLeft, upperRight).AsSingle());
    }

    /// <summary>The columns i, 4 + i, 8 + i and 12 + i of sixteen rows from the i-th results of their quads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<float> First, Vector512<float> Second, Vector512<float> Third, Vector512<float> Fourth) Columns512(
        Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        const byte Even = 0b10_00_10_00, Odd = 0b11_01_11_01;
        Vector512<float> evenLeft = Avx512F.Shuffle4x128(a, b, Even), oddLeft = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<float> evenRight = Avx512F.Shuffle4x128(c, d, Even), oddRight = Avx512F.Shuffle4x128(c, d, Odd);
        return (
            Avx512F.Shuffle4x128(evenLeft, evenRight, Even), Avx512F.Shuffle4x128(oddLeft, oddRight, Even),
            Avx512F.Shuffle4x128(evenLeft, evenRight, Odd), Avx512F.Shuffle4x128(oddLeft, oddRight, Odd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float destination)
    {
        Vector512<float> first, second, third, fourth;
        (first, second, third, fourth) = Columns512(a, b, c, d);
        first.StoreUnsafe(ref destination);
        second.StoreUnsafe(ref destination, 4 * PointTiles.TileSize);
        third.StoreUnsafe(ref destination, 8 * PointTiles.TileSize);
        fourth.StoreUnsafe(ref destination, 12 * PointTiles.TileSize);
    }

    private readonly struct SquareOf8 : ISquare
    {
        public static int Side => 8;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Copy(ref float values, ReadOnlySpan<nint> rows, ref float destination)
        {
            _ = rows[7];
            Vector256<float> a0, a1, a2, a3, b0, b1, b2, b3;
            (a0, a1, a2, a3) = Quad256(ref values, rows[0], rows[1], rows[2], rows[3]);
            (b0, b1, b2, b3) = Quad256(ref values, rows[4], rows[5], rows[6], rows[7]);
            Columns(a0, b0, ref destination);
            Columns(a1, b1, ref Unsafe.Add(ref destination, PointTiles.TileSize));
            Columns(a2, b2, ref Unsafe.Add(ref destination, 2 * PointTiles.TileSize));
            Columns(a3, b3, ref Unsafe.Add(ref destination, 3 * PointTiles.TileSize));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> First, Vector256<float> Second, Vector256<float> Third, Vector256<float> Fourth) Quad256(
        ref float values, nint a, nint b, nint c, nint d)
    {
        Vector256<float> first = Vector256.LoadUnsafe(ref Unsafe.Add(ref values, a)),
            second = Vector256.LoadUnsafe(ref Unsafe.Add(ref values, b));
        Vector256<float> third = Vector256.LoadUnsafe(ref Unsafe.Add(ref values, c)),
            fourth = Vector256.LoadUnsafe(ref Unsafe.Add(ref values, d));
        Vector256<double> lowerLeft = Avx.UnpackLow(first, second).AsDouble(), upperLeft = Avx.UnpackHigh(first, second).AsDouble();
        Vector256<double> lowerRight = Avx.UnpackLow(third, fourth).AsDouble(), upperRight = Avx.UnpackHigh(third, fourth).AsDouble();
        return (
            Avx.UnpackLow(lowerLeft, lowerRight).AsSingle(), Avx.UnpackHigh(lowerLeft, lowerRight).AsSingle(),
            Avx.UnpackLow(upperLeft, upperRight).AsSingle(), Avx.UnpackHigh(upperLeft, upperRight).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(Vector256<float> a, Vector256<float> b, ref float destination)
    {
        Avx.Permute2x128(a, b, 0x20).StoreUnsafe(ref destination);
        Avx.Permute2x128(a, b, 0x31).StoreUnsafe(ref destination, 4 * PointTiles.TileSize);
    }

    private readonly struct SquareOf4 : ISquare
    {
        public static int Side => 4;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Copy(ref float values, ReadOnlySpan<nint> rows, ref float destination)
        {
            _ = rows[3];
            Vector128<float> a = Vector128.LoadUnsafe(ref Unsafe.Add(ref values, rows[0])),
                b = Vector128.LoadUnsafe(ref Unsafe.Add(ref values, rows[1]));
            Vector128<float> c = Vector128.LoadUnsafe(ref Unsafe.Add(ref values, rows[2])),
                d = Vector128.LoadUnsafe(ref Unsafe.Add(ref values, rows[3]));
            Vector128<float> lowerLeft = Sse.UnpackLow(a, b), upperLeft = Sse.UnpackHigh(a, b), lowerRight = Sse.UnpackLow(c, d),
                upperRight = Sse.UnpackHigh(c, d);
            Sse.MoveLowToHigh(lowerLeft, lowerRight).StoreUnsafe(ref destination);
            Sse.MoveHighToLow(lowerRight, lowerLeft).StoreUnsafe(ref destination, PointTiles.TileSize);
            Sse.MoveLowToHigh(upperLeft, upperRight).StoreUnsafe(ref destination, 2 * PointTiles.TileSize);
            Sse.MoveHighToLow(upperRight, upperLeft).StoreUnsafe(ref destination, 3 * PointTiles.TileSize);
        }
    }

    private readonly struct SquareOf1 : ISquare
    {
        public static int Side => 1;

        public static void Copy(ref float values, ReadOnlySpan<nint> rows, ref float destination) =>
            destination = Unsafe.Add(ref values, rows[0]);
    }
}
