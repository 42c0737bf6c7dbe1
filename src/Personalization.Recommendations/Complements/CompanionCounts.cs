using System.Collections.Concurrent;
using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Recommendations;

/// <summary>
/// How often items are bought with each other: of the baskets that hold the one, those that hold the other too, or whose customer bought it
/// in a basket not far from them in time.
/// </summary>
internal sealed class CompanionCounts
{
    private const int ItemsAtOnce = 32;

    private readonly Baskets _baskets;
    private readonly long _window;
    private readonly int[] _customerOf;
    private readonly int[] _offsets;
    private readonly int[] _basketsOf;

    public CompanionCounts(Baskets baskets, int windowDays)
    {
        _baskets = baskets;
        _window = windowDays * TimeSpan.TicksPerDay;
        _customerOf = new int[baskets.Count];
        for (int customer = 0; customer < baskets.CustomerCount; customer++)
        {
            (int start, int end) = baskets.Of(customer);
            _customerOf.AsSpan(start..end).Fill(customer);
        }

        Holding = baskets.CountItems();
        _offsets = new int[baskets.ItemCount + 1];
        for (int item = 0; item < baskets.ItemCount; item++) _offsets[item + 1] = _offsets[item] + Holding[item];
        _basketsOf = new int[_offsets[^1]];
        int[] next = _offsets[..^1];
        for (int basket = 0; basket < baskets.Count; basket++)
        {
            foreach (int item in baskets[basket]) _basketsOf[next[item]++] = basket;
        }
    }

    public int BasketCount => _baskets.Count;

    /// <summary>For each item the number of baskets that hold it.</summary>
    public int[] Holding { get; }

    /// <summary>For each item the number of baskets that hold it or are near one that does.</summary>
    public int[] Accompanying { get; private set; } = [];

    /// <summary>For each item the items bought with it, rising, and how often.</summary>
    public (int[] Items, int[] Counts)[] Run(int? threads, Action<int>? told, CancellationToken cancellationToken)
    {
        int count = _baskets.ItemCount;
        (int[] Items, int[] Counts)[] rows = new (int[] Items, int[] Counts)[count];
        ConcurrentBag<Accumulator> accumulators = [];
        int done = 0;
        ParallelChunks.Run(
            count,
            ItemsAtOnce,
            (_, start, end) =>
            {
                if (!accumulators.TryTake(out Accumulator? accumulator)) accumulator = new Accumulator(count);
                for (int item = start; item < end; item++)
                {
                    foreach (int basket in _basketsOf.AsSpan(_offsets[item].._offsets[item + 1])) Add(basket, accumulator);
                    rows[item] = accumulator.Take(item);
                }

                accumulators.Add(accumulator);
                told?.Invoke(Interlocked.Add(ref done, end - start));
            },
            threads,
            cancellationToken);

        Accumulator all = new(count);
        for (int basket = 0; basket < _baskets.Count; basket++) Add(basket, all);
        Accompanying = all.Counts;
        return rows;
    }

    /// <summary>Counts each item of a basket and of those near it once.</summary>
    private void Add(int basket, Accumulator accumulator)
    {
        (int start, int end) = _baskets.Of(_customerOf[basket]);
        int first = basket, last = basket;
        while (_window > 0 && first > start && _baskets.TimeOf(basket) - _baskets.TimeOf(first - 1) <= _window) first--;
        while (_window > 0 && last + 1 < end && _baskets.TimeOf(last + 1) - _baskets.TimeOf(basket) <= _window) last++;
        accumulator.Begin();
        for (int near = first; near <= last; near++)
        {
            foreach (int item in _baskets[near]) accumulator.Add(item);
        }
    }

    private sealed class Accumulator(int itemCount)
    {
        private readonly int[] _seenIn = new int[itemCount];
        private readonly List<int> _touched = [];
        private int _stamp;

        public int[] Counts { get; } = new int[itemCount];

        public void Begin() => _stamp++;

        public void Add(int item)
        {
            if (_seenIn[item] == _stamp) return;
            _seenIn[item] = _stamp;
            if (Counts[item]++ == 0) _touched.Add(item);
        }

        /// <summary>What was counted, but for an item itself; leaves everything at 0.</summary>
        public (int[] Items, int[] Counts) Take(int except)
        {
            _touched.Sort();
            _touched.Remove(except);
            (int[] Items, int[] Counts) taken = ([.. _touched], new int[_touched.Count]);
            for (int i = 0; i < _touched.Count; i++) taken.Counts[i] = Counts[_touched[i]];
            foreach (int item in _touched) Counts[item] = 0;
            Counts[except] = 0;
            _touched.Clear();
            return taken;
        }
    }
}
