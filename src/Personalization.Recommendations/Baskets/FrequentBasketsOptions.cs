namespace Personalization.Recommendations;

/// <summary>What makes one rule stronger than another.</summary>
public enum RuleStrength
{
    /// <summary>Confidence: how often the right side is in baskets that have the left. Favours what is bought often anyway.</summary>
    Confidence,

    /// <summary>Lift: how many times as often as by chance. Favours what is bought seldom.</summary>
    Lift,
}

/// <summary>
/// Which sets of items <see cref="BasketRulesTrainer"/> finds, and which rules it makes of them. Immutable; every default is valid.
/// </summary>
/// <remarks>A set counts as frequent where both limits on its support hold.</remarks>
public sealed record FrequentBasketsOptions
{
    /// <summary>Share of all baskets that must hold a set, 0 to 1. Default .001.</summary>
    public double MinimumSupport { get; init => field = Guard.InRange(value, 0, 1); } = .001;

    /// <summary>Number of baskets that must hold a set, at least 1. Default 3.</summary>
    public int MinimumCount { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>Most items of a set, 2 to 16; a rule has one fewer on its left. Default 3.</summary>
    public int MaximumLength { get; init => field = Guard.InRange(value, 2, FrequentSets.LongestSet); } = 3;

    /// <summary>
    /// Most sets of two and more items, at least 1. Where there are more, the sets of the items bought most are kept, all of them, and the
    /// report's stop reason is <see cref="Core.StopReason.IterationLimit"/>; <see cref="BasketRulesModel.MinedItemCount"/> says how many
    /// items that was enough for. Default 200,000.
    /// </summary>
    public int MaximumSets { get; init => field = Guard.AtLeast(value, 1); } = 200_000;

    /// <summary>Least confidence of a rule, 0 to 1. Default .05.</summary>
    public double MinimumConfidence { get; init => field = Guard.InRange(value, 0, 1); } = .05;

    /// <summary>A rule's lift must be above this, at least 0. Default 1: more often than by chance.</summary>
    public double MinimumLift { get; init => field = Guard.Finite(Guard.AtLeast(value, 0)); } = 1;

    /// <summary>By what rules are ranked. Default <see cref="RuleStrength.Confidence"/>.</summary>
    public RuleStrength Strength { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
