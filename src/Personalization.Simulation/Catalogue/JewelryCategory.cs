namespace Personalization.Simulation;

/// <summary>The departments of the shop, as rows of every table of weights in this package.</summary>
internal enum JewelryCategory
{
    EngagementRings,
    WeddingRings,
    Rings,
    Necklaces,
    Earrings,
    Bracelets,
    Watches,
    Charms,
    HighJewelry,
}

/// <summary>What all items of a department have in common.</summary>
/// <param name="Name">As it stands in the log.</param>
/// <param name="Prefix">First letters of item ids.</param>
/// <param name="Share">Share of the catalogue.</param>
/// <param name="MedianPrice">Price of a piece of middle tier and plain gold.</param>
/// <param name="PriceSpread">Standard deviation of the log price beyond what material, stone and tier explain.</param>
/// <param name="Margin">Typical share of the price that isn't the goods' cost.</param>
/// <param name="Partner">The department that completes a set.</param>
/// <param name="Styles">What pieces are called.</param>
internal sealed record CategoryProfile(
    string Name,
    string Prefix,
    double Share,
    double MedianPrice,
    double PriceSpread,
    double Margin,
    JewelryCategory Partner,
    string[] Styles)
{
    /// <summary>Row = <see cref="JewelryCategory"/>.</summary>
    public static CategoryProfile[] All { get; } =
    [
        new("Engagement rings", "ENG", 0.12, 1_250, 0.25, 0.50, JewelryCategory.WeddingRings,
            [
                "solitaire engagement ring", "halo engagement ring", "three-stone engagement ring", "pavé engagement ring",
                "bezel-set engagement ring",
            ]),
        new("Wedding rings", "WED", 0.10, 520, 0.20, 0.48, JewelryCategory.EngagementRings,
            ["classic wedding ring", "eternity wedding ring", "hammered wedding ring", "milgrain wedding ring"]),
        new("Rings", "RNG", 0.13, 190, 0.35, 0.58, JewelryCategory.Earrings,
            ["stacking ring", "signet ring", "cocktail ring", "twist ring", "open ring"]),
        new("Necklaces", "NCK", 0.18, 175, 0.40, 0.60, JewelryCategory.Earrings,
            ["pendant necklace", "locket necklace", "layered necklace", "choker", "bar necklace", "lariat necklace"]),
        new("Earrings", "EAR", 0.18, 130, 0.40, 0.62, JewelryCategory.Necklaces,
            ["stud earrings", "hoop earrings", "drop earrings", "huggie earrings", "climber earrings"]),
        new("Bracelets", "BRC", 0.12, 170, 0.35, 0.58, JewelryCategory.Necklaces,
            ["tennis bracelet", "bangle", "chain bracelet", "cuff bracelet", "beaded bracelet"]),
        new("Watches", "WTC", 0.07, 360, 0.35, 0.38, JewelryCategory.Bracelets,
            ["automatic watch", "chronograph watch", "dress watch", "moon phase watch"]),
        new("Charms", "CHM", 0.07, 55, 0.25, 0.65, JewelryCategory.Bracelets,
            ["heart charm", "star charm", "initial charm", "birthstone charm", "clover charm"]),
        new("High jewelry", "LUX", 0.03, 3_900, 0.35, 0.45, JewelryCategory.Earrings,
            ["statement necklace", "rivière necklace", "chandelier earrings", "collar", "cocktail ring"]),
    ];

    /// <summary>Number of departments.</summary>
    public static int Count => All.Length;
}
