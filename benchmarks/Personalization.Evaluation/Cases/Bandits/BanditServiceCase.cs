using Personalization.Bandits;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// What the ranker adds to its policies, in simulated worlds whose chances are known: an apprentice that imitates the shop's own rule
/// first, pages with several slots, and rewards that come late or not at all.
/// </summary>
internal sealed class BanditServiceCase : IEvaluationCase
{
    private const int Actions = 10;

    public string Name => "bandit-service";

    public string Description => "Apprentices, pages of several slots and late rewards in simulated worlds [--rounds N] [--seeds N]";

    public void Run(EvaluationContext context)
    {
        int rounds = context.Option("rounds", 20_000), seeds = context.Option("seeds", 20);
        foreach (double match in (double[])[.7, .8, .9])
        {
            foreach (string rule in (string[])["knows much", "knows little", "in turn"])
                ApprenticeRuns.Tell(context, rule, match, rounds, seeds);
        }

        foreach (int slots in (int[])[2, 3, 5]) Slots(context, slots, rounds, seeds);
        (TimeSpan Late, TimeSpan Waiting)[] times =
        [
            (TimeSpan.Zero, TimeSpan.FromSeconds(10)), (TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30)),
            (TimeSpan.FromHours(12), TimeSpan.FromDays(1)), (TimeSpan.FromDays(3), TimeSpan.FromDays(7)),
            (TimeSpan.FromDays(7), TimeSpan.FromDays(14)), (TimeSpan.FromDays(1), TimeSpan.FromHours(1)),
        ];
        LateRewardRuns.Tell(context, times, rounds, seeds);
    }

    /// <summary>
    /// A page of slots that customers look at less and less: clicks in the last half of the rounds beside those of slots filled at random,
    /// and of the best action first. Each slot says how much it is looked at.
    /// </summary>
    private static void Slots(EvaluationContext context, int count, int rounds, int seeds)
    {
        double[] attention = [.. Enumerable.Range(0, count).Select(slot => Math.Pow(.6, slot))];
        RankSlot[] slots = [.. attention.Select((own, i) => new RankSlot($"slot{i}", new FeatureSet(new Feature("attention", own))))];
        (double Own, double Random, double Best)[] all = SeedMean.Each(seeds, Page);
        (string, object)[] shape = [("slots", count), ("actions", Actions), ("rounds", rounds), ("seeds", seeds)];
        SeedMean.Of([.. all.Select(one => one.Own / one.Random)]).Tell(context, "several slots", "clicks_to_random", shape);
        SeedMean.Of([.. all.Select(one => one.Own / one.Best)]).Tell(context, "several slots", "clicks_to_best_order", shape);
        SeedMean.Of([.. all.Select(one => one.Random / one.Best)]).Tell(context, "at random", "clicks_to_best_order", shape);

        (double Own, double Random, double Best) Page(ulong seed)
        {
            ClickWorld world = new("slots", seed, Actions);
            using Ranker ranker = new(new LinearBandit(), new() { Seed = seed });
            (double own, double random, double best) = (0, 0, 0);
            for (int round = 0; round < rounds; round++)
            {
                (_, FeatureSet known, double[] chances) = world.Next();
                LoggedDecision decision = ranker.Rank(new RankRequest(known, world.Actions) { Slots = slots });
                for (int i = 0; i < count; i++)
                {
                    double chance = attention[i] * chances[Array.IndexOf(world.Actions, decision.Slots[i].Chosen)];
                    ranker.Reward(decision.EventId, world.Happens(chance) ? 1 : 0, slots[i].Id);
                    if (round >= rounds / 2) own += chance;
                }

                if (round < rounds / 2) continue;
                random += attention.Sum() * chances.Average();
                best += attention.Zip(chances.OrderDescending(), (look, chance) => look * chance).Sum();
            }

            return (own, random, best);
        }
    }
}
