namespace Personalization.Incentives;

/// <summary>The names of a catalogue's JSON.</summary>
internal static class CatalogueNames
{
    public static readonly string[] Catalogue =
        ["version", "name", "currency", "timeZone", "quietHours", "frequency", "coolDown", "deferDays", "offers"];

    public static readonly string[] Offer =
    [
        "id", "scheme", "name", "description", "kind", "value", "cost", "marginFloor", "validity", "eligibility", "caps", "stacking",
        "response", "recommendedItems", "priority", "timing", "variants", "variantSeed", "codePool", "goal", "bundle",
    ];

    public static readonly string[] Variant =
        ["id", "weight", "name", "description", "value", "cost", "hours", "recommendedItems", "response"];

    public static readonly string[] Goal = ["kind", "target", "hours", "periodHours", "counts", "category", "pointsPerUnit"];

    public static readonly string[] Redemption = ["percentOfOrder", "fixed", "points", "pointValue", "maximum"];

    public static readonly string[] Eligibility =
        ["segments", "clusters", "categories", "recencyDays", "frequency", "monetary", "averageOrder"];

    public static readonly IReadOnlyDictionary<string, OfferKind> Kinds = new Dictionary<string, OfferKind>(StringComparer.Ordinal)
    {
        ["percent"] = OfferKind.Percent,
        ["amount"] = OfferKind.Amount,
        ["freeShipping"] = OfferKind.FreeShipping,
        ["gift"] = OfferKind.Gift,
        ["earlyAccess"] = OfferKind.EarlyAccess,
        ["loyaltyPoints"] = OfferKind.LoyaltyPoints,
        ["referral"] = OfferKind.Referral,
        ["content"] = OfferKind.Content,
        ["bundle"] = OfferKind.Bundle,
    };

    public static readonly IReadOnlyDictionary<string, GoalKind> Goals = new Dictionary<string, GoalKind>(StringComparer.Ordinal)
    {
        ["streak"] = GoalKind.Streak,
        ["tier"] = GoalKind.Tier,
        ["badge"] = GoalKind.Badge,
        ["points"] = GoalKind.Points,
    };

    public static string Of(OfferKind kind) => Kinds.First(pair => pair.Value == kind).Key;
}
