using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>Items that an <see cref="Offer"/> of kind <see cref="OfferKind.Bundle"/> sells together at one price. Immutable.</summary>
public sealed record OfferBundle
{
    /// <summary>The items, each at the price it has alone; at least two.</summary>
    public required IReadOnlyList<BundleItem> Items
    {
        get;
        init => field = value is { Count: >= 2 }
            ? [.. value]
            : throw new ArgumentException($"A bundle of {value?.Count ?? 0} items is none; name at least two.", nameof(value));
    }

    /// <summary>Price of all together, in currency, at least 0.</summary>
    public required decimal Price { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>What the items cost one by one.</summary>
    public decimal SumOfPrices => Items.Sum(item => item.Price * item.Quantity);

    /// <summary>What the customer saves, and the shop forgoes: at least 0.</summary>
    public decimal Saving => Math.Max(0, SumOfPrices - Price);
}

/// <summary>One item of an <see cref="OfferBundle"/>. Immutable.</summary>
public sealed record BundleItem
{
    /// <summary>The item.</summary>
    public required ItemId Item { get; init; }

    /// <summary>Its price alone, in currency, at least 0.</summary>
    public required decimal Price { get; init => field = Guard.InRange(value, 0m, Limits.Money); }

    /// <summary>How many of it, 1 to 1,000. Default 1.</summary>
    public int Quantity { get; init => field = Guard.InRange(value, 1, 1_000); } = 1;
}
