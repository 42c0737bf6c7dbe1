namespace Personalization.Bandits;

/// <summary>Where a decision comes from.</summary>
public enum DecisionSource
{
    /// <summary>The policy, by lot with its propensities.</summary>
    Policy,

    /// <summary>The shop's own rule, which the policy learns to imitate.</summary>
    Baseline,

    /// <summary>The shop's own rule, as the customer didn't agree to be decided for by what is known of them.</summary>
    NoConsent,
}

/// <summary>An action that was possible in a slot.</summary>
/// <param name="Action">The action.</param>
/// <param name="Propensity">Probability with which it was to be chosen, 0 to 1.</param>
/// <param name="Value">What was expected of it, where it was chosen or the decision was just made; else null.</param>
public readonly record struct PossibleAction(RankAction Action, double Propensity, ActionValue? Value);

/// <summary>What was decided for one slot. Immutable.</summary>
/// <param name="Id">The slot's name.</param>
/// <param name="Features">What is known of the slot.</param>
/// <param name="Possible">The actions that were possible, in the order in which they were asked for.</param>
/// <param name="Place">Place of the chosen one among them.</param>
public sealed record DecidedSlot(string Id, FeatureSet Features, IReadOnlyList<PossibleAction> Possible, int Place)
{
    /// <summary>The action that was chosen.</summary>
    public RankAction Chosen => Possible[Place].Action;

    /// <summary>Probability with which it was chosen, above 0, at most 1.</summary>
    public double Propensity => Possible[Place].Propensity;

    /// <summary>The actions that were possible, without a call for each.</summary>
    internal ReadOnlySpan<PossibleAction> AllPossible => Possible is PossibleAction[] own ? own : Possible.ToArray();
}

/// <summary>
/// A decision as the log has it: what was offered, what else was possible and how likely, by which version of which policy, on which
/// features and consent, and what came of it. Immutable.
/// </summary>
public sealed record LoggedDecision
{
    /// <summary>Names the decision.</summary>
    public required string EventId { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Policy and how many rewards it had learned from, such as <c>linear-thompson.1200</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Where it comes from.</summary>
    public required DecisionSource Source { get; init; }

    /// <summary>Whether the customer agreed to be decided for by what is known of them; null where the shop asked elsewhere.</summary>
    public bool? Consent { get; init; }

    /// <summary>Whether it counts only once it was activated.</summary>
    public bool Deferred { get; init; }

    /// <summary>What was known of the customer and the moment.</summary>
    public required FeatureSet Context { get; init; }

    /// <summary>The slots, at least one, in the order in which they were decided.</summary>
    public required IReadOnlyList<DecidedSlot> Slots { get; init; }

    /// <summary>
    /// What was learned of each slot; null while waiting, and where a deferred decision was never activated.
    /// </summary>
    public IReadOnlyList<double>? Rewards { get; init; }

    /// <summary>Why, in plain words, a sentence a slot.</summary>
    public IReadOnlyList<string> Reasons => [.. Slots.Select(Reason)];

    private string Reason(DecidedSlot slot)
    {
        string where = Slots.Count > 1 ? $" in '{slot.Id}'" : "";
        return Source switch
        {
            DecisionSource.Baseline => $"'{slot.Chosen.Id}'{where}: the shop's own rule, from which the policy still learns.",
            DecisionSource.NoConsent =>
                $"'{slot.Chosen.Id}'{where}: the shop's own rule, as the customer didn't agree to be decided for by what is known of them.",
            _ => FormattableString.Invariant(
                $"'{slot.Chosen.Id}'{where}: chosen with probability {slot.Propensity:0.###} of {slot.Possible.Count} actions")
                + (slot.Possible[slot.Place].Value is { } value
                    ? FormattableString.Invariant($"; {value.Mean:0.####} ± {value.Deviation:0.####} is expected of it.")
                    : "."),
        };
    }
}
