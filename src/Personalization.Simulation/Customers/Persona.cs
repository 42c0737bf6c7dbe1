namespace Personalization.Simulation;

/// <summary>Why somebody comes to the shop. Drawn once for each customer, and never written into the log.</summary>
public enum Persona
{
    /// <summary>Few, dear orders; loyal to the high end; indifferent to discounts, glad of early access and gifts.</summary>
    LuxuryBuyer,

    /// <summary>Many sessions, broad browsing, few orders (about 3 % of sessions).</summary>
    Explorer,

    /// <summary>Rare but focused.</summary>
    OccasionalBuyer,

    /// <summary>Comes before Valentine's Day, Mother's Day, Christmas and two dates of their own.</summary>
    GiftBuyer,

    /// <summary>Waits for sales, uses coupons, buys cheap.</summary>
    BargainHunter,

    /// <summary>Bought in the first months, then left: gone after 8–40 % of the simulated days.</summary>
    Lapsed,
}
