namespace Personalization.Numerics;

/// <summary>
/// The lower weighted median: the smallest of the values such that those up to it have at least half of the weight. With equal weights that
/// is the middle value, and of an even number the lower of the two in the middle: always one of the values.
/// </summary>
public static class WeightedMedian
{
    private const int FewEnoughToSort = 24;

    /// <summary>
    /// Finds it in O(n) time on average and O(n log n) at worst. The same values and weights in the same order give the same result.
    /// </summary>
    /// <param name="values">n finite values, at least one; reordered.</param>
    /// <param name="weights">n weights, finite and at least 0, not all 0; reordered alike.</param>
    /// <exception cref="ArgumentException">There are no values, or another number of weights.</exception>
    public static float Of(Span<float> values, Span<float> weights)
    {
        if (values.IsEmpty || weights.Length != values.Length)
        {
            throw new ArgumentException(
                $"{values.Length} values and {weights.Length} weights must be equally many, and at least one.", nameof(values));
        }

        double half = 0, below = 0;
        foreach (float weight in weights)
            half += weight / 2.0;

        int start = 0, end = values.Length, rounds = 2 * int.Log2(values.Length);
        while (end - start > FewEnoughToSort && rounds-- > 0)
        {
            (int less, int equal) = Partition(values[start..end], weights[start..end]);
            double weightLess = Sum(weights.Slice(start, less)), weightEqual = Sum(weights.Slice(start + less, equal));
            if (less > 0 && below + weightLess >= half)
            {
                end = start + less;
            }
            else if (below + weightLess + weightEqual >= half || start + less + equal == end)
            {
                return values[start + less];
            }
            else
            {
                below += weightLess + weightEqual;
                start += less + equal;
            }
        }

        Span<float> rest = values[start..end], restWeights = weights[start..end];
        rest.Sort(restWeights);
        int at = 0;
        for (below += restWeights[0]; below < half && at < rest.Length - 1; below += restWeights[at])
            at++;

        return rest[at];
    }

    /// <summary>
    /// Puts what is below the middle of the first, middle and last value to the front, what equals it next. Returns how many of each.
    /// </summary>
    private static (int Less, int Equal) Partition(Span<float> values, Span<float> weights)
    {
        float first = values[0], middle = values[values.Length / 2], last = values[^1];
        float pivot = Math.Max(Math.Min(first, middle), Math.Min(Math.Max(first, middle), last));
        int less = 0, at = 0, greater = values.Length;
        while (at < greater)
        {
            float value = values[at];
            if (value < pivot)
                Swap(values, weights, less++, at++);
            else if (value > pivot)
                Swap(values, weights, at, --greater);
            else
                at++;
        }

        return (less, greater - less);
    }

    private static void Swap(Span<float> values, Span<float> weights, int a, int b)
    {
        (values[a], values[b]) = (values[b], values[a]);
        (weights[a], weights[b]) = (weights[b], weights[a]);
    }

    private static double Sum(ReadOnlySpan<float> weights)
    {
        double sum = 0;
        foreach (float weight in weights)
            sum += weight;

        return sum;
    }
}
