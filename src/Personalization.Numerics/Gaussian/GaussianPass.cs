using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>The passes of <see cref="GaussianDensities"/> over points, tile by tile.</summary>
internal static class GaussianPass<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    private const int Size = GaussianTile.Size;

    public static void Evaluate(
        GaussianDensities densities, MatrixView points, Span<int> labels, Span<double> logDensities, Span<double> responsibilities)
    {
        GaussianTile tile = new(densities, forSums: false);
        for (int start = 0; start < points.Rows; start += Size)
        {
            int rows = Math.Min(Size, points.Rows - start);
            Fill(tile, points, start, rows, default);
            GaussianLogs<TLanes>.Compute(densities, tile);
            if (!labels.IsEmpty)
                Label(tile, densities.Count, labels.Slice(start, rows));

            if (logDensities.IsEmpty && responsibilities.IsEmpty)
                continue;

            Exponentiate(tile, densities.Count);
            if (!logDensities.IsEmpty)
                tile.Largest.AsSpan(0, rows).CopyTo(logDensities[start..]);

            for (int point = 0; point < rows && !responsibilities.IsEmpty; point++)
            {
                Span<double> row = responsibilities.Slice((start + point) * densities.Count, densities.Count);
                for (int component = 0; component < row.Length; component++)
                    row[component] = tile.Logs[(component * Size) + point] / tile.Totals[point];
            }
        }
    }

    public static GaussianSums Sum(GaussianDensities densities, MatrixView points, ReadOnlySpan<float> weights, ReadOnlySpan<int> labels)
    {
        GaussianTile tile = new(densities, forSums: true);
        for (int start = 0; start < points.Rows; start += Size)
        {
            int rows = Math.Min(Size, points.Rows - start);
            Fill(tile, points, start, rows, weights);
            if (labels.IsEmpty)
            {
                GaussianLogs<TLanes>.Compute(densities, tile);
                Exponentiate(tile, densities.Count);
                AddLogLikelihood(tile);
            }
            else
            {
                Mark(tile, densities.Count, labels.Slice(start, rows));
            }

            GaussianMoments<TLanes>.Add(densities, tile);
        }

        return GaussianMoments<TLanes>.Fold(densities, tile);
    }

    private static void Fill(GaussianTile tile, MatrixView points, int start, int rows, ReadOnlySpan<float> weights) => tile.Fill(
        points.Memory.Span[(start * points.Stride)..],
        points.Stride,
        points.Columns,
        rows,
        weights.IsEmpty ? weights : weights.Slice(start, rows));

    /// <summary>
    /// The component of the largest log density. The number of a component travels as a double, since lanes choose and don't convert.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Label(GaussianTile tile, int count, Span<int> labels)
    {
        ref double logs = ref MemoryMarshal.GetArrayDataReference(tile.Logs);
        ref double chosen = ref MemoryMarshal.GetArrayDataReference(tile.Responsibilities);
        for (nuint point = 0; point < Size; point += (nuint)TLanes.Count)
        {
            TLanes best = TLanes.Load(ref logs, point), label = TLanes.Broadcast(0);
            for (int component = 1; component < count; component++)
            {
                TLanes log = TLanes.Load(ref logs, ((nuint)component * Size) + point);
                label = TLanes.WhereLess(best, log, TLanes.Broadcast(component), label);
                best = TLanes.WhereLess(best, log, log, best);
            }

            TLanes.Store(label, ref chosen, point);
        }

        for (int point = 0; point < labels.Length; point++)
            labels[point] = (int)tile.Responsibilities[point];
    }

    /// <summary>
    /// Replaces log densities by exp(log − largest), sums these, and replaces the largest by the logarithm of the whole density.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Exponentiate(GaussianTile tile, int count)
    {
        ref double logs = ref MemoryMarshal.GetArrayDataReference(tile.Logs);
        ref double larger = ref MemoryMarshal.GetArrayDataReference(tile.Largest);
        ref double totals = ref MemoryMarshal.GetArrayDataReference(tile.Totals);
        for (nuint point = 0; point < Size; point += (nuint)TLanes.Count)
        {
            TLanes largest = TLanes.Load(ref logs, point);
            for (int component = 1; component < count; component++)
            {
                TLanes log = TLanes.Load(ref logs, ((nuint)component * Size) + point);
                largest = TLanes.WhereLess(largest, log, log, largest);
            }

            TLanes total = TLanes.Broadcast(0);
            for (int component = 0; component < count; component++)
            {
                nuint at = ((nuint)component * Size) + point;
                TLanes share = DoubleFunctions.Exp(TLanes.Subtract(TLanes.Load(ref logs, at), largest));
                TLanes.Store(share, ref logs, at);
                total = TLanes.Add(total, share);
            }

            TLanes.Store(total, ref totals, point);
            TLanes.Store(TLanes.Add(largest, DoubleFunctions.Log(total)), ref larger, point);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLogLikelihood(GaussianTile tile)
    {
        ref double logs = ref MemoryMarshal.GetArrayDataReference(tile.Largest);
        ref double weights = ref MemoryMarshal.GetArrayDataReference(tile.Weights);
        ref double sums = ref MemoryMarshal.GetArrayDataReference(tile.LogLikelihood);
        for (nuint lane = 0; lane < GaussianTile.Lanes; lane += (nuint)TLanes.Count)
        {
            TLanes sum = TLanes.Load(ref sums, lane);
            for (nuint point = lane; point < Size; point += GaussianTile.Lanes)
                sum = TLanes.MultiplyAdd(TLanes.Load(ref logs, point), TLanes.Load(ref weights, point), sum);

            TLanes.Store(sum, ref sums, lane);
        }
    }

    /// <summary>Responsibilities of 1 for the component of a label and 0 for the others.</summary>
    private static void Mark(GaussianTile tile, int count, ReadOnlySpan<int> labels)
    {
        Array.Clear(tile.Logs);
        Array.Fill(tile.Totals, 1);
        for (int point = 0; point < labels.Length; point++)
        {
            if ((uint)labels[point] < (uint)count)
                tile.Logs[(labels[point] * Size) + point] = 1;
        }
    }
}
