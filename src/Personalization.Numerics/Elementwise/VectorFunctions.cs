using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Functions of a vector of single-precision values as a whole: what layers of a network do to a row. Sums run in double precision over a
/// fixed number of virtual lanes (<see cref="StableSum"/>): the same bits at any vector width. On the caller's thread, O(n), without
/// allocating.
/// <para>The destination may be the source itself; it may not overlap it otherwise.</para>
/// </summary>
public static class VectorFunctions
{
    private const int Block = 1024;

    /// <summary>e^(xᵢ − max) / Σ e^(xⱼ − max). A row with NaN or +∞, or of −∞ alone, becomes NaN. An empty row stays empty.</summary>
    /// <param name="row">n values.</param>
    /// <param name="destination">Receives n values that sum to 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or the spans overlap without being the same.</exception>
    public static void Softmax(ReadOnlySpan<float> row, Span<float> destination) => Softmax(row, destination, LaneWidths.Widest);

    /// <summary>Softmax of each row, in place.</summary>
    /// <param name="rows">m × n.</param>
    public static void Softmax(MutableMatrixView rows)
    {
        for (int row = 0; row < rows.Rows; row++)
            Softmax(rows.Row(row), rows.Row(row));
    }

    /// <summary>ln Σ e^xᵢ, without overflow. −∞ of no values or of −∞ alone, ∞ where a value is; NaN where one is NaN.</summary>
    /// <param name="row">n values.</param>
    public static double LogSumExp(ReadOnlySpan<float> row) => LogSumExp(row, LaneWidths.Widest);

    /// <summary>
    /// gainᵢ · (xᵢ − mean) / √(variance + ε) + biasᵢ, with the variance of a population (÷ n), as PyTorch's layer norm has it.
    /// </summary>
    /// <param name="row">n values.</param>
    /// <param name="gain">n factors; empty for 1.</param>
    /// <param name="bias">n summands; empty for 0.</param>
    /// <param name="destination">Receives n values.</param>
    /// <param name="epsilon">Positive, so that a constant row becomes the bias. Default 1e-5.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the spans overlap without being the same.</exception>
    public static void LayerNorm(
        ReadOnlySpan<float> row, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> destination, double epsilon = 1e-5) =>
        LayerNorm(row, gain, bias, destination, epsilon, LaneWidths.Widest);

    internal static void Softmax(ReadOnlySpan<float> row, Span<float> destination, LaneWidth width)
    {
        Check(row, destination);
        float largest = Largest(row);
        TensorPrimitives.Subtract(row, largest, destination);
        Elementwise.Run<ExpOperation>(destination, destination, width);
        float sum = (float)StableSum.Sum((ReadOnlySpan<float>)destination);
        TensorPrimitives.Divide(destination, sum, destination);
    }

    /// <summary>
    /// Softmax of a row times a factor, in place; gives back the row's ln Σ e^xᵢ, which is NaN where
    /// <see cref="LogSumExp(ReadOnlySpan{float})"/> isn't finite.
    /// </summary>
    internal static double SoftmaxTimes(float factor, Span<float> row, LaneWidth width)
    {
        float largest = Largest(row);
        TensorPrimitives.Subtract(row, largest, row);
        Elementwise.Run<ExpOperation>(row, row, width);
        double sum = StableSum.Sum((ReadOnlySpan<float>)row);
        TensorPrimitives.Multiply(row, (float)(factor / sum), row);
        return largest + Logarithm(sum);
    }

    internal static double LogSumExp(ReadOnlySpan<float> row, LaneWidth width)
    {
        float largest = Largest(row);
        if (float.IsInfinity(largest))
            return TensorPrimitives.IsNaNAny(row) ? double.NaN : largest;

        Span<float> part = stackalloc float[Math.Min(Block, row.Length)];
        double sum = 0;
        for (int start = 0; start < row.Length; start += Block)
        {
            Span<float> terms = part[..Math.Min(Block, row.Length - start)];
            TensorPrimitives.Subtract(row.Slice(start, terms.Length), largest, terms);
            Elementwise.Run<ExpOperation>(terms, terms, width);
            sum += StableSum.Sum((ReadOnlySpan<float>)terms);
        }

        return largest + Logarithm(sum);
    }

    internal static void LayerNorm(
        ReadOnlySpan<float> row, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> destination, double epsilon,
        LaneWidth width)
    {
        Check(row, destination);
        Guard.Positive(epsilon);
        if ((!gain.IsEmpty && gain.Length != row.Length) || (!bias.IsEmpty && bias.Length != row.Length))
        {
            throw new ArgumentException(
                $"The row has {row.Length} values, the gain {gain.Length} and the bias {bias.Length}.", nameof(gain));
        }

        double mean = StableSum.Mean(row), factor = 1 / Math.Sqrt(StableSum.Variance(row, mean) + epsilon);
        switch (width)
        {
            case LaneWidth.Vector512: Normalize<Lanes512>(row, gain, bias, destination, mean, (float)factor); break;
            case LaneWidth.Vector256: Normalize<Lanes256>(row, gain, bias, destination, mean, (float)factor); break;
            case LaneWidth.Vector128: Normalize<Lanes128>(row, gain, bias, destination, mean, (float)factor); break;
            default: Normalize<Lanes1>(row, gain, bias, destination, mean, (float)factor); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Normalize<TLanes>(
        ReadOnlySpan<float> row, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> destination, double mean, float factor)
        where TLanes : struct, ILanes<TLanes>
    {
        int whole = row.Length - (row.Length % TLanes.Count);
        for (int i = 0; i < whole; i += TLanes.Count)
            Normalize<TLanes>(row, gain, bias, destination, mean, factor, (nuint)i);

        for (int i = whole; i < row.Length; i++)
            Normalize<Lanes1>(row, gain, bias, destination, mean, factor, (nuint)i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Normalize<TLanes>(
        ReadOnlySpan<float> row, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, Span<float> destination, double mean, float factor,
        nuint index)
        where TLanes : struct, ILanes<TLanes>
    {
        // The mean in two parts: a row far from zero keeps its digits.
        float high = (float)mean, low = (float)(mean - high);
        TLanes value = TLanes.Subtract(TLanes.Load(ref MemoryMarshal.GetReference(row), index), TLanes.Broadcast(high));
        value = TLanes.Multiply(TLanes.Subtract(value, TLanes.Broadcast(low)), TLanes.Broadcast(factor));
        TLanes scale = gain.IsEmpty ? TLanes.Broadcast(1) : TLanes.Load(ref MemoryMarshal.GetReference(gain), index);
        TLanes shift = bias.IsEmpty ? TLanes.Broadcast(0) : TLanes.Load(ref MemoryMarshal.GetReference(bias), index);
        TLanes.Store(TLanes.MultiplyAdd(value, scale, shift), ref MemoryMarshal.GetReference(destination), index);
    }

    /// <summary>The natural logarithm of a positive number, the same bits on every machine; NaN of NaN.</summary>
    internal static double Logarithm(double value)
    {
        // Which the logarithm on lanes doesn't promise to keep.
        if (double.IsNaN(value)) return double.NaN;
        double logarithm = 0;
        DoubleLanes1.Store(DoubleFunctions.Log(DoubleLanes1.Broadcast(value)), ref logarithm, 0);
        return logarithm;
    }

    /// <summary>The largest value that is a number; −∞ of none at all, NaN where all are NaN.</summary>
    private static float Largest(ReadOnlySpan<float> row) => row.IsEmpty ? float.NegativeInfinity : TensorPrimitives.MaxNumber(row);

    private static void Check(ReadOnlySpan<float> row, Span<float> destination)
    {
        if (row.Length != destination.Length)
            throw new ArgumentException($"The row has {row.Length} values; there is room for {destination.Length}.", nameof(destination));

        if (row.Overlaps(destination, out int offset) && offset != 0)
        {
            throw new ArgumentException(
                $"The destination overlaps the row, {offset} values on; it must be the same span or another.", nameof(destination));
        }
    }
}
