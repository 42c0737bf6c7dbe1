using Personalization.Bandits;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Regret of every policy in simulated worlds whose chances are known: where nothing is known but the action (Bernoulli arms as in Chapelle
/// and Li 2011), where the reward is linear in the context (as in Li et al. 2010), and where half-way the best changes.
/// </summary>
internal sealed class BanditsCase : IEvaluationCase
{
    private const int Arms = 10, Features = 5;

    private static readonly (string Name, Func<double?, IBanditPolicy> Make)[] Policies =
    [
        ("beta-thompson", half => new BetaBandit(new() { HalfLife = half, Floor = 0 })),
        ("gaussian-thompson", half => new GaussianBandit(new() { HalfLife = half, Floor = 0 })),
        .. Enum.GetValues<BanditExploration>().Select(own => (
            new LinearBandit(new() { Exploration = own }).Name,
            (Func<double?, IBanditPolicy>)(half => new LinearBandit(new() { Exploration = own, HalfLife = half, Floor = 0 })))),
    ];

    public string Name => "bandits";

    public string Description => "Regret of each policy in simulated worlds, standing and drifting [--rounds N] [--seeds N]";

    public void Run(EvaluationContext context)
    {
        int rounds = context.Option("rounds", 20_000), seeds = context.Option("seeds", 10);
        foreach (string world in (string[])["bernoulli", "linear", "drifting"])
        {
            double even = SeedMean.Each(seeds, seed => Regret(new EvenPolicy(), world, rounds, seed)).Average();
            foreach ((string name, Func<double?, IBanditPolicy> make) in Policies)
            {
                // Those who see no context can only lose in a world that is all context.
                if (world == "linear" && name is ("beta-thompson" or "gaussian-thompson")) continue;
                foreach (double? half in world == "drifting" ? [null, rounds / 4.0] : new double?[] { null })
                {
                    SeedMean regret = SeedMean.Of(SeedMean.Each(seeds, seed => Regret(make(half), world, rounds, seed)));
                    regret.Tell(
                        context, half is null ? name : name + ", fading", "regret", ("world", world), ("rounds", rounds), ("seeds", seeds),
                        ("share_of_even_chances", regret.Mean / even));
                }
            }
        }
    }

    /// <summary>Sum over the rounds of the best action's chance less the taken one's.</summary>
    private static double Regret(IBanditPolicy policy, string world, int rounds, ulong seed)
    {
        RandomStream random = new(seed, $"bandits {world}");
        RankAction[] actions = [.. Enumerable.Range(0, Arms).Select(i => new RankAction($"a{i}"))];
        double[][] weights = Draw(random, world);
        double[] shares = new double[Arms], chances = new double[Arms];
        double regret = 0;
        for (int round = 0; round < rounds; round++)
        {
            if (world == "drifting" && round == rounds / 2) weights = Draw(random, world);
            double[] x = [.. Enumerable.Range(0, Features).Select(_ => world == "bernoulli" ? 0 : (2 * random.NextDouble()) - 1)];
            FeatureSet known = world == "bernoulli" ? FeatureSet.Empty : new FeatureSet(x.Select((own, i) => new Feature($"x{i}", own)));
            for (int i = 0; i < Arms; i++)
                chances[i] = Math.Clamp(weights[i][Features] + x.Zip(weights[i], (a, b) => a * b).Sum(), 0, 1);
            policy.Decide(new BanditRound(known, actions, random.NextUInt64()), shares, []);
            double lot = random.NextDouble();
            int taken = 0;
            while (taken < Arms - 1 && (lot -= shares[taken]) >= 0) taken++;
            regret += chances.Max() - chances[taken];
            policy.Learn(known, actions[taken], random.NextDouble() < chances[taken] ? 1 : 0, Math.Max(shares[taken], 1e-12));
        }

        return regret;
    }

    /// <summary>What each arm's chance is made of: a constant last; in a Bernoulli world .5, and one arm of .6.</summary>
    private static double[][] Draw(RandomStream random, string world)
    {
        int best = random.NextInt32(Arms);
        return
        [
            .. Enumerable.Range(0, Arms).Select(arm => (double[])
            [
                .. Enumerable.Range(0, Features).Select(_ => world == "bernoulli" ? 0 : .1 * random.NextGaussian()),
                world == "bernoulli" ? arm == best ? .6 : .5 : .4 + (.05 * random.NextGaussian()),
            ]),
        ];
    }

    /// <summary>Equal chances, whatever comes: what every policy is held against.</summary>
    private sealed class EvenPolicy : IBanditPolicy
    {
        public string Name => "even";

        public long Learned => 0;

        public void Decide(BanditRound round, Span<double> propensities, Span<ActionValue> values) =>
            propensities.Fill(1.0 / round.Actions.Count);

        public void Check(double reward)
        {
        }

        public void Learn(FeatureSet context, RankAction action, double reward, double propensity)
        {
        }

        public void Save(Stream destination) => throw new NotSupportedException();

        public void Load(Stream source) => throw new NotSupportedException();
    }
}
