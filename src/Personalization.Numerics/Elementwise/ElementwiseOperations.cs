using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>A function of one value, on as many lanes as there are.</summary>
internal interface IElementwiseOperation
{
    static abstract TLanes Apply<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes>;
}

internal readonly struct ExpOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes> => SingleFunctions.Exp(value);
}

internal readonly struct LogOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes> => SingleFunctions.Log(value);
}

internal readonly struct TanhOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes> => SingleFunctions.Tanh(value);
}

internal readonly struct SigmoidOperation : IElementwiseOperation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Apply<TLanes>(TLanes value)
        where TLanes : struct, ILanes<TLanes> => SingleFunctions.Sigmoid(value);
}
