using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// Audits who gets offers by any attribute of the customers, whether or not it was used to decide. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// Intervals take the customers for a sample of those who might be: shares have Wilson's, means that of their standard error, ratios that
/// of their logarithm; all at 95 %, each by itself. With many groups some intervals miss by chance, and the best-off of many equal groups
/// looks better than it is. A difference isn't unfair by itself, nor is equality fair: the audit says how large it is.
/// </remarks>
public static class OfferFairness
{
    /// <summary>Audits a plan. O(customers).</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="column">Column of the customers whose cells, as text, are the groups.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">The customers don't have the column.</exception>
    public static FairnessReport Audit(OfferPlan plan, string column, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentException.ThrowIfNullOrWhiteSpace(column);
        IReadOnlyList<OfferDecision> decisions = plan.Decisions;
        if (decisions.Count > 0 && !decisions[0].Profile.Table.TryGetColumn(column, out _))
        {
            throw new ArgumentException(
                $"The customers have no column '{column}'; give the audit one that they have.", nameof(column));
        }

        CategoryColumn groups = new(column, [.. decisions.Select(decision => decision.Profile.Text(column))]);
        bool[] offered = [.. decisions.Select(decision => decision.Offer is not null)];
        double[] values = [.. decisions.Select(decision => (double)decision.All.Sum(given => given.ExpectedCost))];
        bool[] couldGain = [.. Enumerable.Range(0, decisions.Count).Select(plan.HadOpportunity)];
        return Audit(groups, offered, values, couldGain, options);
    }

    /// <summary>Audits what any policy gave. O(customers).</summary>
    /// <param name="groups">Group of each customer; a missing cell: not known.</param>
    /// <param name="offered">Whether each got an offer.</param>
    /// <param name="values">What each was given, such as the expected cost of the offers, finite and at least 0; 0 for nothing.</param>
    /// <param name="couldGain">For whom some offer would have paid.</param>
    /// <param name="options">How; null: the defaults.</param>
    /// <exception cref="ArgumentException">Lengths differ, or a value isn't finite or is below 0.</exception>
    public static FairnessReport Audit(
        CategoryColumn groups, ReadOnlySpan<bool> offered, ReadOnlySpan<double> values, ReadOnlySpan<bool> couldGain,
        FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        options ??= new();
        if (offered.Length != groups.Count || values.Length != groups.Count || couldGain.Length != groups.Count)
        {
            throw new ArgumentException(
                $"There are groups of {groups.Count} customers, but {offered.Length} offers, {values.Length} values and "
                + $"{couldGain.Length} opportunities: give one of each for each customer.",
                nameof(groups));
        }

        GroupTally[] tallies = new GroupTally[groups.Levels.Count + 1];
        for (int i = 0; i < offered.Length; i++)
        {
            Guard.InRange(values[i], 0, double.MaxValue, nameof(values));
            int group = groups.Codes[i] < 0 ? groups.Levels.Count : groups.Codes[i];
            tallies[group] = tallies[group].With(offered[i], values[i], couldGain[i]);
        }

        GroupTally whole = default;
        foreach (GroupTally tally in tallies) whole += tally;
        GroupTally[] judged = Array.FindAll(tallies, tally => tally.Offers.Count >= options.SmallestGroup);
        GroupTally best = new(
            Best(judged, tally => tally.Offers), Best(judged, tally => tally.Values), Best(judged, tally => tally.Opportunities));
        return new(
            groups.Name,
            Figures("", whole, whole, whole, options, isUnknown: false),
            [
                .. tallies.Index().Where(tally => tally.Item.Offers.Count > 0).Select(tally => Figures(
                    tally.Index == groups.Levels.Count ? options.Unknown : groups.Levels[tally.Index], tally.Item, best, whole, options,
                    tally.Index == groups.Levels.Count)),
            ]);
    }

    /// <summary>Compares two plans for the same customers: what changes for the groups, and what that costs.</summary>
    /// <param name="before">The plan before, as a rule without limits for fairness.</param>
    /// <param name="after">The plan after.</param>
    /// <param name="column">Column of the groups.</param>
    /// <param name="options">How; null: the defaults.</param>
    public static FairnessComparison Compare(OfferPlan before, OfferPlan after, string column, FairnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new(
            Audit(before, column, options), Audit(after, column, options), before.Total.ExpectedNet, after.Total.ExpectedNet,
            before.UpperBound, after.UpperBound);
    }

    private static FairnessMean Best(GroupTally[] tallies, Func<GroupTally, FairnessMean> figure) =>
        tallies.Select(figure).Where(mean => mean.Count > 0).OrderByDescending(mean => mean.Value).FirstOrDefault();

    private static GroupFairness Figures(
        string name, GroupTally own, GroupTally best, GroupTally whole, FairnessOptions options, bool isUnknown) => new(
        name, (int)own.Offers.Count, (int)own.Offers.Sum, own.Offers.Count < options.SmallestGroup,
        FairnessFigure.Share((long)own.Offers.Sum, own.Offers.Count), FairnessFigure.Mean(own.Values),
        FairnessFigure.Share((long)own.Opportunities.Sum, own.Opportunities.Count))
        {
            IsUnknown = isUnknown,
            ToBest = new(
            ToBest(own.Offers, best.Offers), ToBest(own.Values, best.Values), ToBest(own.Opportunities, best.Opportunities)),
            ToWhole = new(
            FairnessFigure.RatioToWhole(own.Offers, whole.Offers - own.Offers),
            FairnessFigure.RatioToWhole(own.Values, whole.Values - own.Values),
            FairnessFigure.RatioToWhole(own.Opportunities, whole.Opportunities - own.Opportunities)),
        };

    private static FairnessFigure ToBest(FairnessMean own, FairnessMean best) =>
        own == best && own.Value > 0 ? new(1, 1, 1) : FairnessFigure.Ratio(own, best);

    /// <summary>What was counted of a group: customers by offer and value, and those who could gain by offer.</summary>
    private readonly record struct GroupTally(FairnessMean Offers, FairnessMean Values, FairnessMean Opportunities)
    {
        public static GroupTally operator +(GroupTally left, GroupTally right) =>
            new(left.Offers + right.Offers, left.Values + right.Values, left.Opportunities + right.Opportunities);

        public GroupTally With(bool offered, double value, bool couldGain) => new(
            Offers.With(offered ? 1 : 0), Values.With(value), couldGain ? Opportunities.With(offered ? 1 : 0) : Opportunities);
    }
}
