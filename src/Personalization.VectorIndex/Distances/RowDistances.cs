using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.VectorIndex;

/// <summary>What a pair of values adds to a distance, for sixteen pairs at once.</summary>
internal interface IRowForm
{
    static abstract TBlock Add<TBlock>(TBlock query, TBlock row, TBlock sum)
        where TBlock : struct, IBlock<TBlock>;

    /// <summary>The distance, smaller for nearer rows, that a sum stands for.</summary>
    static abstract Vector128<float> Distance(Vector128<float> sum);
}

/// <summary>−Σ x · y.</summary>
internal readonly struct DotForm : IRowForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TBlock Add<TBlock>(TBlock query, TBlock row, TBlock sum)
        where TBlock : struct, IBlock<TBlock> => TBlock.MultiplyAdd(query, row, sum);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Distance(Vector128<float> sum) => -sum;
}

/// <summary>Σ (x − y)².</summary>
internal readonly struct SquaredForm : IRowForm
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TBlock Add<TBlock>(TBlock query, TBlock row, TBlock sum)
        where TBlock : struct, IBlock<TBlock>
    {
        TBlock difference = TBlock.Subtract(query, row);
        return TBlock.MultiplyAdd(difference, difference, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Distance(Vector128<float> sum) => sum;
}

/// <summary>
/// Distances of one vector to four rows that lie anywhere. Rows are read side by side, so that the additions of one wait while those of
/// another run; each row's own order of additions is that of <see cref="IBlock{TSelf}"/>, so that neither its neighbours nor the vector
/// width changes a bit.
/// </summary>
internal static unsafe class RowDistances
{
    /// <summary>Rows are as long as a multiple of this, padded with zeros.</summary>
    public const int Padding = 16;

    /// <summary>Distances to four rows with the widest registers there are.</summary>
    /// <param name="query">The vector.</param>
    /// <param name="first">A row; the other three may be the same one.</param>
    /// <param name="second">A row.</param>
    /// <param name="third">A row.</param>
    /// <param name="fourth">A row.</param>
    /// <param name="length">Values of each, a multiple of <see cref="Padding"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Four<TForm>(float* query, float* first, float* second, float* third, float* fourth, int length)
        where TForm : struct, IRowForm
    {
        if (Vector512.IsHardwareAccelerated) return Four<Block512, TForm>(query, first, second, third, fourth, length);
        if (Vector256.IsHardwareAccelerated) return Four<Block256, TForm>(query, first, second, third, fourth, length);
        return Four<Block128, TForm>(query, first, second, third, fourth, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<float> Four<TBlock, TForm>(float* query, float* first, float* second, float* third, float* fourth, int length)
        where TBlock : struct, IBlock<TBlock>
        where TForm : struct, IRowForm
    {
        TBlock a = TBlock.Zero, b = TBlock.Zero, c = TBlock.Zero, d = TBlock.Zero;
        for (int i = 0; i < length; i += Padding)
        {
            TBlock values = TBlock.Load(query + i);
            a = TForm.Add(values, TBlock.Load(first + i), a);
            b = TForm.Add(values, TBlock.Load(second + i), b);
            c = TForm.Add(values, TBlock.Load(third + i), c);
            d = TForm.Add(values, TBlock.Load(fourth + i), d);
        }

        return TForm.Distance(TBlock.Fold(a, b, c, d));
    }
}
