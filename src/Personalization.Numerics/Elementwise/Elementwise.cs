using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Functions of each value of a span, in single precision: within two units in the last place of the exact value, subnormal results
/// included, and the same bits at any vector width. Run on the caller's thread, O(n), without allocating.
/// <para>The destination may be the source itself; it may not overlap it otherwise. NaN gives NaN.</para>
/// </summary>
public static class Elementwise
{
    /// <summary>eˣ. 0 below −103.97, ∞ above 88.72; e^±0 is 1.</summary>
    /// <param name="source">n values.</param>
    /// <param name="destination">Receives n values.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Exp(ReadOnlySpan<float> source, Span<float> destination) =>
        Run<ExpOperation>(source, destination, LaneWidths.Widest);

    /// <summary>ln x. −∞ at ±0, NaN below, ∞ at ∞.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Log(ReadOnlySpan<float> source, Span<float> destination) =>
        Run<LogOperation>(source, destination, LaneWidths.Widest);

    /// <summary>tanh x; ±0 keeps its sign, ±∞ gives ±1.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Tanh(ReadOnlySpan<float> source, Span<float> destination) =>
        Run<TanhOperation>(source, destination, LaneWidths.Widest);

    /// <summary>1 / (1 + e⁻ˣ); −∞ gives 0, ∞ gives 1.</summary>
    /// <inheritdoc cref="Exp"/>
    public static void Sigmoid(ReadOnlySpan<float> source, Span<float> destination) =>
        Run<SigmoidOperation>(source, destination, LaneWidths.Widest);

    internal static void Run<TOperation>(ReadOnlySpan<float> source, Span<float> destination, LaneWidth width)
        where TOperation : struct, IElementwiseOperation
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"There are {source.Length} values and room for {destination.Length}.", nameof(destination));

        if (source.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"The destination overlaps the source, {offset} values on; it must be the same span or another.", nameof(destination));
        }

        switch (width)
        {
            case LaneWidth.Vector512: Run<TOperation, Lanes512>(source, destination); break;
            case LaneWidth.Vector256: Run<TOperation, Lanes256>(source, destination); break;
            case LaneWidth.Vector128: Run<TOperation, Lanes128>(source, destination); break;
            default: Run<TOperation, Lanes1>(source, destination); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TOperation, TLanes>(ReadOnlySpan<float> source, Span<float> destination)
        where TOperation : struct, IElementwiseOperation
        where TLanes : struct, ILanes<TLanes>
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint length = (nuint)source.Length, width = (nuint)TLanes.Count, index = 0;
        for (; index + width <= length; index += width)
            TLanes.Store(TOperation.Apply(TLanes.Load(ref from, index)), ref to, index);

        for (; index < length; index++)
            Lanes1.Store(TOperation.Apply(Lanes1.Load(ref from, index)), ref to, index);
    }
}
