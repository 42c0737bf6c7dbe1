namespace Personalization.Incentives;

/// <summary>What the groups of an attribute get, compared. Immutable and thread-safe.</summary>
/// <param name="Attribute">Name of the column.</param>
/// <param name="Whole">All customers.</param>
/// <param name="Groups">Its groups, in ordinal order of their names; without those that have no customer.</param>
public sealed record FairnessReport(string Attribute, GroupFairness Whole, IReadOnlyList<GroupFairness> Groups)
{
    /// <summary>The group with the highest share of customers with an offer; null where all groups are too small.</summary>
    public GroupFairness? BestOff =>
        Groups.Where(group => !group.IsTooSmall).MaxBy(group => group.OfferRate.Value);

    /// <summary>The group with the lowest share, of those that aren't too small; null where all are.</summary>
    public GroupFairness? WorstOff =>
        Groups.Where(group => !group.IsTooSmall).MinBy(group => group.OfferRate.Value);

    /// <summary>Names of the groups that are too small to be judged.</summary>
    public IEnumerable<string> TooSmall => Groups.Where(group => group.IsTooSmall).Select(group => group.Group);

    /// <summary>
    /// What to put into <see cref="AllocationOptions.Parities"/> so that each group's rate of offers is at least a share of any other's.
    /// Groups that are too small, and customers whose group isn't known, are left alone.
    /// </summary>
    /// <remarks>Where customers get several offers, offers for each customer are counted, not customers with an offer.</remarks>
    /// <param name="share">0 to 1; 1: equal rates. Default .8, the "four fifths" of US guidelines on hiring (29 CFR 1607.4).</param>
    public OfferParity ParityFor(double share = .8) => new()
    {
        Column = Attribute,
        Levels = [.. Groups.Where(group => !group.IsTooSmall && !group.IsUnknown).Select(group => group.Group)],
        Share = share,
    };
}

/// <summary>An audit before and after a change, and what the change costs. Immutable and thread-safe.</summary>
/// <param name="Before">The audit before.</param>
/// <param name="After">The audit after.</param>
/// <param name="NetBefore">Expected net value before, in currency.</param>
/// <param name="NetAfter">Expected net value after.</param>
/// <param name="BoundBefore">No plan under the limits of before is worth more.</param>
/// <param name="BoundAfter">No plan under the limits of after is worth more.</param>
public sealed record FairnessComparison(
    FairnessReport Before, FairnessReport After, decimal NetBefore, decimal NetAfter, decimal BoundBefore, decimal BoundAfter)
{
    /// <summary>Expected net value that is given up. May be a little below 0 where neither plan is the best there is.</summary>
    public decimal Price => NetBefore - NetAfter;

    /// <summary>The price as a share of the net value before; 0 where there was none.</summary>
    public double PriceShare => NetBefore == 0 ? 0 : (double)(Price / NetBefore);

    /// <summary>What the limits themselves cost at least, whatever plan is made under them: 0 or more.</summary>
    public decimal LeastPrice => Math.Max(0, NetBefore - BoundAfter);

    /// <summary>What they cost at most.</summary>
    public decimal MostPrice => Math.Max(0, BoundBefore - NetAfter);
}
