using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>A log as one policy sees it: each round's weight, and what the model expects of the policy and of the taken action.</summary>
internal sealed class WeightedRounds
{
    private const int RoundsAtOnce = 1_024;

    private WeightedRounds(LoggedRounds log, double[] weights, double[] expected, double[] predicted, PolicySupport support) =>
        (Log, Weights, Expected, Predicted, Support) = (log, weights, expected, predicted, support);

    public LoggedRounds Log { get; }

    /// <summary>w: the policy's probability of the taken action by its propensity.</summary>
    public double[] Weights { get; }

    /// <summary>Σₐ π(a) q(a) of each round; empty without a model.</summary>
    public double[] Expected { get; }

    /// <summary>q of the taken action; empty without a model.</summary>
    public double[] Predicted { get; }

    /// <summary>What the policy would give each action.</summary>
    public PolicySupport Support { get; }

    public static WeightedRounds Of(
        LoggedRounds log, TargetPolicy policy, RewardPredictions? predictions, int? threads, CancellationToken cancellationToken)
    {
        policy.CheckSize(log);
        predictions?.CheckSize(log);
        int actions = log.ActionCount;
        double[] weights = new double[log.Count];
        double[] expected = predictions is null ? [] : new double[log.Count], predicted = new double[expected.Length];
        PolicySupport[] parts = new PolicySupport[ParallelChunks.ChunkCount(log.Count, RoundsAtOnce)];
        bool[] taken = PolicySupport.Taken(log);
        ParallelChunks.Run(
            log.Count,
            RoundsAtOnce,
            (chunk, start, end) =>
            {
                double[] probabilities = new double[actions], rewards = new double[predictions is null ? 0 : actions];
                PolicySupport support = new(log, taken);
                for (int round = start; round < end; round++)
                {
                    policy.Fill(round, probabilities);
                    int action = log.Actions[round];
                    weights[round] = probabilities[action] / log.Propensities[round];
                    support.Add(round, probabilities);
                    if (predictions is null) continue;
                    predictions.Fill(round, rewards);
                    double sum = 0;
                    for (int a = 0; a < actions; a++) sum += probabilities[a] * rewards[a];
                    (expected[round], predicted[round]) = (sum, rewards[action]);
                }

                parts[chunk] = support;
            },
            threads,
            cancellationToken);
        PolicySupport all = new(log, taken);
        foreach (PolicySupport part in parts) all.Add(part);
        return new WeightedRounds(log, weights, expected, predicted, all);
    }
}
