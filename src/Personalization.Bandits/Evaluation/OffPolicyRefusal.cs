namespace Personalization.Bandits;

/// <summary>Why a log can't tell what a policy is worth.</summary>
public enum OffPolicyRefusalReason
{
    /// <summary>Fewer rounds or clusters than <see cref="OffPolicyOptions.LeastRounds"/>.</summary>
    TooFewRounds,

    /// <summary>
    /// A few rounds would decide: the effective sample size is below <see cref="OffPolicyOptions.LeastEffectiveSampleSize"/> or
    /// <see cref="OffPolicyOptions.LeastEffectiveShare"/>.
    /// </summary>
    SmallEffectiveSample,

    /// <summary>The policy would do what the log never did: <see cref="OffPolicyOptions.UnsupportedShare"/>.</summary>
    NoSupport,

    /// <summary>Rewards are too rare: <see cref="OffPolicyOptions.LeastRewarded"/>.</summary>
    TooFewRewards,

    /// <summary>The propensities can't be those that the log was drawn with: <see cref="OffPolicyOptions.CalibrationLevel"/>.</summary>
    WrongPropensities,
}

/// <summary>One reason to refuse, with its figures in words.</summary>
/// <param name="Reason">Which.</param>
/// <param name="Message">A sentence for people: what was found, what is needed, what would help.</param>
public sealed record OffPolicyRefusal(OffPolicyRefusalReason Reason, string Message);
