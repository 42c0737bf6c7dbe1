using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Personalization.Bandits;
using Personalization.Numerics;

namespace Personalization.Evaluation.Cases;

/// <summary>
/// Kills of a child process that ranks and rewards on several threads: whether what it was told is in the log, and whether reading the log
/// twice gives the same state. The child is this program with the case <c>decision-log-child</c>.
/// </summary>
internal sealed class DecisionLogCase : IEvaluationCase
{
    public string Name => "decision-log";

    public string Description => "Kills of a process that ranks and rewards, against its decision log [--kills N] [--seed N]";

    public void Run(EvaluationContext context)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("decision-log-");
        try
        {
            Kill(context, Path.Combine(folder.FullName, "decisions.log"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Hash of what the policy learned, and of how the ranker stands, when the log is opened.</summary>
    public static string Hash(string path)
    {
        using Ranker ranker = DecisionLogChildCase.Open(path);
        using MemoryStream state = new();
        ranker.SavePolicy(state);
        return $"{Convert.ToHexString(SHA256.HashData(state.ToArray()))} {ranker.Status}";
    }

    private static void Kill(EvaluationContext context, string path)
    {
        int kills = context.Option("kills", 200);
        RandomStream random = new((ulong)context.Option("seed", 1), "decision log kills");
        Stopwatch watch = Stopwatch.StartNew();
        long acknowledged = 0, lost = 0, differing = 0, torn = 0;
        for (int kill = 1; kill <= kills; kill++)
        {
            Dictionary<string, (string Action, double Propensity, double? Reward)> told = new(StringComparer.Ordinal);
            using Process child = ChildCase.Start("decision-log-child", path, kill);
            int least = random.NextInt32(1, 400), pause = random.NextInt32(0, 60);
            Thread? killer = null;
            for (int lines = 0; child.StandardOutput.ReadLine() is { } line; lines++)
            {
                string[] words = line.Split(' ');
                if (words[0] == "ranked") told[words[1]] = (words[2], Number(words[3]), null);
                else told[words[1]] = told.GetValueOrDefault(words[1]) with { Reward = Number(words[2]) };
                acknowledged++;
                if (lines != least) continue;
                killer = new Thread(() =>
                {
                    Thread.Sleep(pause);
                    child.Kill(entireProcessTree: true);
                });
                killer.Start();
            }

            killer?.Join();
            child.WaitForExit();
            if (killer is null) throw new EvaluationException($"Kill {kill}: the child ended by itself: {child.StandardError.ReadToEnd()}");
            long length = new FileInfo(path).Length;
            string state = Hash(path);
            if (new FileInfo(path).Length < length) torn++;
            if (Hash(path) != state) differing++;
            lost += Lost(path, told);
            if (kill % 10 == 0)
            {
                using Ranker ranker = DecisionLogChildCase.Open(path);
                ranker.Compact();
                ranker.Dispose();
                if (Hash(path).Split(' ')[0] != state.Split(' ')[0]) differing++;
            }

            if (kill % 20 == 0) context.Say($"{kill} kills, {acknowledged} acknowledged, {torn} with a torn record");
        }

        context.Figure(
            "Ranker", "acknowledged_lost", lost, watch.Elapsed.TotalSeconds,
            ("kills", kills), ("acknowledged", acknowledged), ("torn_tails", torn), ("states_differing", differing));
    }

    private static int Lost(string path, Dictionary<string, (string Action, double Propensity, double? Reward)> told)
    {
        Dictionary<string, LoggedDecision> kept = DecisionLog.Read(path).ToDictionary(decision => decision.EventId);
        return told.Count(own =>
            !kept.TryGetValue(own.Key, out LoggedDecision? decision)
            || (own.Value.Action is not null
                && (decision.Slots[0].Chosen.Id != own.Value.Action || decision.Slots[0].Propensity != own.Value.Propensity))
            || (own.Value.Reward is { } reward && (decision.Rewards is not { } rewards || rewards[0] != reward)));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>
/// The child of <see cref="DecisionLogCase"/>: ranks and rewards until it is killed, and says a line for all that returned.
/// </summary>
internal sealed class DecisionLogChildCase : IEvaluationCase
{
    private const int Threads = 4;

    public string Name => "decision-log-child";

    public string Description => "The process that decision-log kills: --file PATH --run N";

    public static Ranker Open(string path) => Ranker.Open(path, new LinearBandit(), new() { WaitingTime = TimeSpan.FromDays(1) });

    public void Run(EvaluationContext context)
    {
        int run = context.Option("run", 0);
        using Ranker ranker = Open(context.Option("file", ""));
        using StreamWriter told = new(Console.OpenStandardOutput());
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() => Decide(ranker, told, run, thread)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
    }

    private static void Decide(Ranker ranker, StreamWriter told, int run, int thread)
    {
        RandomStream random = new((ulong)run, "decision log child", (ulong)thread);
        RankAction[] actions =
            [.. Enumerable.Range(0, 10).Select(i => new RankAction($"a{i}", new FeatureSet(new Feature("price", i / 10.0))))];
        for (int i = 0; ; i++)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{run}-{thread}-{i}");
            FeatureSet hour = new(new Feature("hour", random.NextDouble()));
            DecidedSlot slot = ranker.Rank(new RankRequest(hour, actions) { EventId = id }).Slots[0];
            Say(told, string.Create(CultureInfo.InvariantCulture, $"ranked {id} {slot.Chosen.Id} {slot.Propensity:R}"));
            if (random.NextInt32(4) == 0) continue;
            double reward = random.NextDouble();
            ranker.Reward(id, reward);
            Say(told, string.Create(CultureInfo.InvariantCulture, $"rewarded {id} {reward:R}"));
        }
    }

    private static void Say(StreamWriter told, string line)
    {
        lock (told)
        {
            told.WriteLine(line);
            told.Flush();
        }
    }
}
