using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>Who gets which offer, what that costs and what it is expected to bring.</summary>
internal static class OffersSection
{
    private const int MostBars = 12;
    private const int MostCards = 9;
    private const int MostReasons = 8;

    public static ReportSection Build(
        OfferPlan plan, RfmGroups? groups, LearnedOffers? learned, ParityEffects? parities, ValueFormat money)
    {
        List<ReportBlock> blocks =
            [new ChartsBlock([.. Charts(plan, money)], 2), new CalloutBlock("How good is this plan?", Quality(plan, money))];
        if (plan.ByOffer.Count > 0)
            blocks.Add(Table("Offers", "Offer", plan.ByOffer, group => NameOf(plan, group), money, withOffers: false));
        if (plan.BySegment.Any(group => group.Name.Length > 0))
            blocks.Add(Table("Offers by segment", "Segment", plan.BySegment, SegmentOf, money, withOffers: true));
        if (Limits(plan) is { } limits) blocks.Add(limits);
        if (learned is not null) blocks.AddRange(PastOffersBlocks.Of(learned, plan));
        blocks.AddRange(OfferFairnessBlocks.Of(plan));
        if (parities is not null) blocks.AddRange(OfferFairnessBlocks.Of(parities, money));
        OfferDecision[] samples = Samples(plan, groups);
        if (samples.Length > 0)
        {
            blocks.Add(new HeadingBlock("Some of the decisions, with their reasons"));
            blocks.Add(new CardsBlock([.. samples.Select(Card)]));
        }

        return new ReportSection("offers", "Offers and budget", Lede(plan, money), blocks);
    }

    /// <summary>Whether the catalogue's assumptions are all that is known of responses.</summary>
    public static bool IsAssumed(OfferPlan plan) => plan.Options.Responses is AssumedResponses;

    /// <summary>What the costs that count towards the budget are.</summary>
    public static string Basis(OfferPlan plan) => plan.Options.Basis == BudgetBasis.WorstCase ? "if everybody redeems" : "as expected";

    public static string NameOf(OfferPlan plan, OfferPlanGroup group) => plan.Catalogue.Find(group.Name)?.Name ?? group.Name;

    private static string Lede(OfferPlan plan, ValueFormat money)
    {
        string Money(decimal amount) => ReportText.Money(money, amount);
        OfferPlanGroup total = plan.Total;
        string issued = ReportText.Date(DateOnly.FromDateTime(plan.IssuedAt.DateTime));
        return $"{ReportText.Count(total.Offers)} of {ReportText.Counted(total.Customers, "customer", "customers")} get an offer, "
            + $"issued on {issued}. Together the offers are expected to gain {Money(total.ExpectedMargin)} of margin "
            + $"for {Money(total.ExpectedCost)} of cost, {Money(total.ExpectedNet)} net; "
            + (total.ExpectedLaterMargin > 0
                ? $"{Money(total.ExpectedLaterMargin)} of the margin would come later, from customers who are won back, of whose value "
                    + $"{ReportText.Share((double)plan.Options.WinBackShare)} counts; "
                : "")
            + $"they cost {Money(total.WorstCaseCost)} if everybody redeems. "
            + (plan.ControlCustomers > 0
                ? $"{ReportText.Counted(plan.ControlCustomers, "customer goes", "customers go")} without an offer by lot, as a control "
                    + "group. "
                : "")
            + (IsAssumed(plan)
                ? "This follows from the responses that the catalogue assumes; it isn't measured."
                : "This follows from responses that were learned from what happened after earlier offers, and where little did, from those "
                    + "that the catalogue assumes.");
    }

    private static IEnumerable<Chart> Charts(OfferPlan plan, ValueFormat money)
    {
        bool worst = plan.Options.Basis == BudgetBasis.WorstCase;
        double Cost(OfferPlanGroup group) => (double)(worst ? group.WorstCaseCost : group.ExpectedCost);
        if (plan.Budget > 0)
        {
            OfferPlanGroup[] costly = [.. plan.ByOffer.OrderByDescending(Cost).ThenBy(group => group.Name, StringComparer.Ordinal)];
            yield return new MeterChart
            {
                Title = "Where the budget goes",
                Subtitle = $"{ReportText.Money(money, plan.BudgetUsed)} of {ReportText.Money(money, plan.Budget)}, {Basis(plan)}",
                Whole = (double)plan.Budget,
                Parts = Largest([.. costly.Select(group => new MeterPart(NameOf(plan, group), Cost(group)))], ChartStyle.Colors - 1),
                RestName = "Not used",
                Format = money,
                Width = 400,
            };
        }

        if (plan.BySegment.Any(group => group.Name.Length > 0))
        {
            yield return new BarChart
            {
                Title = "Customers with an offer by segment",
                Subtitle = Shown(plan.BySegment.Count, "the line marks all customers of the segment"),
                Bars = Bars(plan.BySegment, SegmentOf, group => group.Offers, group => group.Customers),
                Value = new Axis("Customers"),
                ReferenceName = "all of the segment",
                Width = 400,
                Color = 3,
            };
        }

        if (plan.ByOffer.Count == 0) yield break;
        yield return new BarChart
        {
            Title = "Expected margin by offer",
            Subtitle = Shown(plan.ByOffer.Count, "the line marks the expected cost"),
            Bars = Bars(
                plan.ByOffer, group => NameOf(plan, group), group => (double)group.ExpectedMargin, group => (double)group.ExpectedCost),
            Value = new Axis("Expected margin") { Format = money },
            ReferenceName = "expected cost",
            Width = 400,
        };
        yield return new BarChart
        {
            Title = "Customers by offer",
            Subtitle = Shown(plan.ByOffer.Count, "how many get it"),
            Bars = Bars(plan.ByOffer, group => NameOf(plan, group), group => group.Offers, null),
            Value = new Axis("Customers"),
            Width = 400,
            Color = 2,
        };
    }

    private static string Shown(int groups, string subtitle) =>
        groups > MostBars ? $"{subtitle}; the largest {ReportText.Count(MostBars)} of {ReportText.Count(groups)}" : subtitle;

    private static Bar[] Bars(
        IReadOnlyList<OfferPlanGroup> groups, Func<OfferPlanGroup, string> name, Func<OfferPlanGroup, double> value,
        Func<OfferPlanGroup, double>? reference) =>
        [.. groups.OrderByDescending(value).ThenBy(group => group.Name, StringComparer.Ordinal).Take(MostBars)
            .Select(group => new Bar(name(group), value(group), reference?.Invoke(group)))];

    private static MeterPart[] Largest(MeterPart[] parts, int most) => parts.Length <= most
        ? parts
        : [.. parts.Take(most - 1), new MeterPart("All others", parts.Skip(most - 1).Sum(part => part.Value))];

    private static string Quality(OfferPlan plan, ValueFormat money)
    {
        if (plan.UpperBound <= 0) return "No offer pays: none is expected to bring more than it costs with any customer who may have it.";
        string reached = ValueFormat.Percent.Long(Math.Floor(plan.ShareOfBound * 10_000) / 10_000, 2);
        string share = plan.ShareOfBound < 1
            ? "No plan within this budget and these caps can be expected to bring more than "
                + $"{ReportText.Money(money, plan.UpperBound)} net; this one reaches {reached} of that."
            : "No other plan within this budget and these caps can be expected to bring more.";
        return share + (plan.ShadowPrice > 0
            ? $" One more {money.Long(1, 0)} of budget would bring about {money.Long(plan.ShadowPrice, 2)} net."
            : " A larger budget would bring nothing more.");
    }

    /// <summary>A line for each group; where some of its customers may go without an offer, those with one have a column.</summary>
    private static TableBlock Table(
        string caption, string first, IReadOnlyList<OfferPlanGroup> groups, Func<OfferPlanGroup, string> name, ValueFormat money,
        bool withOffers)
    {
        ReportColumn[] offers = withOffers ? [new("With an offer", ReportCells.Numbers)] : [];
        return new TableBlock(
            caption,
            [new(first), new("Customers", ReportCells.Numbers), .. offers, new("Expected cost", ReportCells.Numbers),
                new("Cost if all redeem", ReportCells.Numbers), new("Expected margin", ReportCells.Numbers),
                new("Expected net", ReportCells.Numbers)],
            [.. groups.OrderByDescending(group => group.ExpectedNet).ThenBy(group => group.Name, StringComparer.Ordinal).Select(Row)]);

        IReadOnlyList<string> Row(OfferPlanGroup group) =>
        [
            name(group), ReportText.Count(group.Customers), .. withOffers ? [ReportText.Count(group.Offers)] : Array.Empty<string>(),
            money.Long((double)group.ExpectedCost, 2), money.Long((double)group.WorstCaseCost, 2),
            money.Long((double)group.ExpectedMargin, 2), money.Long((double)group.ExpectedNet, 2),
        ];
    }

    /// <summary>What each limit leaves to be wished for; null where none was asked for but budget and caps.</summary>
    private static TableBlock? Limits(OfferPlan plan) => !AsksForLimits(plan.Options) ? null : new TableBlock(
        "Limits, and what one more of each would bring",
        [new("Limit"), new("Used", ReportCells.Numbers), new("Least", ReportCells.Numbers), new("Most", ReportCells.Numbers),
            new("Short", ReportCells.Numbers), new("Net of one more", ReportCells.Numbers)],
        [.. plan.Limits.Select(limit => (IReadOnlyList<string>)
        [
            limit.Name, ReportText.Number((double)limit.Used), limit.Least is { } least ? ReportText.Number((double)least) : "",
            limit.Most is { } most ? ReportText.Number((double)most) : "",
            limit.Shortfall > 0 ? ReportText.Number((double)limit.Shortfall) : "",
            limit.Price > 0 ? limit.Price.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) : "",
        ])]);

    private static bool AsksForLimits(AllocationOptions options) =>
        options.Limits.Count > 0 || options.Resources.Count > 0 || options.Parities.Count > 0 || options.MarginFloor is not null;

    private static string SegmentOf(OfferPlanGroup group) => group.Name.Length > 0 ? group.Name : "Without a segment";

    /// <summary>The highest spender of each segment among those with an offer, and the highest spender without one.</summary>
    private static OfferDecision[] Samples(OfferPlan plan, RfmGroups? groups)
    {
        Dictionary<string, int> order = [];
        if (groups is not null)
        {
            foreach (RfmGroup group in groups.ByRevenue) order[group.Name] = order.Count;
        }

        IEnumerable<OfferDecision> given = plan.Decisions.Where(decision => decision.Offer is not null)
            .GroupBy(decision => decision.Profile.Segment ?? "", StringComparer.Ordinal)
            .OrderBy(segment => order.GetValueOrDefault(segment.Key, int.MaxValue)).ThenBy(segment => segment.Key, StringComparer.Ordinal)
            .Select(HighestSpender)
            .Take(MostCards - 1);
        OfferDecision[] refused = [.. plan.Decisions.Where(decision => decision.Offer is null)];
        return refused.Length == 0 ? [.. given] : [.. given, HighestSpender(refused)];
    }

    /// <summary>Decisions come in ordinal order of ids, and the first of equals is taken.</summary>
    private static OfferDecision HighestSpender(IEnumerable<OfferDecision> decisions) =>
        decisions.MaxBy(decision => decision.Profile.Monetary)!;

    private static ReportCard Card(OfferDecision decision)
    {
        IReadOnlyList<string> reasons = decision.Reasons;
        List<ReportCardLine> lines = [.. reasons.Take(MostReasons).Select(reason => new ReportCardLine("", Reason: reason))];
        if (reasons.Count > MostReasons)
        {
            string more = ReportText.Counted(reasons.Count - MostReasons, "more reason", "more reasons");
            lines.Add(new ReportCardLine("", Reason: $"And {more}."));
        }

        return new ReportCard(
            decision.Customer.Value, decision.Profile.Segment ?? "", "",
            [new ReportCardLine(decision.Offer?.Name ?? "No offer"), .. lines]);
    }
}
