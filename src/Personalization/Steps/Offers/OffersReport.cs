using Personalization.Incentives;
using Personalization.Insights;

namespace Personalization;

/// <summary>What is offered, what it costs and what it returns: key figures, sentences and the section.</summary>
internal static class OffersReport
{
    /// <param name="report">The report.</param>
    /// <param name="plan">Who gets which offer.</param>
    /// <param name="groups">The customers by segment, which decides whose decisions are shown first; null where they aren't known.</param>
    /// <param name="learned">What was learned of earlier offers; null where none were given.</param>
    /// <param name="parities">What holding groups to each other changed; null where none are.</param>
    public static void Add(
        ReportBuilder report, OfferPlan plan, RfmGroups? groups, LearnedOffers? learned = null, ParityEffects? parities = null)
    {
        ValueFormat money = report.Money;
        report.AddTile(
            new ReportTile(
                "Budget used", ReportText.RoundMoney(money, plan.BudgetUsed),
                $"of {ReportText.RoundMoney(money, plan.Budget)}, {OffersSection.Basis(plan)}"),
            rank: 1);
        report.AddTile(
            new ReportTile(
                "Expected net value", ReportText.RoundMoney(money, plan.Total.ExpectedNet),
                $"of {ReportText.Counted(plan.Total.Offers, "offer", "offers")}"),
            rank: 1);
        if (plan.Total.Customers > 0)
        {
            report.AddSummary("What to offer", Offers(plan));
            report.AddSummary("What it costs", Cost(plan, money));
            if (plan.Total.Offers > 0) report.AddSummary("What it returns", Return(plan, money));
        }

        report.AddSection(OffersSection.Build(plan, groups, learned, parities, money));
    }

    private static string Offers(OfferPlan plan)
    {
        string most = ReportText.List(
        [
            .. plan.ByOffer.OrderByDescending(offer => offer.Offers).ThenBy(offer => offer.Name, StringComparer.Ordinal).Take(3)
                .Select(offer => $"“{OffersSection.NameOf(plan, offer)}” ({ReportText.Count(offer.Offers)})"),
        ]);
        return plan.Total.Offers == 0
            ? "No customer gets an offer."
            : $"{ReportText.Counted(plan.Total.Offers, "customer gets", "customers get")} an offer, "
                + $"{ReportText.Share(plan.Total.Offers, plan.Total.Customers)} of all. Most often: {most}.";
    }

    private static string Cost(OfferPlan plan, ValueFormat money) =>
        $"{ReportText.Money(money, plan.Total.ExpectedCost)} as expected, "
        + $"{ReportText.Money(money, plan.Total.WorstCaseCost)} if everybody redeems. "
        + $"The budget of {ReportText.Money(money, plan.Budget)} limits the "
        + $"{(plan.Options.Basis == BudgetBasis.WorstCase ? "latter" : "former")}"
        + (plan.Budget > 0 ? $": {ReportText.Share((double)(plan.BudgetUsed / plan.Budget))} of it is used." : ".");

    private static string Return(OfferPlan plan, ValueFormat money) =>
        $"{ReportText.Money(money, plan.Total.ExpectedMargin)} of margin is expected, "
        + (plan.Total.ExpectedLaterMargin > 0
            ? $"{ReportText.Money(money, plan.Total.ExpectedLaterMargin)} of it later from customers who are won back, "
            : "")
        + $"{ReportText.Money(money, plan.Total.ExpectedNet)} after the cost"
        + (plan.Total.ExpectedCost > 0
            ? $": {money.Long((double)(plan.Total.ExpectedMargin / plan.Total.ExpectedCost), 2)} of margin "
                + $"for each {money.Long(1)} of cost. "
            : ". ")
        + (OffersSection.IsAssumed(plan) ? "This follows from the responses that the catalogue assumes. " : "")
        + (plan.ControlCustomers > 0
            ? $"{ReportText.Counted(plan.ControlCustomers, "customer goes", "customers go")} without by lot, to measure it."
            : "Keep a group without offers to measure it.");
}
