using Personalization.Numerics;

namespace Personalization.Bandits.Tests.Evaluation;

/// <summary>
/// A bandit whose truth is known: kinds of context, equally frequent, each with a mean reward for every action, a policy that logs, and one
/// to judge.
/// </summary>
internal sealed class SimulatedBandit
{
    private const int KindCount = 20;
    private const double Spread = .7, Most = .95, Little = .5, Much = 1.5;

    private readonly double[,] _rewards;
    private readonly int _clusterSize;
    private readonly bool _amounts;

    private SimulatedBandit(double[,] rewards, double[,] logging, double[,] target, int clusterSize, bool amounts)
    {
        (_rewards, Logging, Target, _clusterSize, _amounts) = (rewards, logging, target, clusterSize, amounts);
        for (int kind = 0; kind < Kinds; kind++)
        {
            for (int action = 0; action < Actions; action++)
            {
                TrueValue += target[kind, action] * rewards[kind, action] / Kinds;
                LoggedValue += logging[kind, action] * rewards[kind, action] / Kinds;
            }
        }
    }

    public int Kinds => _rewards.GetLength(0);

    public int Actions => _rewards.GetLength(1);

    public double TrueValue { get; }

    public double LoggedValue { get; }

    private double[,] Logging { get; }

    private double[,] Target { get; }

    /// <param name="seed">Of the truth.</param>
    /// <param name="actions">Number of actions.</param>
    /// <param name="meanReward">About what a reward is, on average; each is 0 or 1.</param>
    /// <param name="loggingSharpness">0: the log was drawn evenly; the higher, the more it went to few actions.</param>
    /// <param name="targetSharpness">0: the policy to judge is even; the higher, the more it takes the best.</param>
    /// <param name="exploration">Share of the log that was drawn evenly.</param>
    /// <param name="clusterSize">Rounds of one customer, who stays of one kind and likes everything more or less. Default 1.</param>
    /// <param name="amounts">Whether a reward that isn't 0 is an amount, log-normal with mean 1. Default false: 1.</param>
    /// <param name="alike">Whether all actions bring the same. Default false.</param>
    public static SimulatedBandit Make(
        ulong seed, int actions, double meanReward, double loggingSharpness, double targetSharpness, double exploration,
        int clusterSize = 1, bool amounts = false, bool alike = false)
    {
        RandomStream random = new(seed, "simulated bandit");
        double[,] rewards = new double[KindCount, actions], logits = new double[KindCount, actions], best = new double[KindCount, actions];
        for (int kind = 0; kind < KindCount; kind++)
        {
            for (int action = 0; action < actions; action++)
            {
                double drawn = alike ? 0 : Spread * random.NextGaussian();
                rewards[kind, action] = Math.Min(meanReward * Math.Exp(drawn), clusterSize > 1 ? Most / Much : Most);
                logits[kind, action] = loggingSharpness * random.NextGaussian();
                best[kind, action] = targetSharpness * drawn;
            }
        }

        return new SimulatedBandit(rewards, Softmax(logits, exploration), Softmax(best, 0), clusterSize, amounts);
    }

    /// <summary>A log of it, and the kind of each round.</summary>
    /// <param name="count">Number of rounds.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="index">Of the draws.</param>
    public (LoggedRounds Rounds, int[] Kinds) Draw(int count, ulong seed, ulong index = 0)
    {
        RandomStream random = new(seed, "simulated log", index);
        int[] kinds = new int[count], actions = new int[count], clusters = new int[_clusterSize > 1 ? count : 0];
        double[] rewards = new double[count], propensities = new double[count];
        double liking = 1;
        for (int round = 0; round < count; round++)
        {
            bool begins = round % _clusterSize == 0;
            if (begins && _clusterSize > 1) liking = random.NextDouble() < .5 ? Little : Much;
            kinds[round] = begins ? random.NextInt32(Kinds) : kinds[round - 1];
            if (_clusterSize > 1) clusters[round] = round / _clusterSize;
            double drawn = random.NextDouble();
            int action = 0;
            for (; action < Actions - 1 && drawn >= Logging[kinds[round], action]; action++) drawn -= Logging[kinds[round], action];
            (actions[round], propensities[round]) = (action, Logging[kinds[round], action]);
            if (random.NextDouble() < liking * _rewards[kinds[round], action])
                rewards[round] = _amounts ? random.NextLogNormal(-.5, 1) : 1;
        }

        return (new LoggedRounds(Actions, actions, rewards, propensities, default, clusters), kinds);
    }

    /// <summary>The policy to judge, over a log.</summary>
    public TargetPolicy Policy(int[] kinds, string name = "target") =>
        TargetPolicy.Of(name, (round, row) => CopyRow(Target, kinds[round], row));

    /// <summary>Probabilities of the policy to judge for a kind of context.</summary>
    public double[] Row(int kind) => [.. Enumerable.Range(0, Actions).Select(action => Target[kind, action])];

    /// <summary>The policy that logged, over its log.</summary>
    public TargetPolicy LoggingPolicy(int[] kinds, string name = "logging") =>
        TargetPolicy.Of(name, (round, row) => CopyRow(Logging, kinds[round], row));

    /// <summary>A policy that takes actions by taste alone, another one for each index.</summary>
    public TargetPolicy OtherPolicy(int[] kinds, int index)
    {
        RandomStream random = new(1, "other policies", (ulong)index);
        double[,] logits = new double[Kinds, Actions];
        for (int kind = 0; kind < Kinds; kind++)
        {
            for (int action = 0; action < Actions; action++) logits[kind, action] = random.NextGaussian();
        }

        double[,] probabilities = Softmax(logits, 0);
        return TargetPolicy.Of($"policy {index}", (round, row) => CopyRow(probabilities, kinds[round], row));
    }

    private static void CopyRow(double[,] table, int kind, Span<double> row)
    {
        for (int action = 0; action < row.Length; action++) row[action] = table[kind, action];
    }

    private static double[,] Softmax(double[,] logits, double even)
    {
        (int kinds, int actions) = (logits.GetLength(0), logits.GetLength(1));
        double[,] probabilities = new double[kinds, actions];
        for (int kind = 0; kind < kinds; kind++)
        {
            double sum = 0;
            for (int action = 0; action < actions; action++) sum += Math.Exp(logits[kind, action]);
            for (int action = 0; action < actions; action++)
                probabilities[kind, action] = ((1 - even) * Math.Exp(logits[kind, action]) / sum) + (even / actions);
        }

        return probabilities;
    }
}
