using Personalization.Bandits;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Customers of five features between −1 and 1, and actions whose chance of a click is linear in them: .4 ± .05 and .1 for each feature.
/// </summary>
internal sealed class ClickWorld
{
    private const int Features = 5;
    private static readonly string[] Names = [.. Enumerable.Range(0, Features).Select(i => $"x{i}")];

    private readonly double[][] _weights;
    private readonly RandomStream _random;

    public ClickWorld(string purpose, ulong seed, int actions)
    {
        _random = new RandomStream(seed, purpose);
        Actions = [.. Enumerable.Range(0, actions).Select(i => new RankAction($"a{i}"))];
        _weights = [.. Actions.Select(_ => Weights(_random))];
    }

    public RankAction[] Actions { get; }

    /// <summary>What is known of the next customer, and each action's chance.</summary>
    public (double[] Customer, FeatureSet Known, double[] Chances) Next()
    {
        double[] x = [.. Names.Select(_ => (2 * _random.NextDouble()) - 1)];
        return (x, new FeatureSet(Names.Zip(x, (name, own) => new Feature(name, own))), [.. _weights.Select(own => Chance(own, x))]);
    }

    /// <summary>Chances of somebody who knows every weight to within some error.</summary>
    public Func<double[], double[]> Guess(double deviation)
    {
        double[][] wrong = [.. _weights.Select(own => own.Select(weight => weight + (deviation * _random.NextGaussian())).ToArray())];
        return x => [.. wrong.Select(own => Chance(own, x))];
    }

    public bool Happens(double chance) => _random.NextDouble() < chance;

    private static double[] Weights(RandomStream random) =>
        [.. Names.Select(_ => .1 * random.NextGaussian()), .4 + (.05 * random.NextGaussian())];

    private static double Chance(double[] weights, double[] x)
    {
        double chance = weights[Features];
        for (int i = 0; i < Features; i++) chance += weights[i] * x[i];
        return Math.Clamp(chance, 0, 1);
    }
}

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public void MoveTo(DateTimeOffset time) => _now = time;

    public override DateTimeOffset GetUtcNow() => _now;
}
