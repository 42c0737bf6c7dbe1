using Personalization.Core;
using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>Who gets offers, by what the shop knows of its customers beside their purchases: nothing that the plan was made by.</summary>
internal static class OfferFairnessBlocks
{
    private const int MostColumns = 4, FewestLevels = 2, MostLevels = 12;

    public static IEnumerable<ReportBlock> Of(OfferPlan plan)
    {
        if (plan.Decisions.Count == 0 || plan.Total.Offers == 0) yield break;
        FairnessReport[] audits =
        [
            .. plan.Decisions[0].Profile.Table.Columns
                .Where(column => column is CategoryColumn { Step: CustomerFileStep.StepName } own
                    && own.Levels.Count is >= FewestLevels and <= MostLevels)
                .Take(MostColumns).Select(column => OfferFairness.Audit(plan, column.Name)).Where(audit => audit.BestOff is not null),
        ];
        if (audits.Length == 0) yield break;
        yield return new HeadingBlock("Who gets offers, by what the shop knows of its customers");
        yield return new ChartsBlock([.. audits.Select(audit => Chart(audit, plan))], 2);
        yield return new CalloutBlock("Is that fair?", string.Join(" ", audits.Select(Sentence)) + " A difference isn't unfair by itself: "
            + "look whether it follows from what they buy. The plan can hold groups to each other (AllocationOptions.Parities).");
    }

    /// <summary>What holding groups to each other changed, and what it costs.</summary>
    public static IEnumerable<ReportBlock> Of(ParityEffects parities, ValueFormat money)
    {
        yield return new HeadingBlock("Groups that are held to each other");
        yield return new ChartsBlock([.. parities.Comparisons.Select(Chart)], 2);
        FairnessComparison whole = parities.Comparisons[0];
        yield return new CalloutBlock("What does that cost?", $"Without it the plan would be expected to bring "
            + $"{ReportText.Money(money, whole.NetBefore)} net, with it {ReportText.Money(money, whole.NetAfter)}: "
            + $"{ReportText.Money(money, whole.Price)} less, {ReportText.Share(Math.Max(0, whole.PriceShare))}. With the best plans that "
            + $"there are it would be between {ReportText.Money(money, whole.LeastPrice)} and {ReportText.Money(money, whole.MostPrice)}. "
            + string.Join(" ", parities.Comparisons.Select(Change)));
    }

    private static BarChart Chart(FairnessComparison comparison) => new()
    {
        Title = $"With an offer, by {Name(comparison.After)}",
        Subtitle = "the line marks the plan without parity",
        Bars =
        [
            .. comparison.After.Groups.Where(group => !group.IsUnknown).OrderByDescending(group => group.OfferRate.Value)
                .ThenBy(group => group.Group, StringComparer.Ordinal).Take(MostLevels)
                .Select(group => new Bar(
                    group.Group, group.OfferRate.Value,
                    comparison.Before.Groups.First(before => before.Group == group.Group).OfferRate.Value)),
        ],
        Value = new Axis("Share with an offer") { Format = ValueFormat.Percent },
        ReferenceName = "without parity",
        Width = 400,
        Color = 4,
    };

    private static string Change(FairnessComparison comparison) =>
        $"By {Name(comparison.After)} the group with fewest offers had {Ratio(comparison.Before)} of the rate of the one with most, now "
        + $"{Ratio(comparison.After)}.";

    private static string Ratio(FairnessReport audit) =>
        audit.WorstOff is { } worst ? ReportText.Share(worst.ToBest.OfferRate.Value) : "an unknown share";

    private static BarChart Chart(FairnessReport audit, OfferPlan plan) => new()
    {
        Title = $"With an offer, by {Name(audit)}",
        Subtitle = "the line marks all customers",
        Bars =
        [
            .. audit.Groups.Where(group => !group.IsUnknown).OrderByDescending(group => group.OfferRate.Value)
                .ThenBy(group => group.Group, StringComparer.Ordinal)
                .Select(group => new Bar(
                    group.IsTooSmall ? $"{group.Group} (few)" : group.Group, group.OfferRate.Value,
                    (double)plan.Total.Offers / plan.Total.Customers)),
        ],
        Value = new Axis("Share with an offer") { Format = ValueFormat.Percent },
        ReferenceName = "all customers",
        Width = 400,
        Color = 4,
    };

    private static string Sentence(FairnessReport audit)
    {
        if (audit.WorstOff is not { } worst || audit.BestOff is not { } best || worst.Group == best.Group)
            return $"By {Name(audit)} too few customers are known to compare.";
        FairnessFigure ratio = worst.ToBest.OfferRate;
        string share = $"{ReportText.Share(ratio.Value)} ({ReportText.Share(ratio.Low)} to {ReportText.Share(ratio.High)})";
        string opportunity = double.IsFinite(worst.ToBest.Opportunity.Value)
            ? $", and of those for whom an offer would pay {ReportText.Share(worst.ToBest.Opportunity.Value)} of it" : "";
        return $"By {Name(audit)}, offers go to “{worst.Group}” at {share} of the rate of “{best.Group}”{opportunity}.";
    }

    private static string Name(FairnessReport audit) => audit.Attribute.Replace('_', ' ');
}
