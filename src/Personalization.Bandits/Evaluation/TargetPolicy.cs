namespace Personalization.Bandits;

/// <summary>Writes a policy's probability of each action in one round.</summary>
/// <param name="round">The round, 0 to the number of rounds − 1.</param>
/// <param name="probabilities">A place for each action, all 0; at least 0 each, together 1.</param>
public delegate void ActionProbabilities(int round, Span<double> probabilities);

/// <summary>
/// A policy that hasn't decided yet, to be judged by the log of another: how probable it would have made each action in each logged round.
/// Immutable; thread-safe where the delegate it was made of is.
/// </summary>
public sealed class TargetPolicy
{
    /// <summary>How far the probabilities of a round may miss 1.</summary>
    private const double Tolerance = 1e-6;

    private readonly ActionProbabilities _probabilities;
    private readonly int? _rounds, _actions;

    private TargetPolicy(string name, ActionProbabilities probabilities, int? rounds = null, int? actions = null) =>
        (Name, _probabilities, _rounds, _actions) = (Guard.NotBlank(name), probabilities, rounds, actions);

    /// <summary>What it is called in results.</summary>
    public string Name { get; }

    /// <summary>A policy by a delegate, asked round by round, on several threads: no table of rounds × actions is held.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="probabilities">Writes the probabilities of a round.</param>
    public static TargetPolicy Of(string name, ActionProbabilities probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return new TargetPolicy(name, probabilities);
    }

    /// <summary>A policy by a table, which is copied: 8 bytes for each round and action.</summary>
    /// <param name="name">What it is called in results.</param>
    /// <param name="actionCount">Number of actions, at least 1.</param>
    /// <param name="probabilities">Rounds × actions, row by row; each row at least 0, together 1.</param>
    /// <exception cref="ArgumentException">The table isn't whole rows.</exception>
    public static TargetPolicy Of(string name, int actionCount, ReadOnlySpan<double> probabilities)
    {
        Guard.AtLeast(actionCount, 1);
        if (probabilities.Length % actionCount != 0)
        {
            throw new ArgumentException(
                $"There are {probabilities.Length} probabilities, which aren't rows of {actionCount} actions.", nameof(probabilities));
        }

        double[] table = probabilities.ToArray();
        return new TargetPolicy(
            name, (round, row) => table.AsSpan(round * actionCount, actionCount).CopyTo(row), table.Length / actionCount, actionCount);
    }

    /// <summary>Every action as probable as any other.</summary>
    /// <param name="name">What it is called in results. Default "uniform".</param>
    public static TargetPolicy Uniform(string name = "uniform") => new(name, (_, row) => row.Fill(1.0 / row.Length));

    /// <summary>The same action in every round.</summary>
    /// <param name="action">Which, at least 0.</param>
    /// <param name="name">What it is called in results. Default "always" and its number.</param>
    public static TargetPolicy Always(int action, string? name = null)
    {
        Guard.AtLeast(action, 0);
        return new TargetPolicy(name ?? FormattableString.Invariant($"always {action}"), (_, row) => row[action] = 1);
    }

    /// <summary>Refuses a table of another size than the log's.</summary>
    internal void CheckSize(LoggedRounds rounds)
    {
        if ((_rounds ?? rounds.Count) == rounds.Count && (_actions ?? rounds.ActionCount) == rounds.ActionCount) return;
        throw new ArgumentException(
            $"Policy '{Name}' has probabilities of {_rounds} rounds and {_actions} actions; the log has {rounds.Count} rounds and "
                + $"{rounds.ActionCount} actions.",
            nameof(rounds));
    }

    /// <summary>Writes the probabilities of a round, checked.</summary>
    internal void Fill(int round, Span<double> probabilities)
    {
        probabilities.Clear();
        _probabilities(round, probabilities);
        double sum = 0;
        for (int action = 0; action < probabilities.Length; action++)
        {
            double value = probabilities[action];
            if (value is not (>= 0 and <= 1 + Tolerance))
            {
                throw new ArgumentException(
                    FormattableString.Invariant(
                        $"Policy '{Name}' gives action {action} of round {round} the probability {value}; it must be from 0 to 1."),
                    nameof(probabilities));
            }

            sum += value;
        }

        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The probabilities of policy '{Name}' in round {round} add up to {sum}; they must add up to 1."),
                nameof(probabilities));
        }
    }
}
