using Personalization.Bandits;

namespace Personalization;

/// <summary>
/// How a policy would have learned which category to show first: each visit of the shop was decided on as it came, and counted as a hit
/// where the customer then looked at that category unasked. Immutable.
/// </summary>
/// <remarks>
/// As it is known of every category whether the customer looked at it, what another rule would have hit is known too (Dudík, Langford and
/// Li 2011, "Doubly robust policy evaluation and learning", section 4). What showing a category changes isn't: that takes an experiment.
/// </remarks>
public sealed record PolicyTrial
{
    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    /// <summary>The categories to choose from, the one most looked at first.</summary>
    public required IReadOnlyList<string> Categories { get; init; }

    /// <summary>Visits that were decided on.</summary>
    public required int Visits { get; init; }

    /// <summary>When the first and the last of them began.</summary>
    public required (DateTime First, DateTime Last) Period { get; init; }

    /// <summary>Shares of hits in equal parts of the visits, in the order of time.</summary>
    public required IReadOnlyList<PolicyTrialPart> Parts { get; init; }

    /// <summary>
    /// What the log of the policy alone says of always showing the customer's own favourite; true is
    /// <see cref="OffPolicyTruth"/>.
    /// </summary>
    public required OffPolicyEvaluation OffPolicy { get; init; }

    /// <summary>What always showing the customer's own favourite would have hit, 0 to 1.</summary>
    public required double OffPolicyTruth { get; init; }

    /// <summary>Shares of hits over all visits.</summary>
    public PolicyTrialPart Whole => Over(Parts);

    /// <summary>Shares of hits over the last quarter of the visits, when the policy had learned.</summary>
    public PolicyTrialPart LastQuarter => Over([.. Parts.Skip(Parts.Count * 3 / 4)]);

    private static PolicyTrialPart Over(IReadOnlyList<PolicyTrialPart> parts)
    {
        int visits = parts.Sum(part => part.Visits);
        double Mean(Func<PolicyTrialPart, double> share) => parts.Sum(part => share(part) * part.Visits) / visits;
        return new(
            visits, Mean(part => part.Policy), Mean(part => part.MostLookedAt), Mean(part => part.OwnFavorite), Mean(part => part.Even));
    }
}

/// <summary>Shares of hits in a part of the visits, each 0 to 1.</summary>
/// <param name="Visits">Its visits.</param>
/// <param name="Policy">Hits of the policy.</param>
/// <param name="MostLookedAt">Hits of the category that was looked at most so far.</param>
/// <param name="OwnFavorite">Hits of the category that the customer looked at most so far, with new customers that of all.</param>
/// <param name="Even">Expected hits of a category by lot.</param>
public sealed record PolicyTrialPart(int Visits, double Policy, double MostLookedAt, double OwnFavorite, double Even);
