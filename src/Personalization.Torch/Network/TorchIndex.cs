using static TorchSharp.torch;

namespace Personalization.Torch;

/// <summary>Numbers of rows, or classes, that are collected for a device. The buffer is kept from batch to batch.</summary>
internal sealed class TorchIndex
{
    private long[] _values = new long[256];

    public int Count { get; private set; }

    public ReadOnlySpan<long> Values => _values.AsSpan(0, Count);

    public void Clear() => Count = 0;

    public void Add(long value)
    {
        if (Count == _values.Length) Array.Resize(ref _values, 2 * Count);
        _values[Count++] = value;
    }

    /// <summary>Copies them, in the caller's dispose scope.</summary>
    public Tensor On(Device device) => tensor(_values.AsMemory(0, Count), [Count], device: device);
}
