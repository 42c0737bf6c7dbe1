using System.Collections;

namespace Personalization.Incentives;

/// <summary>A list that is made when it is first read. Thread-safe where <paramref name="make"/> gives equal lists each time.</summary>
internal sealed class OnDemandList<T>(Func<IReadOnlyList<T>> make) : IReadOnlyList<T>
{
    private readonly Lazy<IReadOnlyList<T>> _list = new(make, LazyThreadSafetyMode.PublicationOnly);

    public int Count => _list.Value.Count;

    public T this[int index] => _list.Value[index];

    public IEnumerator<T> GetEnumerator() => _list.Value.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
