using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// Hints to the processor that memory will be read soon. They change no result; where there is no such instruction they do nothing.
/// </summary>
internal static unsafe class Prefetch
{
    /// <summary>Bytes that one hint brings.</summary>
    public const int CacheLine = 64;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToFirstLevel(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ToSecondLevel(void* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(address);
    }

    /// <summary>
    /// Asks for some rows of a matrix, as far as it has them, for later: they shouldn't drive what is at hand out of the first level.
    /// </summary>
    public static void Rows(MatrixView matrix, int start, int count)
    {
        ref float first = ref MemoryMarshal.GetReference(matrix.Memory.Span);
        for (int row = start; row < Math.Min(start + count, matrix.Rows); row++)
        {
            for (int column = 0; column < matrix.Columns; column += CacheLine / sizeof(float))
                ToSecondLevel(Unsafe.AsPointer(ref Unsafe.Add(ref first, ((nint)row * matrix.Stride) + column)));
        }
    }

    /// <summary>Asks for a row that is needed soon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(ref float row, int columns)
    {
        for (int column = 0; column < columns; column += CacheLine / sizeof(float))
            ToFirstLevel(Unsafe.AsPointer(ref Unsafe.Add(ref row, column)));
    }
}
