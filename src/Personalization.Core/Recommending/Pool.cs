using System.Collections.Concurrent;

namespace Personalization.Core;

/// <summary>Things that are dear to make, lent to one caller at a time. One that an exception kept isn't missed.</summary>
/// <param name="make">Makes one more.</param>
internal sealed class Pool<T>(Func<T> make)
{
    private readonly ConcurrentBag<T> _free = [];

    public T Rent() => _free.TryTake(out T? free) ? free : make();

    public void Return(T used) => _free.Add(used);
}
