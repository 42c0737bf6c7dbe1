using System.Diagnostics;
using Personalization.Bandits;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// How quickly a ranker decides, with its log: 50 actions, 40 features each (15 of the action, 25 of a context that is new each time), and
/// a reward after each decision; and whether memory grows over many.
/// </summary>
internal sealed class RankCase : IEvaluationCase
{
    private const int Actions = 50, OfAction = 15, OfContext = 25, Warm = 5_000, CompactEvery = 1_000_000;

    public string Name => "rank";

    public string Description => "Decisions of a ranker with its log, 50 actions x 40 features [--decisions N] [--exploration E]";

    public void Run(EvaluationContext context)
    {
        int decisions = context.Option("decisions", 200_000);
        string exploration = context.Option("exploration", nameof(BanditExploration.Thompson));
        string folder = Directory.CreateTempSubdirectory("rank-").FullName;
        try
        {
            Measure(context, Path.Combine(folder, "decisions.log"), Enum.Parse<BanditExploration>(exploration), decisions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Measure(EvaluationContext context, string path, BanditExploration exploration, int decisions)
    {
        LinearBandit policy = new(new() { Exploration = exploration });
        using Ranker ranker = Ranker.Open(path, policy);
        RandomStream random = new(1, "rank case");
        string[] names = [.. Enumerable.Range(0, OfContext).Select(i => $"context feature {i}")];
        RankAction[] actions =
        [
            .. Enumerable.Range(0, Actions).Select(action => new RankAction(
                $"action {action}",
                new FeatureSet(Enumerable.Range(0, OfAction).Select(i => new Feature($"action feature {i}", random.NextGaussian()))))),
        ];
        long[] ticks = new long[decisions];
        Stopwatch all = new();
        long memory = 0, grown = 0, compacting = 0;
        TimeSpan busy = default, compactingBusy = default;
        for (int i = -Warm; i < decisions; i++)
        {
            if (i == 0)
            {
                memory = GC.GetTotalMemory(forceFullCollection: true);
                busy = Environment.CpuUsage.TotalTime;
                all.Start();
            }

            double[] values = [.. names.Select(_ => random.NextGaussian())];
            long start = Stopwatch.GetTimestamp();
            FeatureSet known = new(names.Zip(values, (name, x) => new Feature(name, x)));
            LoggedDecision decision = ranker.Rank(new RankRequest(known, actions));
            if (i >= 0) ticks[i] = Stopwatch.GetTimestamp() - start;
            double chance = StableMath.Sigmoid(values[0] + decision.Slots[0].Chosen.Features.Features[0].Value - 2);
            ranker.Reward(decision.EventId, random.NextDouble() < chance ? 1 : 0);
            if (i <= 0 || i % CompactEvery != 0) continue;
            long before = Stopwatch.GetTimestamp();
            TimeSpan busyBefore = Environment.CpuUsage.TotalTime;
            long length = new FileInfo(path).Length;
            ranker.Compact();
            grown = GC.GetTotalMemory(forceFullCollection: true) - memory;
            compacting += Stopwatch.GetTimestamp() - before;
            compactingBusy += Environment.CpuUsage.TotalTime - busyBefore;
            context.Say(
                $"{i} decisions, {grown / 1024} KiB more in memory, log of {length >> 20} MiB compacted to "
                + $"{new FileInfo(path).Length >> 10} KiB");
        }

        all.Stop();
        busy = Environment.CpuUsage.TotalTime - busy - compactingBusy;
        grown = GC.GetTotalMemory(forceFullCollection: true) - memory;
        double seconds = all.Elapsed.TotalSeconds - ((double)compacting / Stopwatch.Frequency);
        double ranking = (double)ticks.Sum() / Stopwatch.Frequency;
        Array.Sort(ticks);
        double Milliseconds(double quantile) => 1_000.0 * ticks[(int)(quantile * (decisions - 1))] / Stopwatch.Frequency;
        (string, object)[] shape = [("actions", Actions), ("features", OfAction + OfContext), ("decisions", decisions), ("threads", 1)];
        context.Figure(policy.Name, "p99_ms", Milliseconds(.99), seconds,
            [.. shape, ("p50_ms", Milliseconds(.5)), ("p999_ms", Milliseconds(.999)), ("largest_ms", Milliseconds(1))]);
        context.Figure(policy.Name, "decisions_per_second", decisions / ranking, ranking, [.. shape, ("log", true)]);
        context.Figure(policy.Name, "decisions_with_rewards_per_second", decisions / seconds, seconds, [.. shape, ("log", true)]);
        // What others take of the cores isn't in it, nor is what the case itself does but little: customers, lots, times.
        context.Figure(
            policy.Name, "decisions_with_rewards_per_processor_second", decisions / busy.TotalSeconds, busy.TotalSeconds,
            [.. shape, ("log", true)]);
        context.Figure(policy.Name, "memory_grown_bytes", grown, seconds, shape);
    }
}
