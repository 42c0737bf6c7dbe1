using System.Buffers;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Scratch memory of a product: rented, pinned, and begun at a cache line, because a vector load that crosses two lines costs twice.
/// Its values are whatever the last user left.
/// </summary>
/// <typeparam name="T">An element.</typeparam>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int CacheLine = 64;

    private readonly T[] _values;
    private GCHandle _pin;

    public AlignedBuffer(int length)
    {
        _values = ArrayPool<T>.Shared.Rent(length + (CacheLine / sizeof(T)));
        _pin = GCHandle.Alloc(_values, GCHandleType.Pinned);
        nint address = _pin.AddrOfPinnedObject();
        Pointer = (T*)((address + CacheLine - 1) & -CacheLine);
    }

    public T* Pointer { get; }

    public void Dispose()
    {
        if (_pin.IsAllocated)
        {
            _pin.Free();
            ArrayPool<T>.Shared.Return(_values);
        }
    }
}
