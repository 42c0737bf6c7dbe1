namespace Personalization.Bandits;

/// <summary>How a <see cref="Ranker"/> stands. Immutable.</summary>
/// <param name="Decisions">Decisions made.</param>
/// <param name="Learned">Rewards learned from.</param>
/// <param name="Waiting">Decisions that wait for a reward.</param>
/// <param name="IsApprentice">Whether the shop's own rule still decides.</param>
/// <param name="Match">
/// Share of the last decisions in which the apprentice would have decided as the shop's own rule; null where it isn't one, or hasn't seen
/// as many as are counted over.
/// </param>
/// <param name="Drifts">How often the drift alarm rang: rewards changed.</param>
/// <param name="MeanReward">Mean of all rewards learned; 0 before the first.</param>
public sealed record RankerStatus(
    long Decisions, long Learned, int Waiting, bool IsApprentice, double? Match, long Drifts, double MeanReward);

/// <summary>What became of a reward.</summary>
public enum RewardOutcome
{
    /// <summary>It counts.</summary>
    Taken,

    /// <summary>Another reward came before, and only the first counts.</summary>
    AlreadyRewarded,

    /// <summary>The decision waits to be activated; it was not.</summary>
    NotActivated,

    /// <summary>Nothing is known of the decision: waiting is over, or it never was.</summary>
    Unknown,
}
