namespace Personalization.Incentives;

/// <summary>What words of an offer can promise.</summary>
internal enum OfferClaim
{
    Shipping,
    Free,
    Discount,
    Points,
    EarlyAccess,
    Friend,
    Guarantee,
    Refund,
    Forever,
    EveryOrder,
    Superlative,
    Prize,
    Urgency,
    Finance,
    Health,
    Membership,
    NoConditions,
    Green,
    Stacking,
    Speed,
}
