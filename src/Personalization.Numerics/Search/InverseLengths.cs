using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// 1/‖x‖, in single precision, squares added in the order of the columns; 0 where they sum to 0. One row and a tile give the same bits.
/// </summary>
internal static class InverseLengths
{
    public static float Of(ReadOnlySpan<float> row)
    {
        float sum = Squares(row);
        return sum > 0 ? 1 / MathF.Sqrt(sum) : 0;
    }

    /// <summary>‖x‖².</summary>
    public static float Squares(ReadOnlySpan<float> row)
    {
        float sum = 0;
        foreach (float value in row)
            sum = MathF.FusedMultiplyAdd(value, value, sum);

        return sum;
    }

    /// <summary>1/‖x‖ from ‖x‖².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes OfSquares<TLanes>(TLanes squares)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.WhereLess(default, squares, TLanes.Divide(TLanes.Broadcast(1), TLanes.Sqrt(squares)), default);

    /// <param name="tile">columns × 32 values.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="scales">Receives 32 values.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Of<TLanes>(ref float tile, int columns, ref float scales)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nuint point = 0; point < PointTiles.TileSize; point += (nuint)TLanes.Count)
        {
            TLanes sum = default;
            for (int column = 0; column < columns; column++)
            {
                TLanes value = TLanes.Load(ref tile, ((nuint)column * PointTiles.TileSize) + point);
                sum = TLanes.MultiplyAdd(value, value, sum);
            }

            TLanes.Store(OfSquares(sum), ref scales, point);
        }
    }
}
