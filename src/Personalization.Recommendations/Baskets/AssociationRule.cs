using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>A rule of baskets: who has <paramref name="Items"/>, has <paramref name="Then"/> too. Immutable.</summary>
/// <param name="Items">The left side, in ordinal order, at least one item.</param>
/// <param name="Then">The right side.</param>
/// <param name="Count">Baskets that hold both sides.</param>
/// <param name="Support">Share of all baskets that hold both sides, 0 to 1.</param>
/// <param name="Confidence">Share of the baskets with the left side that have the right too, 0 to 1.</param>
/// <param name="Lift">Confidence ÷ share of all baskets with the right side: 1 is chance.</param>
/// <param name="Conviction">
/// (1 − share of all baskets with the right side) ÷ (1 − confidence): how many times as often the rule would fail if the sides were
/// independent (Brin et al. 1997); positive infinity where it never fails.
/// </param>
public sealed record AssociationRule(
    IReadOnlyList<ItemId> Items, ItemId Then, int Count, double Support, double Confidence, double Lift, double Conviction);

/// <summary>Items that many baskets hold. Immutable.</summary>
/// <param name="Items">The items, in ordinal order, at least one.</param>
/// <param name="Count">Baskets that hold them all.</param>
/// <param name="Support">The same as a share of all baskets, 0 to 1.</param>
public sealed record FrequentItemSet(IReadOnlyList<ItemId> Items, int Count, double Support);

/// <summary>Items to sell together. Immutable.</summary>
/// <param name="Items">The items, in ordinal order, at least two.</param>
/// <param name="Price">Sum of their latest unit prices, exact, in the log's currency.</param>
/// <param name="BundlePrice">The price less the discount, rounded to cents, half away from zero.</param>
/// <param name="Count">Baskets that hold them all.</param>
/// <param name="Lift">How many times as often they are together as if each were bought by itself.</param>
public sealed record ItemBundle(IReadOnlyList<ItemId> Items, decimal Price, decimal BundlePrice, int Count, double Lift);
