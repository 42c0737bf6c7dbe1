using Personalization.Beha2Vec;
using Personalization.Neural;
using TorchSharp;
using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>
/// <see cref="CausalAttention"/> over sequences of one padded length: all scores of a sequence at once, with what a row doesn't see masked.
/// Belongs to one run.
/// </summary>
internal sealed class TorchAttention : IDisposable
{
    private readonly int _heads, _window;
    private readonly double _dropout;
    private readonly Device _device;
    private readonly Tensor? _cosines, _sines, _slopes;

    public TorchAttention(Beha2VecOptions options, Device device)
    {
        (_heads, _window, _dropout, _device) = (options.Heads, options.AttentionWindow, options.Dropout, device);
        int pairs = options.Dimensions / options.Heads / 2;
        using DisposeScope scope = NewDisposeScope();
        switch (options.Positions)
        {
            case BehaviorPositions.Rotary:
                double[] frequencies = RotaryAngles.Frequencies(2 * pairs);
                float[] cosines = new float[options.MaxLength * pairs], sines = new float[cosines.Length];
                for (int row = 0; row < options.MaxLength; row++)
                    RotaryAngles.Fill(frequencies, row, cosines.AsSpan(row * pairs, pairs), sines.AsSpan(row * pairs, pairs));
                _cosines = tensor(cosines, [options.MaxLength, pairs], device: device).DetachFromDisposeScope();
                _sines = tensor(sines, [options.MaxLength, pairs], device: device).DetachFromDisposeScope();
                break;
            case BehaviorPositions.Alibi:
                _slopes = tensor(AlibiSlopes.Of(_heads), [_heads, 1, 1], device: device).DetachFromDisposeScope();
                break;
        }
    }

    /// <summary>
    /// What is added to scores, in the caller's dispose scope; null where a row sees all before it, and no more is to be said.
    /// </summary>
    /// <param name="length">Of the longest sequence.</param>
    public Tensor? Mask(int length)
    {
        if (_window >= length && _slopes is null) return null;
        using Scalar unseen = double.NegativeInfinity, window = _window, zero = 0;
        Tensor rows = TensorSums.Places(length, _device);
        Tensor distance = rows.unsqueeze(1).Minus(rows);
        Tensor hidden = distance.lt(zero).logical_or(distance.ge(window));
        Tensor scores = _slopes is null ? zeros(length, length, device: _device) : -_slopes * distance;
        return scores.masked_fill(hidden, unseen);
    }

    /// <summary>Attends.</summary>
    /// <param name="projections">q | k | v, sequences × length × 3d.</param>
    /// <param name="mask">Of the same length.</param>
    /// <param name="training">Whether probabilities are dropped.</param>
    /// <returns>Sequences × length × d.</returns>
    public Tensor Forward(Tensor projections, Tensor? mask, bool training)
    {
        (long sequences, long length, long columns) = (projections.shape[0], projections.shape[1], projections.shape[2] / 3);
        Tensor parts = projections.view(sequences, length, 3, _heads, columns / _heads).permute(2, 0, 3, 1, 4);
        Tensor queries = Turn(parts[0], length), keys = Turn(parts[1], length);
        Tensor attended = nn.functional.scaled_dot_product_attention(
            queries, keys, parts[2], mask!, training ? _dropout : 0, is_casual: mask is null);
        return attended.transpose(1, 2).reshape(sequences, length, columns);
    }

    public void Dispose()
    {
        _cosines?.Dispose();
        _sines?.Dispose();
        _slopes?.Dispose();
    }

    /// <summary>Turns pairs of a coordinate of the first half of a head and one of the second.</summary>
    private Tensor Turn(Tensor heads, long length)
    {
        if (_cosines is null) return heads;
        Tensor cosines = _cosines.narrow(0, 0, length), sines = _sines!.narrow(0, 0, length);
        Tensor[] halves = heads.chunk(2, -1);
        return cat([(halves[0] * cosines).Minus(halves[1] * sines), (halves[0] * sines).Plus(halves[1] * cosines)], -1);
    }
}
