using System.Buffers;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Scratch memory of a product: rented, pinned, and begun at a cache line, because a vector load that crosses two lines costs twice.
/// Its values are whatever the last user left.
/// </summary>
internal sealed unsafe class AlignedBuffer : IDisposable
{
    private const int CacheLine = 64;

    private readonly float[] _values;
    private GCHandle _pin;

    public AlignedBuffer(int length)
    {
        _values = ArrayPool<float>.Shared.Rent(length + (CacheLine / sizeof(float)));
        _pin = GCHandle.Alloc(_values, GCHandleType.Pinned);
        nint address = _pin.AddrOfPinnedObject();
        Pointer = (float*)((address + CacheLine - 1) & -CacheLine);
    }

    public float* Pointer { get; }

    public void Dispose()
    {
        if (_pin.IsAllocated)
        {
            _pin.Free();
            ArrayPool<float>.Shared.Return(_values);
        }
    }
}
