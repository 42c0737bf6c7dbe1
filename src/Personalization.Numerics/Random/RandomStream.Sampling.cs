namespace Personalization.Numerics;

public sealed partial class RandomStream
{
    /// <summary>Puts the values in a uniformly random order (Fisher and Yates).</summary>
    /// <typeparam name="T">Kind of value.</typeparam>
    /// <param name="values">Reordered in place.</param>
    public void Shuffle<T>(Span<T> values)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            int other = NextInt32(i + 1);
            (values[i], values[other]) = (values[other], values[i]);
        }
    }

    /// <summary>Draws <paramref name="count"/> distinct numbers below <paramref name="populationSize"/>, in random order; O(count) time and memory.</summary>
    /// <param name="count">From 0 to <paramref name="populationSize"/>.</param>
    /// <param name="populationSize">At least 0.</param>
    public int[] SampleWithoutReplacement(int count, int populationSize)
    {
        Guard.AtLeast(populationSize, 0, nameof(populationSize));
        var sample = new int[Guard.InRange(count, 0, populationSize, nameof(count))];

        // The first steps of a Fisher–Yates shuffle of 0, 1, 2, … of which only the moved entries are stored.
        var moved = new Dictionary<int, int>(count);
        for (int i = 0; i < count; i++)
        {
            int chosen = NextInt32(i, populationSize);
            sample[i] = moved.GetValueOrDefault(chosen, chosen);
            moved[chosen] = moved.GetValueOrDefault(i, i);
        }

        return sample;
    }

    /// <summary>
    /// Draws distinct positions, each next one with probability proportional to its weight among those left
    /// (Efraimidis and Spirakis 2006), in the order of drawing. O(n log count).
    /// </summary>
    /// <param name="count">From 0 to the number of positive weights.</param>
    /// <param name="weights">Finite and at least 0; a position of weight 0 is never drawn.</param>
    public int[] SampleWithoutReplacement(int count, ReadOnlySpan<double> weights)
    {
        Guard.InRange(count, 0, weights.Length, nameof(count));
        var kept = new PriorityQueue<int, double>(count + 1);
        for (int i = 0; i < weights.Length; i++)
        {
            double weight = Guard.InRange(weights[i], 0, double.MaxValue, nameof(weights));
            if (weight == 0 || count == 0)
                continue;

            // The queue yields its smallest priority first: that is the latest arrival time, the one to let go.
            double arrival = -LogUniform() / weight;
            kept.Enqueue(i, -arrival);
            if (kept.Count > count)
                kept.Dequeue();
        }

        if (kept.Count < count)
            throw new ArgumentException($"Only {kept.Count} weights are positive; {count} positions were asked for.", nameof(weights));

        var sample = new int[count];
        for (int i = count - 1; i >= 0; i--)
            sample[i] = kept.Dequeue();

        return sample;
    }

    /// <summary>Draws up to <paramref name="count"/> elements of a sequence of unknown length, all subsets equally likely (Vitter's algorithm R, 1985).</summary>
    /// <typeparam name="T">Kind of element.</typeparam>
    /// <param name="source">Read once, to its end.</param>
    /// <param name="count">At least 0; a shorter source is returned whole.</param>
    public T[] SampleReservoir<T>(IEnumerable<T> source, int count)
    {
        ArgumentNullException.ThrowIfNull(source);
        Guard.AtLeast(count, 0, nameof(count));
        var reservoir = new List<T>();
        long seen = 0;
        foreach (T element in source)
        {
            seen++;
            if (reservoir.Count < count)
            {
                reservoir.Add(element);
                continue;
            }

            long slot = NextInt64(seen);
            if (slot < count)
                reservoir[(int)slot] = element;
        }

        return [.. reservoir];
    }
}
