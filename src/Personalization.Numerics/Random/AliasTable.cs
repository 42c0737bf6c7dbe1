namespace Personalization.Numerics;

/// <summary>Draws positions in proportion to fixed weights, in constant time each (Vose 1991). Immutable and thread-safe.</summary>
public sealed class AliasTable
{
    private readonly double[] _keep;
    private readonly int[] _alias;

    /// <summary>Builds the table in O(n).</summary>
    /// <param name="weights">At least one; finite, at least 0, with a positive, finite sum.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    /// <exception cref="ArgumentException">There are no weights, or their sum is 0 or infinite.</exception>
    public AliasTable(ReadOnlySpan<double> weights)
    {
        double sum = 0;
        foreach (double weight in weights)
            sum += Guard.InRange(weight, 0, double.MaxValue, nameof(weights));

        if (!(sum > 0 && double.IsFinite(sum)))
        {
            throw new ArgumentException(
                $"The {weights.Length} weights sum to {sum}; the sum must be positive and finite.", nameof(weights));
        }

        int count = weights.Length;
        _keep = new double[count];
        _alias = new int[count];
        Stack<int> below = new(count);
        Stack<int> above = new(count);
        int heaviest = 0;
        for (int i = 0; i < count; i++)
        {
            heaviest = weights[i] > weights[heaviest] ? i : heaviest;
            _keep[i] = weights[i] / sum * count;
            _alias[i] = i;
            (_keep[i] < 1 ? below : above).Push(i);
        }

        while (below.Count > 0 && above.Count > 0)
        {
            int small = below.Pop();
            int large = above.Pop();
            _alias[small] = large;
            _keep[large] -= 1 - _keep[small];
            (_keep[large] < 1 ? below : above).Push(large);
        }

        // What rounding left over lies at 1, except a weight of 0, which must stay undrawable.
        foreach (int i in below)
        {
            _keep[i] = weights[i] > 0 ? 1 : 0;
            _alias[i] = weights[i] > 0 ? i : heaviest;
        }

        foreach (int i in above)
            _keep[i] = 1;
    }

    /// <summary>Number of positions.</summary>
    public int Count => _keep.Length;

    /// <summary>Draws a position from 0 to Count − 1.</summary>
    /// <param name="random">The stream to draw from.</param>
    public int Sample(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int column = random.NextInt32(_keep.Length);
        return random.NextDouble() < _keep[column] ? column : _alias[column];
    }
}
