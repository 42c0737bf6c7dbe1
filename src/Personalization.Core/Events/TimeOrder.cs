namespace Personalization.Core;

/// <summary>Puts what is grouped by customer in the order of time.</summary>
internal static class TimeOrder
{
    /// <summary>
    /// Sorts each customer's times, and with them its positions; of equal times the lower position comes first. O(n) where a customer's
    /// times rise already, as they mostly do.
    /// </summary>
    /// <param name="times">Ticks, by customer.</param>
    /// <param name="positions">What stands at those times, as numbers.</param>
    /// <param name="starts">Offsets of each customer, one more than there are customers.</param>
    public static void SortEach(long[] times, int[] positions, int[] starts)
    {
        for (int row = 0; row + 1 < starts.Length; row++)
        {
            Span<long> own = times.AsSpan(starts[row]..starts[row + 1]);
            if (!IsSorted(own)) Sort(own, positions.AsSpan(starts[row]..starts[row + 1]));
        }
    }

    private static bool IsSorted(ReadOnlySpan<long> times)
    {
        for (int i = 1; i < times.Length; i++)
        {
            if (times[i] < times[i - 1]) return false;
        }

        return true;
    }

    private static void Sort(Span<long> times, Span<int> positions)
    {
        (long Time, int Position)[] keys = new (long, int)[times.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = (times[i], positions[i]);
        Array.Sort(keys, static (a, b) => a.Time != b.Time ? a.Time.CompareTo(b.Time) : a.Position.CompareTo(b.Position));
        for (int i = 0; i < keys.Length; i++) (times[i], positions[i]) = keys[i];
    }
}
