namespace Personalization.Incentives;

/// <summary>Finds rules that can never match, and rules that contradict each other.</summary>
internal sealed class CatalogueCheck(OfferCatalogue catalogue, KnownNames known)
{
    private static readonly DateTime AnyMonday = new(2001, 1, 1);
    private readonly List<CatalogueFinding> _findings = [];
    private Offer? _offer;

    public IReadOnlyList<CatalogueFinding> Run()
    {
        CatalogueRules rules = catalogue.Rules;
        if (CustomerClock.Find(rules.TimeZone) is null)
            Error("timeZone", $"no time zone '{rules.TimeZone}' is known here; write an IANA id such as \"Europe/Berlin\"");
        bool isAlwaysQuiet = QuietHours.FirstOutside(rules.QuietHours, [], AnyMonday) is null;
        if (isAlwaysQuiet) Error("quietHours", "they leave no moment of the week, so nothing can ever be given; shorten them");
        foreach (FrequencyCap cap in rules.Frequency)
        {
            if (cap.Scheme.Length > 0 && !catalogue.Offers.Any(offer => offer.Scheme == cap.Scheme))
                Warn("frequency", $"no offer is of the scheme '{cap.Scheme}'");
        }

        foreach (Offer offer in catalogue.Offers)
        {
            _offer = offer;
            Value(offer);
            Validity(offer, isAlwaysQuiet);
            Ranges(offer.Eligibility, offer.Bundle is not null);
            Names(offer);
            new StackingCheck(catalogue, Error, Warn).Run(offer);
            Goal(offer);
        }

        return _findings;
    }

    private void Error(string field, string problem) => _findings.Add(new(FindingSeverity.Error, _offer?.Id ?? "", field, problem));

    private void Warn(string field, string problem) => _findings.Add(new(FindingSeverity.Warning, _offer?.Id ?? "", field, problem));

    private void Value(Offer offer)
    {
        bool isFraction = offer.Kind is OfferKind.Percent or OfferKind.Referral;
        if (isFraction && offer.Value > 1) Error("value", $"{Words.Number(offer.Value)} is more than the whole order; .10 is 10 %");
        foreach (OfferVariant variant in offer.Variants)
        {
            if (isFraction && variant.Value > 1)
                Error("variants", $"the value of '{variant.Id}' is {Words.Number(variant.Value.Value)}, more than the whole order");
        }

        if (offer.Variants.GroupBy(variant => variant.Id, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            Error("variants", $"'{twice.Key}' stands twice; give each variant an id of its own");
        if (offer.Kind == OfferKind.Bundle && offer.Bundle is null) Error("bundle", "it is missing; name the items and the price");
        if (offer.Kind != OfferKind.Bundle && offer.Bundle is not null) Error("bundle", "only an offer of kind bundle has one; remove it");
        if (offer.Bundle is { } bundle && bundle.Price > bundle.SumOfPrices)
            Error("bundle.price", $"{Words.Money(bundle.Price)} is more than the items cost one by one, {Words.Money(bundle.SumOfPrices)}");
        decimal order = offer.Bundle?.SumOfPrices ?? 100;
        decimal share = order == 0 ? 0 : Cheapest(offer, order) / order;
        bool isRelative = offer.Bundle is not null || (offer.Cost.Redemption is null ? isFraction : offer.Cost.Redemption.Maximum is null);
        if (isRelative && share <= 1 && 1 - share < offer.MarginFloor)
        {
            Error("marginFloor", $"a redemption leaves at most {Words.Percent(1 - share)} of an order, whatever its margin; the floor is "
                + $"{Words.Percent(offer.MarginFloor)}; lower one of them");
        }

        if (offer.Caps.Total == 0) Warn("caps.total", "0 of it are given: it is switched off");
        if (offer.Timing.Frequency.Any(cap => cap.Scheme.Length > 0))
            Warn("timing.frequency", "the scheme of an offer's own cap is ignored; remove it");
    }

    /// <summary>The least that a share of any order costs: fixed parts fade as orders grow.</summary>
    private static decimal Cheapest(Offer offer, decimal order)
    {
        if (offer.Bundle is not null) return offer.RedemptionCost(order);
        decimal value = offer.Variants.Count == 0 ? offer.Value : offer.Variants.Min(one => one.Value ?? offer.Value);
        return (offer.Cost.Redemption?.PercentOfOrder ?? value) * order;
    }

    private void Validity(Offer offer, bool isAlwaysQuiet)
    {
        OfferValidity validity = offer.Validity;
        if (validity.To <= validity.From)
            Error("validity", $"it ends on {Words.Date(validity.To.Value)} and begins on {Words.Date(validity.From.Value)}; swap them");
        IReadOnlyList<QuietHours> all = catalogue.Rules.QuietHours, own = offer.Timing.QuietHours;
        if (isAlwaysQuiet || own.Count + all.Count == 0) return;
        if (QuietHours.FirstOutside(all, own, AnyMonday) is null)
            Error("timing.quietHours", "with the catalogue's they leave no moment of the week; shorten them");
        else if (validity is { IsLocal: true, From: { } from, To: { } to } && from < to
            && QuietHours.FirstOutside(all, own, from.DateTime) >= to.DateTime)
            Error("timing.quietHours", $"all of its validity, {Words.Date(from)} to {Words.Date(to)}, lies in quiet hours");
    }

    private void Ranges(EligibilityRule rule, bool hasOwnOrder)
    {
        foreach ((string name, ValueRange range) in ((string, ValueRange)[])[
            ("recencyDays", rule.RecencyDays), ("frequency", rule.Frequency), ("monetary", rule.Monetary),
            ("averageOrder", rule.AverageOrder)])
        {
            if (range.Max < 0) Error($"eligibility.{name}", $"nothing is {range.InWords()}; it begins at 0");
        }

        ValueRange orders = rule.Frequency;
        if (decimal.Ceiling(orders.Min ?? 0) > orders.Max)
            Error("eligibility.frequency", $"no whole number of orders is {orders.InWords()}");
        if (orders.Max is >= 0 and < 1 && !hasOwnOrder)
            Error("eligibility.frequency", "who never ordered has no average order to judge the offer by, so nobody can get it");
        if (orders.Max is >= 0 and < 1 && rule.RecencyDays != ValueRange.Any)
            Error("eligibility.recencyDays", "it asks for days since a last order, and frequency for no order; remove one");
        if (rule.Monetary.Max < (rule.AverageOrder.Min ?? 0) * Math.Max(1, orders.Min ?? 0))
        {
            Error("eligibility.monetary", $"spend in all of {rule.Monetary.InWords()} can't come of orders of "
                + $"{rule.AverageOrder.InWords()} each; widen one of them");
        }

        if (rule.Monetary.Min > rule.AverageOrder.Max * orders.Max)
        {
            Error("eligibility.monetary", $"spend in all of {rule.Monetary.InWords()} can't come of {orders.InWords()} orders of "
                + $"{rule.AverageOrder.InWords()} each; widen one of them");
        }
    }

    private void Names(Offer offer)
    {
        Missing("eligibility.segments", "segment", offer.Eligibility.Segments, known.Segments);
        Missing("eligibility.categories", "category", offer.Eligibility.Categories, known.Categories);
        Missing("codePool", "pool of codes", offer.CodePool.Length == 0 ? [] : [offer.CodePool], known.CodePools);
        Missing("goal.category", "category", offer.Goal is { Category.Length: > 0 } goal ? [goal.Category] : [], known.Categories);
        if (known.Clusters is { } count && offer.Eligibility.Clusters.Count > 0)
        {
            Missing("eligibility.clusters", "cluster", [.. offer.Eligibility.Clusters.Select(one => Words.Number((decimal)one))],
                [.. Enumerable.Range(0, count).Select(one => Words.Number((decimal)one))]);
        }

        if (known.Segments is null) return;
        foreach (string segment in offer.Response.Segments.Keys.Except(known.Segments).Order(StringComparer.Ordinal))
            Warn("response.segments", $"there is no segment '{segment}'");
    }

    private void Missing(string field, string what, IReadOnlyList<string> named, IReadOnlyCollection<string>? existing)
    {
        if (existing is null || named.Count == 0) return;
        string[] unknown = [.. named.Except(existing, StringComparer.Ordinal)];
        if (unknown.Length == 0) return;
        string problem = $"there is no {what} '{string.Join("', '", unknown)}'; there are "
            + Words.List(existing.Order(StringComparer.Ordinal).Take(20));
        if (unknown.Length == named.Count) Error(field, problem + ". It can never match");
        else Warn(field, problem);
    }

    private void Goal(Offer offer)
    {
        if (offer.Goal is not { } goal) return;
        if (goal.Kind == GoalKind.Streak && goal.Within is { } within && (double)goal.Target * goal.Period > within + goal.Period)
        {
            Error("goal", $"{Words.Number(goal.Target)} periods of {Words.Duration(goal.Period)} don't fit within "
                + $"{Words.Duration(within)}; give it longer, or ask for fewer");
        }

        if (goal.Kind is GoalKind.Streak or GoalKind.Badge && goal.Target != decimal.Truncate(goal.Target))
            Error("goal.target", $"a streak or badge counts in whole numbers, and {Words.Number(goal.Target)} isn't one");
    }
}
