using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Weighted log densities of every component at the points of a tile. Four vectors of points at a time hide the latency of multiply-adds.
/// </summary>
internal static class GaussianLogs<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int Size = GaussianTile.Size;

    public static void Compute(GaussianDensities densities, GaussianTile tile)
    {
        int columns = densities.Columns;
        ref double points = ref MemoryMarshal.GetArrayDataReference(tile.Points);
        ref double whitening = ref MemoryMarshal.GetReference(densities.Whitening);
        ref double logs = ref MemoryMarshal.GetArrayDataReference(tile.Logs);
        ref double differences = ref MemoryMarshal.GetArrayDataReference(tile.Differences);
        ref double whitened = ref MemoryMarshal.GetArrayDataReference(tile.Whitened);
        if (densities.Kind == CovarianceKind.Tied)
        {
            Subtract(ref points, ref MemoryMarshal.GetReference(densities.Middle), columns, ref differences);
            Whiten(ref differences, ref whitening, columns, ref whitened);
        }

        int triangle = columns * (columns + 1) / 2;
        for (int component = 0; component < densities.Count; component++)
        {
            ref double mean = ref Unsafe.Add(ref MemoryMarshal.GetReference(densities.Means), component * columns);
            ref double log = ref Unsafe.Add(ref logs, component * Size);
            double offset = densities.Offsets[component];
            switch (densities.Kind)
            {
                case CovarianceKind.Full:
                    Subtract(ref points, ref mean, columns, ref differences);
                    Triangular(ref differences, ref Unsafe.Add(ref whitening, component * triangle), columns, offset, ref log);
                    break;
                case CovarianceKind.Tied:
                    Plain(ref whitened, ref Unsafe.Add(ref MemoryMarshal.GetReference(densities.WhitenedMeans), component * columns),
                        columns, offset, ref log);
                    break;
                default:
                    Scaled(ref points, ref mean, ref Unsafe.Add(ref whitening, component * columns), columns, offset, ref log);
                    break;
            }
        }
    }

    /// <summary>Differences of the tile's points from one point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Subtract(ref double points, ref double mean, int columns, ref double differences)
    {
        for (int feature = 0; feature < columns; feature++)
        {
            TLanes value = TLanes.Broadcast(Unsafe.Add(ref mean, feature));
            for (nuint at = (nuint)feature * Size; at < (nuint)(feature + 1) * Size; at += (nuint)TLanes.Count)
                TLanes.Store(TLanes.Subtract(TLanes.Load(ref points, at), value), ref differences, at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Triangular(ref double differences, ref double whitening, int columns, double offset, ref double logs)
    {
        nuint width = (nuint)TLanes.Count;
        for (nuint point = 0; point < Size; point += 4 * width)
        {
            ref double row = ref whitening;
            TLanes a = default, b = default, c = default, d = default;
            for (int to = 0; to < columns; to++)
            {
                TLanes ya = default, yb = default, yc = default, yd = default;
                MultiplyRow(ref Unsafe.Add(ref differences, point), ref row, to, ref ya, ref yb, ref yc, ref yd);
                a = TLanes.MultiplyAdd(ya, ya, a);
                b = TLanes.MultiplyAdd(yb, yb, b);
                c = TLanes.MultiplyAdd(yc, yc, c);
                d = TLanes.MultiplyAdd(yd, yd, d);
                row = ref Unsafe.Add(ref row, to + 1);
            }

            Store(a, b, c, d, offset, ref Unsafe.Add(ref logs, point));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Whiten(ref double differences, ref double whitening, int columns, ref double whitened)
    {
        nuint width = (nuint)TLanes.Count;
        for (nuint point = 0; point < Size; point += 4 * width)
        {
            ref double row = ref whitening;
            for (int to = 0; to < columns; to++)
            {
                TLanes a = default, b = default, c = default, d = default;
                MultiplyRow(ref Unsafe.Add(ref differences, point), ref row, to, ref a, ref b, ref c, ref d);
                ref double destination = ref Unsafe.Add(ref whitened, ((nuint)to * Size) + point);
                TLanes.Store(a, ref destination, 0);
                TLanes.Store(b, ref destination, width);
                TLanes.Store(c, ref destination, 2 * width);
                TLanes.Store(d, ref destination, 3 * width);
                row = ref Unsafe.Add(ref row, to + 1);
            }
        }
    }

    /// <summary>One row of the triangle times the differences of four vectors of points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void MultiplyRow(
        ref double differences, ref double row, int last, ref TLanes a, ref TLanes b, ref TLanes c, ref TLanes d)
    {
        nuint width = (nuint)TLanes.Count;
        for (int from = 0; from <= last; from++)
        {
            TLanes factor = TLanes.Broadcast(Unsafe.Add(ref row, from));
            a = TLanes.MultiplyAdd(TLanes.Load(ref differences, 0), factor, a);
            b = TLanes.MultiplyAdd(TLanes.Load(ref differences, width), factor, b);
            c = TLanes.MultiplyAdd(TLanes.Load(ref differences, 2 * width), factor, c);
            d = TLanes.MultiplyAdd(TLanes.Load(ref differences, 3 * width), factor, d);
            differences = ref Unsafe.Add(ref differences, Size);
        }
    }

    /// <summary>Σ ((x − μ) / σ)².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scaled(
        ref double points, ref double mean, ref double inverseDeviations, int columns, double offset, ref double logs)
    {
        nuint width = (nuint)TLanes.Count;
        for (nuint point = 0; point < Size; point += 4 * width)
        {
            TLanes a = default, b = default, c = default, d = default;
            for (int feature = 0; feature < columns; feature++)
            {
                ref double values = ref Unsafe.Add(ref points, ((nuint)feature * Size) + point);
                TLanes center = TLanes.Broadcast(Unsafe.Add(ref mean, feature)),
                    factor = TLanes.Broadcast(Unsafe.Add(ref inverseDeviations, feature));
                a = AddSquare(TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref values, 0), center), factor), a);
                b = AddSquare(TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref values, width), center), factor), b);
                c = AddSquare(TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref values, 2 * width), center), factor), c);
                d = AddSquare(TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref values, 3 * width), center), factor), d);
            }

            Store(a, b, c, d, offset, ref Unsafe.Add(ref logs, point));
        }
    }

    /// <summary>Σ (x − μ)² of points and means that are whitened already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Plain(ref double points, ref double mean, int columns, double offset, ref double logs)
    {
        nuint width = (nuint)TLanes.Count;
        for (nuint point = 0; point < Size; point += 4 * width)
        {
            TLanes a = default, b = default, c = default, d = default;
            for (int feature = 0; feature < columns; feature++)
            {
                ref double values = ref Unsafe.Add(ref points, ((nuint)feature * Size) + point);
                TLanes center = TLanes.Broadcast(Unsafe.Add(ref mean, feature));
                a = AddSquare(TLanes.Subtract(TLanes.Load(ref values, 0), center), a);
                b = AddSquare(TLanes.Subtract(TLanes.Load(ref values, width), center), b);
                c = AddSquare(TLanes.Subtract(TLanes.Load(ref values, 2 * width), center), c);
                d = AddSquare(TLanes.Subtract(TLanes.Load(ref values, 3 * width), center), d);
            }

            Store(a, b, c, d, offset, ref Unsafe.Add(ref logs, point));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AddSquare(TLanes value, TLanes sum) => TLanes.MultiplyAdd(value, value, sum);

    /// <summary>offset − ½ of the squared distances.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes a, TLanes b, TLanes c, TLanes d, double offset, ref double logs)
    {
        nuint width = (nuint)TLanes.Count;
        TLanes half = TLanes.Broadcast(-.5), begin = TLanes.Broadcast(offset);
        TLanes.Store(TLanes.MultiplyAdd(a, half, begin), ref logs, 0);
        TLanes.Store(TLanes.MultiplyAdd(b, half, begin), ref logs, width);
        TLanes.Store(TLanes.MultiplyAdd(c, half, begin), ref logs, 2 * width);
        TLanes.Store(TLanes.MultiplyAdd(d, half, begin), ref logs, 3 * width);
    }
}
