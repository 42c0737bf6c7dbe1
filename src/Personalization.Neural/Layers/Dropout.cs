using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Neural;

/// <summary>
/// Sets values to 0 with a probability while training, and scales the others up by as much (Srivastava et al. 2014). Which ones depends on
/// (seed, name, step, row) alone, so that it is the same for any number of threads, and after a resumed run; backward draws the same mask
/// again and keeps none.
/// </summary>
/// <param name="name">Keeps this layer's draws apart from others'.</param>
/// <param name="probability">Of a value to be dropped, from 0 to .999.</param>
/// <param name="seed">The run's seed.</param>
public sealed class Dropout(string name, double probability, ulong seed)
{
    private const int Draws = 1 << 16;

    // 16 bits a value: two values a draw, and a probability exact to 1/65,536.
    private readonly uint _threshold = (uint)Math.Round(Guard.InRange(probability, 0, .999) * Draws);

    /// <summary>Drops values of rows in place; the same call on a gradient is the backward pass.</summary>
    /// <param name="values">Activations going forward, gradients going backward.</param>
    /// <param name="step">The optimizer's step, so that each batch draws anew.</param>
    /// <param name="firstRow">Number of the first row within the batch, so that a batch in chunks draws as one that is whole.</param>
    public void Apply(MutableMatrixView values, long step, int firstRow)
    {
        if (_threshold == 0) return;
        RandomStream draws = CreateDraws();
        for (int row = 0; row < values.Rows; row++) Apply(values.Row(row), draws, step, firstRow + row);
    }

    /// <summary>What one thread draws from, for those who come row by row.</summary>
    internal RandomStream CreateDraws() => new(seed, name);

    /// <summary>Drops values of one row in place.</summary>
    internal void Apply(Span<float> cells, RandomStream draws, long step, int row)
    {
        if (_threshold == 0) return;
        ulong index = ((ulong)step << 24) + (uint)row;
        if (cells.Length <= Philox.Batch * 2)
        {
            Span<uint> few = stackalloc uint[Philox.Batch];
            draws.Fill(index, few);
            Apply(cells, MemoryMarshal.Cast<uint, ushort>(few));
            return;
        }

        int count = (cells.Length + (2 * Philox.Batch) - 1) / (2 * Philox.Batch) * Philox.Batch;
        uint[] many = ArrayPool<uint>.Shared.Rent(count);
        draws.Fill(index, many.AsSpan(0, count));
        Apply(cells, MemoryMarshal.Cast<uint, ushort>(many));
        ArrayPool<uint>.Shared.Return(many);
    }

    private void Apply(Span<float> cells, ReadOnlySpan<ushort> draws)
    {
        float scale = Draws / (float)(Draws - _threshold);
        ref float first = ref MemoryMarshal.GetReference(cells);
        ref ushort draw = ref MemoryMarshal.GetReference(draws[..cells.Length]);
        nuint i = 0, length = (nuint)cells.Length;
        Vector256<uint> threshold = Vector256.Create(_threshold);
        for (; i + (nuint)Vector256<float>.Count <= length; i += (nuint)Vector256<float>.Count)
        {
            (Vector128<uint> lower, Vector128<uint> upper) = Vector128.Widen(Vector128.LoadUnsafe(ref draw, i));
            Vector256<float> isKept = Vector256.GreaterThanOrEqual(Vector256.Create(lower, upper), threshold).AsSingle();
            (Vector256.LoadUnsafe(ref first, i) * scale & isKept).StoreUnsafe(ref first, i);
        }

        for (; i < length; i++) cells[(int)i] = draws[(int)i] >= _threshold ? cells[(int)i] * scale : 0;
    }
}
