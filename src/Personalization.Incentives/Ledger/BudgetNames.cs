namespace Personalization.Incentives;

/// <summary>Names of the budgets that policies keep in a <see cref="BudgetLedger"/>; a shop may keep others beside them.</summary>
public static class BudgetNames
{
    /// <summary>The whole budget, in 1/10,000 of the currency: <c>total</c>.</summary>
    public const string Total = "total";

    private const string OfferPrefix = "offer:";

    /// <summary>How often an offer may be given, a count: <c>offer:ID</c>.</summary>
    public static string Offer(string offerId) => OfferPrefix + offerId;

    /// <summary>What is left of a plan's limit, in the limit's units: <c>limit:NAME</c>.</summary>
    public static string Limit(string name) => "limit:" + name;

    /// <summary>Id of the offer whose budget this is; null where it is another's.</summary>
    internal static string? OfferOf(string budget) =>
        budget.StartsWith(OfferPrefix, StringComparison.Ordinal) ? budget[OfferPrefix.Length..] : null;
}
