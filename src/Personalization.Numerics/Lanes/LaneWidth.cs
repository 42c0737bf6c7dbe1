using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Which implementation of <see cref="ILanes{TSelf}"/> a kernel runs on; tests name one, everybody else takes the widest.
/// </summary>
internal enum LaneWidth
{
    Scalar = 1,
    Vector128 = 4,
    Vector256 = 8,
    Vector512 = 16,
}

internal static class LaneWidths
{
    /// <summary>The widest that the processor runs in hardware.</summary>
    public static LaneWidth Widest { get; } =
        Vector512.IsHardwareAccelerated ? LaneWidth.Vector512
        : Vector256.IsHardwareAccelerated ? LaneWidth.Vector256
        : Vector128.IsHardwareAccelerated ? LaneWidth.Vector128
        : LaneWidth.Scalar;
}
