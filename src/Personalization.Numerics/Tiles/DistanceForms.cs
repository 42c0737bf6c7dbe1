using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>How a kernel adds one feature to a running score that is smallest for the nearest center.</summary>
internal interface IDistanceForm
{
    static abstract TLanes Add<TLanes>(TLanes point, TLanes center, TLanes sum)
        where TLanes : struct, ILanes<TLanes>;
}

/// <summary>Σ (x − c)²: two operations a feature, accurate however near the points are.</summary>
internal readonly struct DifferenceForm : IDistanceForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes point, TLanes center, TLanes sum)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes difference = TLanes.Subtract(point, center);
        return TLanes.MultiplyAdd(difference, difference, sum);
    }
}

/// <summary>
/// ½‖c‖² − x·c, with the center stored as −c and the sum begun at ½‖c‖²: one operation a feature, and the same order as the distances',
/// because ‖x‖² is common to all centers.
/// </summary>
internal readonly struct InnerProductForm : IDistanceForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes point, TLanes center, TLanes sum)
        where TLanes : struct, ILanes<TLanes> => TLanes.MultiplyAdd(point, center, sum);
}

/// <summary>Σ |x − c|: the city-block distance, two operations a feature.</summary>
internal readonly struct AbsoluteForm : IDistanceForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add<TLanes>(TLanes point, TLanes center, TLanes sum)
        where TLanes : struct, ILanes<TLanes> => TLanes.AddAbsolute(TLanes.Subtract(point, center), sum);
}
