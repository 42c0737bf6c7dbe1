namespace Personalization.Bandits;

/// <summary>Writes what a model expects of each action in one round.</summary>
/// <param name="round">The round, 0 to the number of rounds − 1.</param>
/// <param name="rewards">A place for each action; finite.</param>
public delegate void ExpectedRewards(int round, Span<double> rewards);

/// <summary>
/// What a model expects of each action in each logged round. It must not have learned from the round it speaks of, or estimates look surer
/// than they are: <see cref="CrossFittedRewards"/> makes such predictions. Immutable; thread-safe where the delegate it was made of is.
/// </summary>
public sealed class RewardPredictions
{
    private readonly ExpectedRewards _rewards;
    private readonly int? _rounds, _actions;

    private RewardPredictions(ExpectedRewards rewards, int? rounds = null, int? actions = null) =>
        (_rewards, _rounds, _actions) = (rewards, rounds, actions);

    /// <summary>Predictions by a delegate, which is asked round by round, on several threads.</summary>
    /// <param name="rewards">Writes the expected rewards of a round.</param>
    public static RewardPredictions Of(ExpectedRewards rewards)
    {
        ArgumentNullException.ThrowIfNull(rewards);
        return new RewardPredictions(rewards);
    }

    /// <summary>Predictions by a table, which is copied: 8 bytes for each round and action.</summary>
    /// <param name="actionCount">Number of actions, at least 1.</param>
    /// <param name="rewards">Rounds × actions, row by row, finite.</param>
    /// <exception cref="ArgumentException">The table isn't whole rows.</exception>
    public static RewardPredictions Of(int actionCount, ReadOnlySpan<double> rewards)
    {
        Guard.AtLeast(actionCount, 1);
        if (rewards.Length % actionCount != 0)
        {
            throw new ArgumentException(
                $"There are {rewards.Length} expected rewards, which aren't rows of {actionCount} actions.", nameof(rewards));
        }

        double[] table = rewards.ToArray();
        return new RewardPredictions(
            (round, row) => table.AsSpan(round * actionCount, actionCount).CopyTo(row), table.Length / actionCount, actionCount);
    }

    /// <summary>Refuses a table of another size than the log's.</summary>
    internal void CheckSize(LoggedRounds rounds)
    {
        if ((_rounds ?? rounds.Count) == rounds.Count && (_actions ?? rounds.ActionCount) == rounds.ActionCount) return;
        throw new ArgumentException(
            $"There are expected rewards of {_rounds} rounds and {_actions} actions; the log has {rounds.Count} rounds and "
                + $"{rounds.ActionCount} actions.",
            nameof(rounds));
    }

    /// <summary>Writes the expected rewards of a round, checked.</summary>
    internal void Fill(int round, Span<double> rewards)
    {
        rewards.Clear();
        _rewards(round, rewards);
        for (int action = 0; action < rewards.Length; action++)
        {
            if (double.IsFinite(rewards[action])) continue;
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The expected reward of action {action} in round {round} is {rewards[action]}; it must be finite."),
                nameof(rewards));
        }
    }
}
