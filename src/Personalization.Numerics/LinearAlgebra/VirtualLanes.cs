using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>Sums in double precision over 8 virtual lanes, term i in lane i mod 8, whatever the processor has.</summary>
internal static unsafe class VirtualLanes
{
    public const int Count = 8;

    /// <summary>The lanes' sum, folded in halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Fold(double* lanes) =>
        ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}
