using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// How a <see cref="PanelKernel{TVector, TItem, TForm, TSums, TResults}"/> reads points and centers, and adds one item of both to a sum.
/// </summary>
internal interface IPanelForm<TVector, TItem>
{
    /// <summary>Points in a vector.</summary>
    static abstract int Count { get; }

    static abstract TVector Broadcast(TItem value);

    static abstract TVector Load(ref TItem source, int index);

    static abstract TVector Add(TVector point, TVector center, TVector sum);
}

/// <summary>Singles, one feature after the other.</summary>
internal readonly struct SingleForm<TLanes, TForm> : IPanelForm<TLanes, float>
    where TLanes : struct, ILanes<TLanes>
    where TForm : struct, IDistanceForm
{
    public static int Count => TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Broadcast(float value) => TLanes.Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(ref float source, int index) => TLanes.Load(ref source, (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Add(TLanes point, TLanes center, TLanes sum) => TForm.Add(point, center, sum);
}

/// <summary>Whole numbers of 16 bits, two features side by side.</summary>
internal readonly struct WordForm<TWords, TLanes> : IPanelForm<TWords, int>
    where TWords : struct, IByteLanes<TWords, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    public static int Count => TLanes.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TWords Broadcast(int value) => TWords.Broadcast(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TWords Load(ref int source, int index) => TWords.Load(ref Unsafe.As<int, byte>(ref source), (nuint)index * sizeof(int));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TWords Add(TWords point, TWords center, TWords sum) => TWords.MultiplyAdd(point, center, sum);
}
