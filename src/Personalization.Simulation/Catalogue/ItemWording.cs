using System.Globalization;
using Personalization.Numerics;

namespace Personalization.Simulation;

/// <summary>One material or stone: how it reads and what it does to the price.</summary>
internal readonly record struct Ingredient(string Name, double PriceFactor);

/// <summary>Writes titles and descriptions from the parts that also make the price.</summary>
internal static class ItemWording
{
    /// <summary>Row = tier: entry, core, premium.</summary>
    private static readonly Ingredient[][] Materials =
    [
        [new("sterling silver", 0.55), new("gold-plated silver", 0.65), new("9k yellow gold", 0.85)],
        [new("14k yellow gold", 1.0), new("14k rose gold", 1.0), new("14k white gold", 1.05)],
        [new("18k yellow gold", 1.45), new("18k rose gold", 1.5), new("18k white gold", 1.55), new("platinum", 1.95)],
    ];

    private static readonly Ingredient[] WatchCases = [new("stainless steel", 0.65), new("titanium", 0.95), new("18k rose gold", 2.2)];

    private static readonly Ingredient[] Stones =
    [
        new("", 0.85), new("cubic zirconia", 0.75), new("freshwater pearl", 0.95), new("blue topaz", 0.95), new("amethyst", 0.9),
        new("sapphire", 1.25), new("emerald", 1.35), new("ruby", 1.35),
    ];

    // Row = tier, then three more above it.
    private static readonly double[] Solitaires = [0.3, 0.4, 0.5, 0.75, 1.0, 1.5];

    private static readonly double[] Accents = [0.03, 0.05, 0.08, 0.1, 0.15, 0.2];

    private static readonly string[] Moods =
    [
        "Made to be worn every day", "A quiet piece for bright evenings", "Light on the skin, heavy with meaning",
        "Drawn after the old pieces in our archive", "Clean lines, nothing too much", "For a day that should be remembered",
    ];

    private static readonly string[] Closings =
    [
        "Arrives in a gift box.",
        "Finished by hand in our workshop.",
        "Engraving on request.",
        "Free resizing within 60 days.",
        "With a certificate of origin.",
    ];

    public static string[] Collections { get; } =
    [
        "Aurora", "Celeste", "Lumen", "Marée", "Solène", "Vesper", "Ondine", "Florentine", "Alba", "Noor", "Siena", "Meridian",
    ];

    public static (string Title, string Description, double PriceFactor) Write(
        JewelryCategory category, int tier, string collection, RandomStream random)
    {
        CategoryProfile profile = CategoryProfile.All[(int)category];
        string style = Pick(profile.Styles, random);
        Ingredient material = category == JewelryCategory.Watches ? WatchCases[tier] : Pick(Materials[tier], random);
        Ingredient stone = PickStone(category, tier, random);
        string core = $"{material.Name} {style}";
        string title = stone.Name.Length == 0 ? $"{collection} {core}" : $"{collection} {core}, {stone.Name}";
        string with = stone.Name.Length == 0 ? "" : $" with {stone.Name}";
        string description =
            $"{WithArticle(style)} in {material.Name}{with}, from the {collection} collection. "
            + $"{Pick(Moods, random)}. {Pick(Closings, random)}";
        return (title, description, material.PriceFactor * stone.PriceFactor);
    }

    private static Ingredient PickStone(JewelryCategory category, int tier, RandomStream random)
    {
        bool solitaire = category is JewelryCategory.EngagementRings or JewelryCategory.HighJewelry;
        double diamonds = category switch
        {
            JewelryCategory.EngagementRings or JewelryCategory.HighJewelry => 0.8,
            JewelryCategory.WeddingRings or JewelryCategory.Watches or JewelryCategory.Charms => 0.1,
            _ => 0.1 + (0.15 * tier),
        };
        if (random.NextDouble() < diamonds)
        {
            double carat = (solitaire ? Solitaires : Accents)[tier + random.NextInt32(4)];
            return new(
                string.Create(CultureInfo.InvariantCulture, $"{carat:0.##} ct diamond"),
                solitaire ? 0.75 + (0.8 * carat) : 1 + (3 * carat));
        }

        // Bands, watches and charms are mostly plain.
        bool plain = category is JewelryCategory.WeddingRings or JewelryCategory.Watches or JewelryCategory.Charms
            && random.NextDouble() < 0.75;
        return plain ? Stones[0] : Pick(Stones, random);
    }

    private static string WithArticle(string style)
    {
        if (style.EndsWith("earrings", StringComparison.Ordinal)) return char.ToUpperInvariant(style[0]) + style[1..];
        return ("aeiou".Contains(style[0], StringComparison.Ordinal) ? "An " : "A ") + style;
    }

    private static T Pick<T>(T[] values, RandomStream random) => values[random.NextInt32(values.Length)];
}
