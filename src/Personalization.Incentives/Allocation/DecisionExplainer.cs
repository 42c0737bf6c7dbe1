using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Writes the reasons of a decision from what it was decided with. Immutable and thread-safe.</summary>
/// <param name="options">Options of the plan.</param>
/// <param name="context">What eligibility was judged by.</param>
/// <param name="price">λ, net value per unit of budget.</param>
/// <param name="capPrices">μ by offer, in 1/10,000 of the currency.</param>
/// <param name="budgetLeft">Budget that was left when the decision was made, in 1/10,000 of the currency.</param>
/// <param name="capsLeft">What was left of each offer then.</param>
/// <param name="left">What was left of all other limits then; null: there are none.</param>
internal sealed class DecisionExplainer(
    AllocationOptions options, EligibilityContext context, double price, double[] capPrices, long budgetLeft, IReadOnlyList<int> capsLeft,
    PlanLeft? left = null)
{
    private readonly PriceChoice? _prices = left is null ? null : new(options, context, left);

    public AllocationOptions Options => options;

    public EligibilityContext Context => context;

    public IReadOnlyList<string> Explain(OfferDecision decision)
    {
        List<Verdict> weighed = [];
        List<string> refused = [], forOthers = [];
        foreach (Verdict verdict in Judge(decision))
        {
            if (verdict.Net is not null) weighed.Add(verdict);
            else (IsForOtherSegments(verdict.Offer, decision.Profile) ? forOthers : refused).Add(verdict.Reason);
        }

        // A catalogue holds many offers for other segments: one line says so, one of them is named like any other.
        if (forOthers.Count > 1)
            forOthers = [$"Not {forOthers.Count} offers that are for other segments than {decision.Profile.Segment ?? "none"}."];
        IEnumerable<string> others =
            [.. weighed.OrderByDescending(other => other.Net).Select(other => other.Reason), .. refused, .. forOthers];
        return decision.Offer is { } chosen
            ? [.. WhyChosen(decision.Terms ?? chosen, decision), .. others, .. Change(decision)]
            : [decision.IsControl ? WhyControl(decision) : WhyNone(weighed), .. others, .. Change(decision)];
    }

    /// <summary>What the prices would have given a customer whom the lot leaves without.</summary>
    public Offer? Withheld(OfferDecision decision) => decision.IsControl ? _prices?.Best(decision.Asked) : null;

    /// <summary>The smallest change of a number that would have made another offer the choice.</summary>
    public OfferChange? SmallestChange(OfferDecision decision) => decision.IsControl || decision.Beside.Count > 0 || _prices is null
        ? null
        : OfferChangeSearch.Find(_prices, decision.Asked, decision.Offer);

    /// <summary>
    /// Every offer but the chosen one in ordinal order of ids, after "nothing" where one was chosen. The policy tosses no coin but that of
    /// the control group: all but what it would turn have propensity 0.
    /// </summary>
    public IReadOnlyList<DecisionAlternative> Alternatives(OfferDecision decision)
    {
        List<DecisionAlternative> alternatives = [];
        if (decision.Offer is not null)
        {
            string forgone = $"Not nothing: it would forgo the {Words.Money(decision.ExpectedNet)} net that the offer chosen brings.";
            alternatives.Add(new(Action: null, options.ControlShare, 0, forgone));
        }

        Offer? withheld = decision.Withheld;
        foreach (Verdict other in Judge(decision))
        {
            double propensity = ReferenceEquals(other.Offer, withheld) ? 1 - options.ControlShare : 0;
            alternatives.Add(new(other.Offer.Id, propensity, other.Net is { } net ? MoneyUnits.ToDecimal(net) : null, other.Reason));
        }

        return alternatives;
    }

    private IEnumerable<Verdict> Judge(OfferDecision decision)
    {
        IReadOnlyList<Offer> offers = context.Catalogue.Offers;
        for (int row = 0; row < offers.Count; row++)
        {
            Offer offer = offers[row];
            if (decision.All.Any(given => ReferenceEquals(offer, given.Offer))) continue;
            EligibilityResult result = OfferEligibility.Evaluate(offer, decision.Asked, context);
            if (!result.IsEligible)
            {
                yield return new(offer, null, $"Not '{offer.Name}': {string.Join("; ", result.Reasons)}.");
                continue;
            }

            OfferEstimate estimate = OfferEstimate.Of(offer, decision.Profile, options);
            yield return new(offer, estimate.Net, Compare(offer, row, estimate, decision));
        }
    }

    private static bool IsForOtherSegments(Offer offer, CustomerProfile customer) =>
        offer.Eligibility.Segments.Count > 0
        && (customer.Segment is null || !offer.Eligibility.Segments.Contains(customer.Segment, StringComparer.Ordinal));

    private IEnumerable<string> WhyChosen(Offer offer, OfferDecision decision)
    {
        yield return $"'{offer.Name}' is expected to gain {Words.Money(decision.ExpectedMargin)} of margin for "
            + $"{Words.Money(decision.ExpectedCost)} of cost: {Words.Money(decision.ExpectedNet)} net.";
        string because = decision.UpliftError > 0
            ? $"{Words.Percent(decision.Uplift)} (± {Words.Percent(decision.UpliftError)}) buy because of it, as was learned"
            : $"{Words.Percent(decision.Uplift)} buy because of it";
        yield return $"Assumed: {Words.Percent(decision.BaselineProbability)} would buy without it, of whom "
            + $"{Words.Percent(decision.RedemptionProbability)} redeem it; {because}; an order of "
            + $"{Words.Money(decision.Profile.AverageOrderValue)} at a margin of {Words.Percent(options.GrossMargin)}.";
        if (decision.ExpectedLaterMargin > 0)
        {
            yield return $"Of the margin {Words.Money(decision.ExpectedLaterMargin)} would come later: won back for good the customer "
                + $"would bring {Words.Money(decision.Profile.WinBackValue ?? 0)} more, of which {Words.Percent(options.WinBackShare)} "
                + "counts.";
        }

        if (decision.Profile.PurchaseProbability is null)
        {
            yield return "The customer's own probability of a purchase isn't known; "
                + $"{Words.Percent(options.PurchaseProbability)} was taken for it.";
        }

        if (decision.Expires is { } expires) yield return $"It ends on {Words.Date(expires)}.";
    }

    private string WhyControl(OfferDecision decision)
    {
        string group = "Nothing is offered: the customer is in the control group, the "
            + $"{Words.Percent(options.ControlShare)} of all whom a lot leaves without offers, so that what offers change can be measured.";
        return decision.Withheld is { } withheld
            ? $"{group} '{withheld.Name}' is withheld."
            : $"{group} At the plan's prices nothing would have been offered anyway.";
    }

    private IEnumerable<string> Change(OfferDecision decision)
    {
        if (SmallestChange(decision) is not { } change) yield break;
        string with = change.Column switch
        {
            ColumnNames.AverageOrder => $"an average order of {Number(change.To)}",
            ColumnNames.PurchaseProbability => $"a probability of a purchase of {Number(change.To)}",
            ColumnNames.RecencyDays => $"a last order {Number(change.To)} days ago",
            ColumnNames.Frequency => $"{Number(change.To)} orders",
            _ => $"{Number(change.To)} spent in all",
        };
        yield return $"With {with} in place of {Number(change.From)} '{context.Catalogue.Find(change.OfferId)!.Name}' would have been "
            + "chosen.";

        string Number(double value) => change.Column switch
        {
            ColumnNames.AverageOrder or ColumnNames.Monetary => Words.Money((decimal)value),
            ColumnNames.PurchaseProbability => Words.Percent(value),
            _ => Words.Number(value),
        };
    }

    private static string WhyNone(List<Verdict> weighed) =>
        weighed.Count == 0 ? "Nothing is offered: the customer is eligible for no offer."
        : weighed.TrueForAll(other => other.Net <= 0) ? "Nothing is offered: no offer is expected to bring more than it costs."
        : "Nothing is offered: what would pay is not within the budget and caps that are left, or pays more elsewhere.";

    private string Compare(Offer offer, int row, OfferEstimate estimate, OfferDecision decision)
    {
        string net = Words.Money(MoneyUnits.ToDecimal(estimate.Net));
        long weight = estimate.Weight(options.Basis);
        long own = decision.Estimate.Weight(options.Basis);
        string less = $"Not '{offer.Name}': it would bring {net} net";
        if (estimate.Net <= 0) return $"Not '{offer.Name}': it would cost more than it brings ({net} net).";
        if (decision.IsControl) return $"{less}, but the customer is in the control group.";
        if (decision.Offer is not null && estimate.Net <= decision.Estimate.Net) return $"{less}, no more than the offer chosen.";
        if (weight > MoneyUnits.From(options.Budget)) return $"{less}, but takes {Amount(weight)}, more than the whole budget.";
        if (capsLeft[row] <= 0) return $"{less}, but all that may be given of it went where they bring more.";
        if (weight - own > budgetLeft)
            return $"{less}, but takes {Amount(weight)} of the budget, of which {Amount(budgetLeft + own)} was left, "
                + $"and a unit of budget brings {Words.Number(price)} elsewhere.";
        if (left?.Blocks(row, estimate, decision) is { } blocking)
            return $"{less}, but \"{blocking}\" leaves no room for it: what there is went where it brings more.";
        return capPrices[row] > 0
            ? $"{less}, but one of it brings {Words.Money((decimal)(capPrices[row] / MoneyUnits.Scale))} more elsewhere."
            : $"{less}, but takes {Amount(weight)} of the budget, a unit of which brings {Words.Number(price)} elsewhere.";
    }

    private static string Amount(long units) => Words.Money(MoneyUnits.ToDecimal(units));

    /// <summary>What was found about an offer that wasn't chosen.</summary>
    /// <param name="Offer">The offer.</param>
    /// <param name="Net">Net value in 1/10,000 of the currency; null where the customer isn't eligible.</param>
    /// <param name="Reason">What speaks against it.</param>
    private readonly record struct Verdict(Offer Offer, long? Net, string Reason);
}
