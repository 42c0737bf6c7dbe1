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

    /// <summary>
    /// Draws <paramref name="count"/> distinct numbers below <paramref name="populationSize"/>, in random order; O(count) time and memory.
    /// </summary>
    /// <param name="count">From 0 to <paramref name="populationSize"/>.</param>
    /// <param name="populationSize">At least 0.</param>
    public int[] SampleWithoutReplacement(int count, int populationSize)
    {
        Guard.AtLeast(populationSize, 0);
        int[] sample = new int[Guard.InRange(count, 0, populationSize)];

        // The first steps of a Fisher–Yates shuffle of 0, 1, 2, … of which only the moved entries are stored.
        Dictionary<int, int> moved = new(count);
        for (int i = 0; i < count; i++)
        {
            int chosen = NextInt32(i, populationSize);
            sample[i] = moved.GetValueOrDefault(chosen, chosen);
            moved[chosen] = moved.GetValueOrDefault(i, i);
        }

        return sample;
    }
}
