using System.Runtime.CompilerServices;

namespace Personalization.VectorIndex;

/// <summary>
/// A row and its distance in one number that sorts by distance, then row: the upper half is the distance's bits made ascending, the lower
/// the row, doubled, with a flag in the last bit.
/// </summary>
internal static class Candidate
{
    /// <summary>Sorts behind every row.</summary>
    public const ulong None = ulong.MaxValue;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(float distance, int row) => ((ulong)Ascending(distance) << 32) | ((uint)row << 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Row(ulong candidate) => (int)((uint)candidate >> 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Distance(ulong candidate)
    {
        uint bits = (uint)(candidate >> 32);
        return BitConverter.UInt32BitsToSingle(bits ^ ((bits & 0x80000000) != 0 ? 0x80000000 : 0xFFFFFFFF));
    }

    // Negative numbers have all bits turned, others the sign alone; adding 0 makes −0 the same as 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Ascending(float distance)
    {
        int bits = BitConverter.SingleToInt32Bits(distance + 0f);
        return (uint)(bits ^ ((bits >> 31) | int.MinValue));
    }
}
