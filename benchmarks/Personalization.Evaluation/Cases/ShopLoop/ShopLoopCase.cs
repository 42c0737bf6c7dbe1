using System.Diagnostics;
using Personalization.Core;
using Personalization.Incentives;
using Personalization.Numerics;
using Personalization.Simulation;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// A year of weekly offers in simulated shops: how much of what could be gained a shop gains that learns from its own decisions, against
/// one offer for all, the brief's rules by segment, and lots.
/// </summary>
internal sealed class ShopLoopCase : IEvaluationCase
{
    private const int LastQuarter = 39;

    /// <summary>Student's t of 19 degrees at 97.5 %: right for 20 shops.</summary>
    private const double Quantile = 2.093;

    public string Name => "shop-loop";

    public string Description =>
        "A year of weekly offers in simulated shops, learning against the truth [--seeds N] [--first SEED] [--customers N] [--method M]";

    public void Run(EvaluationContext context)
    {
        int seeds = context.Option("seeds", 20), first = context.Option("first", 1), weeks = context.Option("weeks", 52);
        LoopMethod method = Enum.Parse<LoopMethod>(context.Option("method", nameof(LoopMethod.Bayesian)));
        Dictionary<string, List<double>> shares = [];
        Stopwatch watch = Stopwatch.StartNew();
        for (int seed = first; seed < first + seeds; seed++)
        {
            LoopWorld world = new((ulong)seed, context.Option("customers", 2_000));
            int quarter = weeks - LastQuarter, customers = world.Customers.Count;
            double none = quarter * world.Profit([.. Enumerable.Repeat(-1, customers)]), oracle = quarter * world.Profit(world.Oracle());
            double learned = new LoopLearner(world, (ulong)seed, method).Run(weeks).Skip(LastQuarter).Sum(world.Profit);
            double best = quarter * world.Profit(world.BestBy([.. Enumerable.Repeat("", customers)]));
            RandomStream lots = new((ulong)seed, "shop-loop random", 0);
            double random = quarter * Enumerable.Range(0, 20)
                .Average(_ => world.Profit([.. Enumerable.Range(0, customers).Select(_ => lots.NextInt32(world.Kinds.Length + 1) - 1)]));
            Add("learned", learned);
            Add("best single offer", best);
            Add("best offer by persona", quarter * world.Profit(world.BestBy(world.Personas)));
            CategoryColumn clusters = world.Customers.Column<CategoryColumn>(LoopWorld.Behavior);
            Add("best offer by behaviour", quarter * world.Profit(
                world.BestBy([.. Enumerable.Range(0, customers).Select(clusters.TextAt)])));
            Add("segment rules", quarter * world.Profit(Rules(world)));
            Add("random", random);
            context.Figure(
                method.ToString(), "share_of_oracle_of_a_seed", (learned - none) / (oracle - none), null, ("shop_seed", seed),
                ("customers", customers), ("none", none), ("oracle", oracle), ("learned", learned));

            void Add(string policy, double profit)
            {
                if (!shares.TryGetValue(policy, out List<double>? own)) shares[policy] = own = [];
                own.Add((profit - none) / (oracle - none));
            }
        }

        foreach ((string policy, List<double> own) in shares)
        {
            double mean = own.Average(), error = Math.Sqrt(own.Sum(x => (x - mean) * (x - mean)) / Math.Max(1, own.Count - 1) / own.Count);
            context.Figure(
                policy == "learned" ? method.ToString() : policy, "share_of_oracle", mean, watch.Elapsed.TotalSeconds,
                ("low", mean - (Quantile * error)), ("high", mean + (Quantile * error)), ("seeds", own.Count), ("least", own.Min()));
        }
    }

    /// <summary>The kind that the example catalogue, which has the brief's schemes, offers a segment first.</summary>
    private static int[] Rules(LoopWorld world)
    {
        int[] choice = new int[world.Customers.Count];
        for (int row = 0; row < choice.Length; row++)
        {
            string? segment = world.Customers[row].Segment;
            Offer? rule = OfferCatalogue.Example.Offers.FirstOrDefault(
                offer => segment is not null && offer.Eligibility.Segments.Contains(segment, StringComparer.Ordinal));
            choice[row] = rule is null ? -1 : Array.IndexOf(world.Kinds, (ShopOfferKind)(int)rule.Kind);
        }

        return choice;
    }
}
