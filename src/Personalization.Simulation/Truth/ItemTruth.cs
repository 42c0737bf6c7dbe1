using Personalization.Core;

namespace Personalization.Simulation;

/// <summary>What is true of an item, and what its page says. Immutable and thread-safe.</summary>
public sealed class ItemTruth
{
    private readonly float[] _latent;

    internal ItemTruth(float[] latent) => _latent = latent;

    /// <summary>The shop's id, such as <c>NCK-0042</c>.</summary>
    public required ItemId Id { get; init; }

    /// <summary>Title, such as "Aurora 18k rose gold solitaire engagement ring, 0.5 ct diamond".</summary>
    public required string Title { get; init; }

    /// <summary>Two or three sentences for the item's page.</summary>
    public required string Description { get; init; }

    /// <summary>Category, as in the log.</summary>
    public required string Category { get; init; }

    /// <summary>The collection whose pieces match; who bought one looks for its partner next.</summary>
    public required string Collection { get; init; }

    /// <summary>List price of one, in the shop's currency; views carry it, purchases with a coupon are below it.</summary>
    public required decimal BasePrice { get; init; }

    /// <summary>Share of the list price that isn't the goods' cost, 0 to 1.</summary>
    public required double Margin { get; init; }

    /// <summary>How often the shop shows it, relative to the others of its category; above 0.</summary>
    public required double Popularity { get; init; }

    /// <summary>
    /// Position in the space of tastes, <see cref="ShopTruth.TasteDimensions"/> numbers of about unit variance. The first is the
    /// standardized log price.
    /// </summary>
    public ReadOnlySpan<float> Latent => _latent;

    internal JewelryCategory Department { get; init; }

    /// <summary>ln(price ÷ typical price of the category): what price sensitivity weighs.</summary>
    internal float RelativeLogPrice { get; init; }

    internal long PriceUnits { get; init; }

    internal int CollectionRow { get; init; }
}
