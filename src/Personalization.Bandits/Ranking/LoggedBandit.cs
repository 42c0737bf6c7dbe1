using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>
/// A decision log as off-policy evaluation asks for it: rounds with numbered actions, and what any policy would do in them. Immutable.
/// </summary>
public sealed class LoggedBandit
{
    private readonly (LoggedDecision Decision, int Slot)[] _rounds;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    internal LoggedBandit(IReadOnlyList<(LoggedDecision Decision, int Slot)> rounds)
    {
        _rounds = [.. rounds];
        List<string> actions = [];
        foreach ((LoggedDecision decision, int slot) in _rounds)
        {
            foreach (PossibleAction possible in decision.Slots[slot].Possible)
            {
                if (_numbers.TryAdd(possible.Action.Id, actions.Count)) actions.Add(possible.Action.Id);
            }
        }

        Actions = actions;
        Rounds = new LoggedRounds(
            actions.Count,
            [.. _rounds.Select(round => _numbers[Slot(round).Chosen.Id])],
            [.. _rounds.Select(round => round.Decision.Rewards![round.Slot])],
            [.. _rounds.Select(round => Slot(round).Propensity)],
            [.. _rounds.Select(round => round.Slot)]);
    }

    /// <summary>Ids of the actions, in the order of their numbers.</summary>
    public IReadOnlyList<string> Actions { get; }

    /// <summary>The rounds.</summary>
    public LoggedRounds Rounds { get; }

    /// <summary>
    /// What a policy, as it stands, would do in each round, for an <see cref="OffPolicyEvaluator"/>; 0 for what wasn't possible. It learns
    /// nothing by that.
    /// </summary>
    /// <remarks>
    /// A policy that was taught by the very rounds it is judged by looks better than it is: teach it by an earlier log.
    /// </remarks>
    /// <param name="policy">The policy.</param>
    /// <param name="cancellationToken">Stops between rounds.</param>
    public TargetPolicy Target(IBanditPolicy policy, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        int actions = Actions.Count;
        double[] all = new double[checked(_rounds.Length * actions)];
        for (int i = 0; i < _rounds.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DecidedSlot slot = Slot(_rounds[i]);
            RankAction[] possible = [.. slot.Possible.Select(own => own.Action)];
            double[] shares = new double[possible.Length];
            policy.Decide(
                new BanditRound(RankerState.ContextOf(_rounds[i].Decision, slot), possible, StableHash.Mix((ulong)i)),
                shares, []);
            for (int j = 0; j < possible.Length; j++) all[(i * actions) + _numbers[possible[j].Id]] = shares[j];
        }

        return TargetPolicy.Of(policy.Name, actions, all);
    }

    private static DecidedSlot Slot((LoggedDecision Decision, int Slot) round) => round.Decision.Slots[round.Slot];
}
