namespace Personalization.Bandits;

/// <summary>
/// What a policy that left something to chance did, and what came of it: one action, one reward and one propensity a round. What
/// off-policy evaluation judges other policies by. Immutable and thread-safe; 20 bytes a round, 28 with positions and clusters.
/// </summary>
public sealed class LoggedRounds
{
    private readonly int[] _actions, _positions, _clusters;
    private readonly double[] _rewards, _propensities;

    /// <summary>Copies a log. O(rounds).</summary>
    /// <param name="actionCount">How many actions there are in all, at least 1; those never taken count too.</param>
    /// <param name="actions">Taken action of each round, 0 to <paramref name="actionCount"/> − 1.</param>
    /// <param name="rewards">What came of each round, finite: 0 and 1, or amounts.</param>
    /// <param name="propensities">
    /// Probability with which the logging policy took the action it took, above 0 and at most 1, as it was when it decided.
    /// </param>
    /// <param name="positions">Slot or position of each round, at least 0; empty (default) where there is one.</param>
    /// <param name="clusters">
    /// Number of the customer, visit or list of each round: rounds of one cluster depend on one another, and intervals take clusters as
    /// the units that were drawn. Any numbers; empty (default): rounds are independent.
    /// </param>
    /// <exception cref="ArgumentException">Lengths differ, there is no round, or a value isn't allowed: the error names round and value.
    /// </exception>
    public LoggedRounds(
        int actionCount, ReadOnlySpan<int> actions, ReadOnlySpan<double> rewards, ReadOnlySpan<double> propensities,
        ReadOnlySpan<int> positions = default, ReadOnlySpan<int> clusters = default)
    {
        ActionCount = Guard.AtLeast(actionCount, 1);
        if (actions.IsEmpty) throw new ArgumentException("There is no round; give at least one.", nameof(actions));
        CheckLength(rewards.Length, actions.Length, "rewards");
        CheckLength(propensities.Length, actions.Length, "propensities");
        if (!positions.IsEmpty) CheckLength(positions.Length, actions.Length, "positions");
        if (!clusters.IsEmpty) CheckLength(clusters.Length, actions.Length, "clusters");
        for (int round = 0; round < actions.Length; round++)
        {
            if ((uint)actions[round] >= (uint)actionCount)
                throw Invalid(nameof(actions), round, "action", actions[round], $"from 0 to {actionCount - 1}");
            if (!double.IsFinite(rewards[round])) throw Invalid(nameof(rewards), round, "reward", rewards[round], "finite");
            if (propensities[round] is not (> 0 and <= 1))
                throw Invalid(nameof(propensities), round, "propensity", propensities[round], "above 0 and at most 1");
            if (!positions.IsEmpty && positions[round] < 0)
                throw Invalid(nameof(positions), round, "position", positions[round], "at least 0");
        }

        (_actions, _rewards, _propensities) = (actions.ToArray(), rewards.ToArray(), propensities.ToArray());
        (_positions, _clusters) = (positions.ToArray(), clusters.ToArray());
        Units = new Units(Count, clusters);
        MeanReward = _rewards.Sum() / Count;
        PositionCount = positions.IsEmpty ? 1 : (int)Math.Min((long)_positions.Max() + 1, int.MaxValue);
    }

    /// <summary>Number of rounds.</summary>
    public int Count => _actions.Length;

    /// <summary>Number of actions, with those never taken.</summary>
    public int ActionCount { get; }

    /// <summary>Taken action of each round.</summary>
    public ReadOnlySpan<int> Actions => _actions;

    /// <summary>Reward of each round.</summary>
    public ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>Propensity of each round's taken action.</summary>
    public ReadOnlySpan<double> Propensities => _propensities;

    /// <summary>Position of each round, or empty.</summary>
    public ReadOnlySpan<int> Positions => _positions;

    /// <summary>Cluster of each round, or empty.</summary>
    public ReadOnlySpan<int> Clusters => _clusters;

    /// <summary>What was drawn independently.</summary>
    internal Units Units { get; }

    /// <summary>Highest position + 1; 1 where the log has none.</summary>
    internal int PositionCount { get; }

    /// <summary>What the policy that logged was worth.</summary>
    internal double MeanReward { get; }

    internal int PositionOf(int round) => _positions.Length == 0 ? 0 : _positions[round];

    private static void CheckLength(int given, int expected, string what)
    {
        if (given != expected) throw new ArgumentException($"There are {given} {what} for {expected} rounds; give one for each.", what);
    }

    private static ArgumentException Invalid<T>(string argument, int round, string what, T value, string allowed) =>
        new(FormattableString.Invariant($"Round {round} has {what} {value}; it must be {allowed}."), argument);
}
