using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>Hints to the processor that memory will be read soon. They change no result; where there is no such instruction they do nothing.</summary>
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
}
