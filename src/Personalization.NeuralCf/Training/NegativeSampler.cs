using Personalization.Numerics;

namespace Personalization.NeuralCf;

/// <summary>
/// Draws items that a customer doesn't have. What is drawn depends on (seed, epoch, example) alone, so it is the same for any number of
/// threads and batches.
/// </summary>
internal sealed class NegativeSampler
{
    private const int MostRefused = 64;
    private const double PopularityPower = .75;

    private readonly TrainingExamples _examples;
    private readonly ulong _seed;
    private readonly AliasTable? _popular;
    private readonly float[] _logProbabilities = [];

    public NegativeSampler(TrainingExamples examples, NegativeSampling sampling, ulong seed)
    {
        (_examples, _seed, Sampling) = (examples, seed, sampling);
        if (sampling == NegativeSampling.Uniform || examples.ItemCount == 0) return;
        double[] weights = new double[examples.ItemCount];
        Array.Fill(weights, 1);
        for (int customer = 0; customer < examples.CustomerCount; customer++)
        {
            foreach (int item in examples.ItemsOf(customer)) weights[item]++;
        }

        double sum = 0;
        double power = sampling == NegativeSampling.Popularity ? PopularityPower : 1;
        foreach (ref double weight in weights.AsSpan()) sum += weight = StableMath.Pow(weight, power);
        if (sampling == NegativeSampling.Popularity) _popular = new AliasTable(weights);
        _logProbabilities = new float[weights.Length];
        for (int item = 0; item < weights.Length; item++) _logProbabilities[item] = (float)StableMath.Log(weights[item] / sum);
    }

    public NegativeSampling Sampling { get; }

    /// <summary>Logarithm of how likely an item is drawn, up to a constant.</summary>
    public float LogProbability(int item) => _logProbabilities.Length == 0 ? 0 : _logProbabilities[item];

    /// <summary>What <see cref="Draw"/> draws with, for one thread at a time.</summary>
    public RandomStream Stream() => new(_seed, "negatives");

    /// <summary>Draws items for an example, with repeats; its customer lacks one at least.</summary>
    public void Draw(RandomStream random, int epoch, int example, Span<int> destination)
    {
        random.Restart(((ulong)(uint)epoch << 32) | (uint)example);
        ReadOnlySpan<int> owned = _examples.ItemsOf(_examples.CustomerOf(example));
        foreach (ref int item in destination) item = _popular is null ? Uniform(random, owned) : Popular(random, owned, _popular);
    }

    /// <summary>Draws items for an example among those of others.</summary>
    /// <param name="random">From <see cref="Stream"/>.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="example">The example.</param>
    /// <param name="others">Examples beside it, itself among them.</param>
    /// <param name="destination">Receives items, with repeats.</param>
    public void DrawAmong(RandomStream random, int epoch, int example, ReadOnlySpan<int> others, Span<int> destination)
    {
        random.Restart(((ulong)(uint)epoch << 32) | (uint)example);
        ReadOnlySpan<int> owned = _examples.ItemsOf(_examples.CustomerOf(example));
        foreach (ref int item in destination)
        {
            int draw = 0;
            do item = _examples.ItemOf(others[random.NextInt32(others.Length)]);
            while (owned.BinarySearch(item) >= 0 && ++draw < MostRefused);
            if (draw == MostRefused) item = Uniform(random, owned);
        }
    }

    private int Popular(RandomStream random, ReadOnlySpan<int> owned, AliasTable table)
    {
        for (int draw = 0; draw < MostRefused; draw++)
        {
            int item = table.Sample(random);
            if (owned.BinarySearch(item) < 0) return item;
        }

        return Uniform(random, owned);
    }

    /// <summary>
    /// The place of a missing item among the missing ones is drawn, and found: owned item i has owned[i] − i missing ones before it.
    /// </summary>
    private int Uniform(RandomStream random, ReadOnlySpan<int> owned)
    {
        int place = random.NextInt32(_examples.ItemCount - owned.Length), low = 0, high = owned.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (owned[middle] - middle <= place) low = middle + 1;
            else high = middle;
        }

        return place + low;
    }
}
