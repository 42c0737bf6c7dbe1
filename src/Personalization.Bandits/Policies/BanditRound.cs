namespace Personalization.Bandits;

/// <summary>What a policy decides about: the actions that may be taken, and what is known. Immutable.</summary>
public sealed class BanditRound
{
    /// <summary>A round.</summary>
    /// <param name="context">What is known of the customer and the moment.</param>
    /// <param name="actions">The actions that may be taken, at least one, ids all different.</param>
    /// <param name="draw">Names the randomness: the same draw in the same state gives the same propensities.</param>
    public BanditRound(FeatureSet context, IReadOnlyList<RankAction> actions, ulong draw)
    {
        ArgumentNullException.ThrowIfNull(context);
        (Context, Actions, Draw) = (context, Guard.NotEmpty(actions), draw);
    }

    /// <summary>What is known of the customer and the moment.</summary>
    public FeatureSet Context { get; }

    /// <summary>The actions that may be taken.</summary>
    public IReadOnlyList<RankAction> Actions { get; }

    /// <summary>Names the randomness.</summary>
    public ulong Draw { get; }
}

/// <summary>What a policy expects of an action.</summary>
/// <param name="Mean">Expected reward.</param>
/// <param name="Deviation">How unsure that is, a standard deviation; 0 where the policy doesn't know.</param>
public readonly record struct ActionValue(double Mean, double Deviation);
