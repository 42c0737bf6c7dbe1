using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>Sums of responsibilities and of differences and their products, of the points of a tile, on eight virtual lanes.</summary>
internal static class GaussianMoments<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int Size = GaussianTile.Size;
    private const int Lanes = GaussianTile.Lanes;
    private const int Block = GaussianTile.Block;

    /// <summary>Adds a tile whose exponentials and totals are known.</summary>
    public static void Add(GaussianDensities densities, GaussianTile tile)
    {
        int columns = densities.Columns;
        ref double points = ref MemoryMarshal.GetArrayDataReference(tile.Points);
        ref double differences = ref MemoryMarshal.GetArrayDataReference(tile.Differences);
        ref double shares = ref MemoryMarshal.GetArrayDataReference(tile.Responsibilities);
        Invert(tile);
        for (int component = 0; component < densities.Count; component++)
        {
            ref double mean = ref Unsafe.Add(ref MemoryMarshal.GetReference(densities.Means), component * columns);
            ref double sums = ref Unsafe.Add(
                ref MemoryMarshal.GetArrayDataReference(tile.Sums), (nint)component * tile.SumsOfComponent * Lanes);
            MultiplyInto(ref tile.Logs[component * Size], ref tile.Totals[0], ref shares);
            GaussianLogs<TLanes>.Subtract(ref points, ref mean, columns, ref differences);
            if (densities.Kind == CovarianceKind.Full)
                AddProducts(ref differences, ref shares, tile.Blocks, ref sums);
            else
                AddSquares(ref differences, ref shares, columns, ref sums);
        }
    }

    /// <summary>Folds the lanes.</summary>
    public static GaussianSums Fold(GaussianDensities densities, GaussianTile tile)
    {
        int columns = densities.Columns, triangle = columns * (columns + 1) / 2;
        bool full = densities.Kind == CovarianceKind.Full, tied = densities.Kind == CovarianceKind.Tied;
        GaussianSums sums = new(densities.Count, columns, densities.Count * (full ? triangle : tied ? 0 : columns))
        {
            LogLikelihood = GaussianTile.Fold(tile.LogLikelihood),
        };
        for (int component = 0; component < densities.Count; component++)
        {
            ReadOnlySpan<double> own = tile.Sums.AsSpan(component * tile.SumsOfComponent * Lanes, tile.SumsOfComponent * Lanes);
            sums.Weights[component] = At(own, full ? ProductIndex(columns, columns) : 0);
            int second = component * (full ? triangle : columns);
            for (int feature = 0; feature < columns; feature++)
            {
                sums.First[(component * columns) + feature] = At(own, full ? ProductIndex(columns, feature) : 1 + (2 * feature));
                for (int other = full ? 0 : feature; other <= feature && !tied; other++)
                    sums.Second[second++] = At(own, full ? ProductIndex(feature, other) : 2 + (2 * feature));
            }
        }

        return sums;
    }

    private static double At(ReadOnlySpan<double> sums, int index) => GaussianTile.Fold(sums.Slice(index * Lanes, Lanes));

    /// <summary>
    /// Where the product of two features stands, the first not before the second: blocks of 4 × 4 in a triangle of blocks.
    /// </summary>
    private static int ProductIndex(int row, int column)
    {
        int block = row / Block, sequence = (block * (block + 1) / 2) + (column / Block);
        return (sequence * Block * Block) + (row % Block * Block) + (column % Block);
    }

    /// <summary>Weight ÷ total of each point, in the place of the total.</summary>
    private static void Invert(GaussianTile tile)
    {
        ref double weights = ref MemoryMarshal.GetArrayDataReference(tile.Weights);
        ref double totals = ref MemoryMarshal.GetArrayDataReference(tile.Totals);
        for (nuint point = 0; point < Size; point += (nuint)TLanes.Count)
            TLanes.Store(TLanes.Divide(TLanes.Load(ref weights, point), TLanes.Load(ref totals, point)), ref totals, point);
    }

    private static void MultiplyInto(ref double left, ref double right, ref double destination)
    {
        for (nuint point = 0; point < Size; point += (nuint)TLanes.Count)
            TLanes.Store(TLanes.Multiply(TLanes.Load(ref left, point), TLanes.Load(ref right, point)), ref destination, point);
    }

    /// <summary>Products of all features, the constant one among them, block by block: 16 sums stay in registers over the tile.</summary>
    private static void AddProducts(ref double differences, ref double shares, int blocks, ref double sums)
    {
        for (int row = 0; row < blocks; row++)
        {
            ref double rows = ref Unsafe.Add(ref differences, row * Block * Size);
            for (int column = 0; column < row; column++)
            {
                AddBlock(ref rows, ref Unsafe.Add(ref differences, column * Block * Size), ref shares, ref sums);
                sums = ref Unsafe.Add(ref sums, Block * Block * Lanes);
            }

            AddDiagonalBlock(ref rows, ref shares, ref sums);
            sums = ref Unsafe.Add(ref sums, Block * Block * Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddDiagonalBlock(ref double rows, ref double shares, ref double sums)
    {
        for (nuint lane = 0; lane < Lanes; lane += (nuint)TLanes.Count)
        {
            TLanes s00 = At(ref sums, 0, lane), s10 = At(ref sums, 4, lane), s11 = At(ref sums, 5, lane);
            TLanes s20 = At(ref sums, 8, lane), s21 = At(ref sums, 9, lane), s22 = At(ref sums, 10, lane);
            TLanes s30 = At(ref sums, 12, lane), s31 = At(ref sums, 13, lane), s32 = At(ref sums, 14, lane), s33 = At(ref sums, 15, lane);
            for (nuint point = lane; point < Size; point += Lanes)
            {
                TLanes share = TLanes.Load(ref shares, point);
                TLanes x0 = TLanes.Load(ref rows, point), x1 = TLanes.Load(ref rows, point + Size);
                TLanes x2 = TLanes.Load(ref rows, point + (2 * Size)), x3 = TLanes.Load(ref rows, point + (3 * Size));
                TLanes y0 = TLanes.Multiply(x0, share), y1 = TLanes.Multiply(x1, share), y2 = TLanes.Multiply(x2, share),
                    y3 = TLanes.Multiply(x3, share);
                s00 = TLanes.MultiplyAdd(y0, x0, s00);
                s10 = TLanes.MultiplyAdd(y1, x0, s10);
                s11 = TLanes.MultiplyAdd(y1, x1, s11);
                s20 = TLanes.MultiplyAdd(y2, x0, s20);
                s21 = TLanes.MultiplyAdd(y2, x1, s21);
                s22 = TLanes.MultiplyAdd(y2, x2, s22);
                s30 = TLanes.MultiplyAdd(y3, x0, s30);
                s31 = TLanes.MultiplyAdd(y3, x1, s31);
                s32 = TLanes.MultiplyAdd(y3, x2, s32);
                s33 = TLanes.MultiplyAdd(y3, x3, s33);
            }

            Put(s00, ref sums, 0, lane);
            Put(s10, ref sums, 4, lane);
            Put(s11, ref sums, 5, lane);
            Put(s20, ref sums, 8, lane);
            Put(s21, ref sums, 9, lane);
            Put(s22, ref sums, 10, lane);
            Put(s30, ref sums, 12, lane);
            Put(s31, ref sums, 13, lane);
            Put(s32, ref sums, 14, lane);
            Put(s33, ref sums, 15, lane);
        }
    }

    /// <summary>Two rows at a time, so that eight sums, two factors and four loads fit sixteen registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddBlock(ref double rows, ref double columns, ref double shares, ref double sums)
    {
        for (int half = 0; half < 2; half++)
        {
            for (nuint lane = 0; lane < Lanes; lane += (nuint)TLanes.Count)
            {
                TLanes s00 = At(ref sums, 0, lane), s01 = At(ref sums, 1, lane), s02 = At(ref sums, 2, lane), s03 = At(ref sums, 3, lane);
                TLanes s10 = At(ref sums, 4, lane), s11 = At(ref sums, 5, lane), s12 = At(ref sums, 6, lane), s13 = At(ref sums, 7, lane);
                for (nuint point = lane; point < Size; point += Lanes)
                {
                    TLanes share = TLanes.Load(ref shares, point);
                    TLanes y0 = TLanes.Multiply(TLanes.Load(ref rows, point), share),
                        y1 = TLanes.Multiply(TLanes.Load(ref rows, point + Size), share);
                    TLanes x = TLanes.Load(ref columns, point);
                    s00 = TLanes.MultiplyAdd(y0, x, s00);
                    s10 = TLanes.MultiplyAdd(y1, x, s10);
                    x = TLanes.Load(ref columns, point + Size);
                    s01 = TLanes.MultiplyAdd(y0, x, s01);
                    s11 = TLanes.MultiplyAdd(y1, x, s11);
                    x = TLanes.Load(ref columns, point + (2 * Size));
                    s02 = TLanes.MultiplyAdd(y0, x, s02);
                    s12 = TLanes.MultiplyAdd(y1, x, s12);
                    x = TLanes.Load(ref columns, point + (3 * Size));
                    s03 = TLanes.MultiplyAdd(y0, x, s03);
                    s13 = TLanes.MultiplyAdd(y1, x, s13);
                }

                Put(s00, ref sums, 0, lane);
                Put(s01, ref sums, 1, lane);
                Put(s02, ref sums, 2, lane);
                Put(s03, ref sums, 3, lane);
                Put(s10, ref sums, 4, lane);
                Put(s11, ref sums, 5, lane);
                Put(s12, ref sums, 6, lane);
                Put(s13, ref sums, 7, lane);
            }

            rows = ref Unsafe.Add(ref rows, 2 * Size);
            sums = ref Unsafe.Add(ref sums, 2 * Block * Lanes);
        }
    }

    /// <summary>The responsibilities, then for each feature its differences and their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares(ref double differences, ref double shares, int columns, ref double sums)
    {
        for (nuint lane = 0; lane < Lanes; lane += (nuint)TLanes.Count)
        {
            TLanes weight = At(ref sums, 0, lane);
            for (nuint point = lane; point < Size; point += Lanes)
                weight = TLanes.Add(TLanes.Load(ref shares, point), weight);

            Put(weight, ref sums, 0, lane);
            for (int feature = 0; feature < columns; feature++)
            {
                ref double values = ref Unsafe.Add(ref differences, feature * Size);
                TLanes first = At(ref sums, 1 + (2 * feature), lane), second = At(ref sums, 2 + (2 * feature), lane);
                for (nuint point = lane; point < Size; point += Lanes)
                {
                    TLanes value = TLanes.Load(ref values, point), share = TLanes.Multiply(value, TLanes.Load(ref shares, point));
                    first = TLanes.Add(share, first);
                    second = TLanes.MultiplyAdd(share, value, second);
                }

                Put(first, ref sums, 1 + (2 * feature), lane);
                Put(second, ref sums, 2 + (2 * feature), lane);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes At(ref double sums, int index, nuint lane) => TLanes.Load(ref sums, ((nuint)index * Lanes) + lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TLanes value, ref double sums, int index, nuint lane) =>
        TLanes.Store(value, ref sums, ((nuint)index * Lanes) + lane);
}
