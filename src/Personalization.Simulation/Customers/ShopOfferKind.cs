namespace Personalization.Simulation;

/// <summary>The kinds of offer whose true effect on every customer <see cref="ShopTruth"/> knows.</summary>
public enum ShopOfferKind
{
    /// <summary>A percentage off the next order.</summary>
    PercentOff,

    /// <summary>An amount off the next order.</summary>
    AmountOff,

    /// <summary>Free shipping.</summary>
    FreeShipping,

    /// <summary>A surprise gift with the next order.</summary>
    Gift,

    /// <summary>Early access to a collection or a sale.</summary>
    EarlyAccess,

    /// <summary>Points for purchases.</summary>
    LoyaltyPoints,

    /// <summary>A reward for bringing a friend.</summary>
    Referral,

    /// <summary>Advice, stories, how-to: no money.</summary>
    Content,
}
