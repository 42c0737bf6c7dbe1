using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>Draws customers as a model has them, to see what it expects, or whether a fit finds its parameters again.</summary>
public static class LifetimeSimulation
{
    private const int CustomersPerChunk = 256;

    /// <summary>
    /// Draws one customer for each age: the repeat purchases, the time of the last one, and the purchases of a hold-out that follows. Draws
    /// take logarithms of the platform: see <see cref="RandomStream"/>. O(purchases).
    /// </summary>
    /// <param name="model">One of this package's models of purchases.</param>
    /// <param name="ages">From the first purchase to the end of calibration, finite and at least 0; BG/BB: whole periods.</param>
    /// <param name="holdOut">Length of the hold-out, finite and at least 0. Default 0.</param>
    /// <param name="seed">Seed of the draws. Default 0.</param>
    /// <param name="threads">Most threads; the outcome doesn't depend on it. Default null: one for each processor.</param>
    /// <exception cref="ArgumentException">An age can't be, or the model's customers can't be drawn.</exception>
    public static LifetimeSummary DrawCustomers(
        this IPurchaseModel model, IReadOnlyList<double> ages, double holdOut = 0, ulong seed = 0, int? threads = null)
    {
        ISampledModel sampled = Sampled(model);
        ArgumentNullException.ThrowIfNull(ages);
        Guard.Finite(Guard.AtLeast(holdOut, 0));
        for (int i = 0; i < ages.Count; i++)
        {
            if (new LifetimeRow(0, 0, ages[i]).Fault() is { } fault) throw new ArgumentException($"Customer {i} {fault}.", nameof(ages));
        }

        LifetimeColumns columns = new(ages.Count);
        LifetimeRow unknown = new(0, 0, 0);
        double alive = model.ProbabilityAlive(unknown);
        ParallelChunks.Run(
            ages.Count,
            CustomersPerChunk,
            (_, start, end) =>
            {
                RandomStream random = new(seed, "lifetime customers");
                for (int row = start; row < end; row++)
                {
                    random.Restart((ulong)row);
                    columns.Ages[row] = ages[row];
                    columns.Spends[row] = double.NaN;
                    if (random.NextDouble() >= alive) continue;
                    LifetimePath path = sampled.Draw(random, unknown, ages[row], holdOut);
                    columns.Repeats[row] = path.First;
                    columns.Lasts[row] = Math.Min(path.Last, ages[row]);
                    columns.HoldOuts[row] = path.Second;
                }
            },
            threads);
        return LifetimeSummary.FromColumns(columns, ages.Count, holdOut);
    }

    internal static ISampledModel Sampled(IPurchaseModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model as ISampledModel ?? throw new ArgumentException($"Customers of {model.Kind.Name} can't be drawn.", nameof(model));
    }

    /// <summary>BG/NBD and MBG/NBD: purchases at a rate, each of which may be the last.</summary>
    internal static LifetimePath DrawEach(RandomStream random, double rate, double leaves, double first, double second)
    {
        (int before, double last, int after) = (0, 0, 0);
        if (rate <= 0) return default;
        for (double at = random.NextExponential(rate); at <= first + second; at += random.NextExponential(rate))
        {
            if (at <= first) (before, last) = (before + 1, at);
            else after++;
            if (random.NextDouble() < leaves) break;
        }

        return new LifetimePath(before, last, after);
    }

    /// <summary>Pareto/NBD: purchases at a rate until a moment of leaving; of n, the last lies at t U^(1/n).</summary>
    internal static LifetimePath DrawUntil(RandomStream random, double rate, double left, double first, double second)
    {
        double ends = Math.Min(first, left);
        int before = Purchases(random, rate * ends);
        int after = left <= first ? 0 : Purchases(random, rate * (Math.Min(first + second, left) - first));
        double last = before == 0 ? 0 : ends * StableMath.Exp(StableMath.Log(1 - random.NextDouble()) / before);
        return new LifetimePath(before, last, after);
    }

    private static int Purchases(RandomStream random, double mean) => mean <= 0 ? 0 : random.NextPoisson(Math.Min(mean, 1e9));
}
