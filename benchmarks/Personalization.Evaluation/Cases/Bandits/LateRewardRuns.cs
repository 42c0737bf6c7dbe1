using Personalization.Bandits;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Clicks that are told late, and what isn't clicked never: it counts as the default reward of 0 when waiting is over. Thirty days of
/// decisions; regret beside that of equal chances, and beside that of clicks and misses told at once.
/// </summary>
internal static class LateRewardRuns
{
    private const int Actions = 10;

    public static void Tell(EvaluationContext context, (TimeSpan Late, TimeSpan Waiting)[] times, int rounds, int seeds)
    {
        One[] atOnce = SeedMean.Each(seeds, seed => Live(null, rounds, seed));
        Tell("told at once", atOnce, null);
        foreach ((TimeSpan Late, TimeSpan Waiting) time in times)
            Tell("told late", SeedMean.Each(seeds, seed => Live(time, rounds, seed)), time);

        void Tell(string model, One[] all, (TimeSpan Late, TimeSpan Waiting)? time)
        {
            (string, object)[] shape =
            [
                ("late_hours", time?.Late.TotalHours ?? 0), ("waiting_hours", time?.Waiting.TotalHours ?? 0), ("rounds", rounds),
                ("seeds", seeds), ("clicks_counted", all.Average(one => one.Counted)),
                ("defaults", all.Average(one => (double)one.Defaults)),
                ("waiting_at_the_end", all.Average(one => (double)one.Waiting)),
            ];
            SeedMean.Of([.. all.Select(one => one.Regret / one.Even)]).Tell(context, model, "regret_to_equal_chances", shape);
            SeedMean.Of([.. all.Zip(atOnce, (one, soon) => one.Regret / soon.Regret)]).Tell(context, model, "regret_to_at_once", shape);
        }
    }

    private static One Live((TimeSpan Late, TimeSpan Waiting)? time, int rounds, ulong seed)
    {
        ClickWorld world = new("late rewards", seed, Actions);
        SimulatedClock clock = new();
        using Ranker ranker = new(
            new LinearBandit(), new() { Seed = seed, WaitingTime = time?.Waiting ?? TimeSpan.FromMinutes(1) }, clock);
        TimeSpan pause = TimeSpan.FromDays(30) / rounds;
        Queue<(DateTimeOffset At, string EventId)> clicks = new();
        (double regret, double even) = (0, 0);
        (long told, long counted) = (0, 0);
        for (int round = 0; round < rounds; round++)
        {
            DateTimeOffset now = clock.GetUtcNow() + pause;
            while (clicks.TryPeek(out (DateTimeOffset At, string EventId) next) && next.At <= now)
            {
                clicks.Dequeue();
                clock.MoveTo(next.At);
                told++;
                if (ranker.Reward(next.EventId, 1) == RewardOutcome.Taken) counted++;
            }

            clock.MoveTo(now);
            (_, FeatureSet known, double[] chances) = world.Next();
            LoggedDecision decision = ranker.Rank(new RankRequest(known, world.Actions));
            double chance = chances[Array.IndexOf(world.Actions, decision.Slots[0].Chosen)];
            (regret, even) = (regret + chances.Max() - chance, even + chances.Max() - chances.Average());
            bool clicked = world.Happens(chance);
            if (time is { } late)
            {
                if (clicked) clicks.Enqueue((now + late.Late, decision.EventId));
                continue;
            }

            ranker.Reward(decision.EventId, clicked ? 1 : 0);
            (told, counted) = (told + 1, counted + 1);
        }

        RankerStatus status = ranker.Status;
        return new(regret, even, told == 0 ? 0 : (double)counted / told, status.Learned - counted, status.Waiting);
    }

    private sealed record One(double Regret, double Even, double Counted, long Defaults, int Waiting);
}
