using Personalization.Bandits;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Rankers that begin as apprentices of a shop's rule: after how many decisions they leave it, how often they would have decided like it
/// then, and what it brought; beside a ranker that decided from the first customer on.
/// </summary>
internal static class ApprenticeRuns
{
    private const int Actions = 10, Early = 2_000;

    public static void Tell(EvaluationContext context, string rule, double match, int rounds, int seeds)
    {
        One[] all = SeedMean.Each(seeds, seed => Live(rule, match, rounds, seed));
        One[] left = [.. all.Where(one => one.LeftAfter is not null)];
        (string, object)[] shape = [("rule", rule), ("match_asked", match), ("rounds", rounds), ("seeds", seeds)];
        context.Figure("apprentice", "share_left", (double)left.Length / seeds, null, shape);
        if (left.Length < seeds) return;
        Figure("left_after", one => one.LeftAfter!.Value);
        Figure("match_of_last_window", one => one.WindowMatch);
        Figure("match_after_leaving", one => one.MatchAfter);
        Figure("reward_of_rule_to_best", one => one.OfRule);
        Figure("reward_after_leaving_to_best", one => one.AfterLeaving);
        Figure("reward_at_the_end_to_best", one => one.AtTheEnd);
        Figure("early_reward_to_best", one => one.Early);
        Figure("early_reward_without_to_best", one => one.EarlyWithout);

        void Figure(string metric, Func<One, double> of) =>
            SeedMean.Of([.. all.Select(of)]).Tell(context, "apprentice", metric, shape);
    }

    private static One Live(string rule, double match, int rounds, ulong seed)
    {
        (double[] shares, int? left, double window, double after) = Decide(rule, match, rounds, seed);
        double[] without = Decide(rule, null, Early, seed).Shares;
        int end = left ?? rounds;
        return new(
            left, window, after, Mean(shares, 0, end), Mean(shares, end, Math.Min(rounds, end + Early)),
            Mean(shares, rounds - Early, rounds), Mean(shares, 0, Early), Mean(without, 0, Early));
    }

    /// <summary>Each decision's chance as a share of the best one's.</summary>
    private static (double[] Shares, int? LeftAfter, double WindowMatch, double MatchAfter) Decide(
        string rule, double? match, int rounds, ulong seed)
    {
        const int Window = 500;
        ClickWorld world = new("apprentice", seed, Actions);
        Func<double[], double[]> guess = world.Guess(rule == "knows much" ? .03 : .15);
        // What the rule alone can be imitated by, judged from outside: it learns what the apprentice does, decision by decision.
        LinearBandit imitator = new(new() { Exploration = BanditExploration.EpsilonGreedy, Epsilon = 0, Floor = 0 });
        RankerOptions options = new()
        {
            Seed = seed,
            Apprentice = match is not null,
            ApprenticeMatch = match ?? 1,
            ApprenticeWindow = Window,
        };
        using Ranker ranker = new(new LinearBandit(), options);
        double[] shares = new double[rounds], imitated = new double[Actions];
        Queue<bool> last = new();
        (int? left, int matchedAfter, int after) = (null, 0, 0);
        double window = 0;
        for (int round = 0; round < rounds; round++)
        {
            (double[] customer, FeatureSet known, double[] chances) = world.Next();
            double[] guessed = guess(customer);
            int first = rule == "in turn" ? round % Actions : Array.IndexOf(guessed, guessed.Max());
            RankAction[] actions = [world.Actions[first], .. world.Actions.Where((_, i) => i != first)];
            if (match is not null)
            {
                imitator.Decide(new BanditRound(known, actions, 0), imitated, []);
                bool matches = imitated[0] == 1;
                if (left is null)
                {
                    last.Enqueue(matches);
                    if (last.Count > Window) last.Dequeue();
                    for (int i = 0; i < Actions; i++) imitator.Learn(known, actions[i], i == 0 ? 1 : 0, 1);
                }
                else if (after++ < Early && matches)
                {
                    matchedAfter++;
                }
            }

            LoggedDecision decision = ranker.Rank(new RankRequest(known, actions));
            double chance = chances[Array.IndexOf(world.Actions, decision.Slots[0].Chosen)];
            ranker.Reward(decision.EventId, world.Happens(chance) ? 1 : 0);
            shares[round] = chance / chances.Max();
            if (left is null && match is not null && !ranker.Status.IsApprentice)
                (left, window) = (round + 1, last.Count(own => own) / (double)last.Count);
        }

        return (shares, left, window, matchedAfter / (double)Math.Max(1, Math.Min(after, Early)));
    }

    private static double Mean(double[] shares, int from, int to) => to > from ? shares[from..to].Average() : double.NaN;

    private sealed record One(
        int? LeftAfter, double WindowMatch, double MatchAfter, double OfRule, double AfterLeaving, double AtTheEnd, double Early,
        double EarlyWithout);
}
