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
        float scale = Draws / (float)(Draws - _threshold);
        draws.Restart(((ulong)step << 24) + (uint)row);
        for (int i = 0; i < cells.Length; i += 2)
        {
            uint draw = draws.NextUInt32();
            cells[i] = Kept(cells[i] * scale, draw & 0xffff);
            if (i + 1 < cells.Length) cells[i + 1] = Kept(cells[i + 1] * scale, draw >> 16);
        }
    }

    /// <summary>The value, or 0 where the draw is below the threshold; without a branch, which nothing could predict.</summary>
    private float Kept(float value, uint draw) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(value) & ~((int)(draw - _threshold) >> 31));
}
