using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// Places of features in a vector, given in the order in which names are first met; place 0 is the constant. When there are as many names
/// as are allowed, further ones share places by their hash, so that memory stays bounded whatever is sent.
/// </summary>
internal sealed class FeatureIndex(int capacity)
{
    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<ulong> _names = [];

    /// <summary>Places given, the constant among them.</summary>
    public int Count => _names.Count + 1;

    /// <summary>Hashes of the names, in the order of their places from 1 on.</summary>
    public ReadOnlySpan<ulong> Names => CollectionsMarshal.AsSpan(_names);

    public void Restore(ReadOnlySpan<long> names)
    {
        _places.Clear();
        _names.Clear();
        foreach (long name in names) Add((ulong)name);
    }

    /// <summary>Gives places to names that have none. Only learning does: asking must not change what is asked.</summary>
    public void Add(FeatureSet set)
    {
        if (set.Placed is { } known && ReferenceEquals(known.Owner, this)) return;
        foreach (ulong name in set.Hashes) Add(name);
    }

    /// <summary>Places of a set's features, −1 for those without one yet; kept with the set once all have one.</summary>
    public int[] PlacesOf(FeatureSet set)
    {
        if (set.Placed is { } known && ReferenceEquals(known.Owner, this)) return known.Places;
        int[] places = new int[set.Hashes.Length];
        bool all = true;
        for (int i = 0; i < places.Length; i++) all &= (places[i] = Place(set.Hashes[i])) >= 0;
        if (all) set.Placed = new(this, places);
        return places;
    }

    private int Place(ulong name) =>
        _places.TryGetValue(name, out int place) ? place
        : Count < capacity ? -1
        : capacity == 1 ? 0
        : 1 + (int)(StableHash.Mix(name) % (ulong)(capacity - 1));

    private void Add(ulong name)
    {
        if (Count >= capacity || !_places.TryAdd(name, Count)) return;
        _names.Add(name);
    }
}
