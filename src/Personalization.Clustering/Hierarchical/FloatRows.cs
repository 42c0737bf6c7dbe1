using System.Numerics;
using System.Runtime.InteropServices;

namespace Personalization.Clustering;

/// <summary>
/// Loops over rows of distances, element by element or for an exact minimum: the same bits at any vector width. Infinity stays infinity.
/// </summary>
internal static class FloatRows
{
    /// <summary>The smallest value; infinity of none.</summary>
    public static float Smallest(ReadOnlySpan<float> values)
    {
        Vector<float> smallest = new(float.PositiveInfinity);
        ReadOnlySpan<Vector<float>> vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (Vector<float> vector in vectors)
            smallest = Vector.ConditionalSelect(Vector.LessThan(vector, smallest), vector, smallest);

        float least = float.PositiveInfinity;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            least = Math.Min(least, smallest[lane]);

        foreach (float value in values[(vectors.Length * Vector<float>.Count)..])
            least = Math.Min(least, value);

        return least;
    }

    /// <summary>Weighted mean of two distances.</summary>
    public static float Average(float other, float otherSize, float own, float ownSize) =>
        MathF.FusedMultiplyAdd(own, ownSize, other * otherSize) / (otherSize + ownSize);

    /// <summary>Weighted means of two rows of distances, into the second.</summary>
    public static void Average(ReadOnlySpan<float> others, float otherSize, Span<float> own, float ownSize)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(others);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(own);
        Vector<float> one = new(otherSize), mine = new(ownSize), both = new(otherSize + ownSize);
        for (int i = 0; i < to.Length; i++)
            to[i] = Vector.FusedMultiplyAdd(to[i], mine, from[i] * one) / both;

        for (int i = to.Length * Vector<float>.Count; i < own.Length; i++)
            own[i] = Average(others[i], otherSize, own[i], ownSize);
    }

    /// <summary>The larger of two rows of distances, into the second.</summary>
    public static void Larger(ReadOnlySpan<float> others, Span<float> own)
    {
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(others);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(own);
        for (int i = 0; i < to.Length; i++)
            to[i] = Vector.Max(from[i], to[i]);

        for (int i = to.Length * Vector<float>.Count; i < own.Length; i++)
            own[i] = MathF.Max(others[i], own[i]);
    }
}
