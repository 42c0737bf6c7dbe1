using System.Globalization;

namespace Personalization.Core;

/// <summary>What kind of fact speaks for a recommended item.</summary>
public enum ReasonKind
{
    /// <summary>The customer has, or looked at, items that it goes with.</summary>
    Items,

    /// <summary>It has an attribute that the customer's items have: a category, a brand, a word.</summary>
    Attribute,

    /// <summary>A rule found in baskets: who has these, has that.</summary>
    Rule,

    /// <summary>Many like it, of all customers or of those of a group.</summary>
    Popularity,
}

/// <summary>One fact that speaks for a recommended item, to be counted by its kind or told in words. Immutable.</summary>
/// <param name="Kind">What kind of fact.</param>
/// <param name="Items">The items that it is about, the strongest first; may be empty.</param>
/// <param name="Detail">What else is to be told, in words; empty where there is nothing.</param>
public sealed record RecommendationReason(ReasonKind Kind, IReadOnlyList<ItemId> Items, string Detail = "")
{
    private const int MostItems = 3;

    /// <summary>It goes with items of the customer.</summary>
    public static RecommendationReason LikeItems(IReadOnlyList<ItemId> items) => new(ReasonKind.Items, items);

    /// <summary>It has an attribute that items of the customer have.</summary>
    /// <param name="attribute">The attribute, as people say it: "category rings".</param>
    /// <param name="items">Items of the customer that have it.</param>
    public static RecommendationReason SharedAttribute(string attribute, IReadOnlyList<ItemId> items) =>
        new(ReasonKind.Attribute, items, attribute);

    /// <summary>A rule of baskets.</summary>
    /// <param name="items">Its left side.</param>
    /// <param name="confidence">Share of the baskets with the left side that have the item too, 0 to 1.</param>
    /// <param name="lift">How many times as often as by chance.</param>
    public static RecommendationReason OfRule(IReadOnlyList<ItemId> items, double confidence, double lift) => new(
        ReasonKind.Rule,
        items,
        string.Create(CultureInfo.InvariantCulture, $"{100 * confidence:0} % of such baskets, {lift:0.#} times chance"));

    /// <summary>Many like it.</summary>
    /// <param name="group">Those who do, as people say it: "customers of segment Loyal". Empty for all customers.</param>
    public static RecommendationReason Popular(string group = "") => new(ReasonKind.Popularity, [], group);

    /// <summary>The reason in a few words, without a full stop: "Because of Ruby ring and Opal chain".</summary>
    /// <param name="titleOf">The name of an item, for people; null: its id.</param>
    public string InWords(Func<ItemId, string>? titleOf = null)
    {
        string items = List([.. Items.Take(MostItems).Select(item => titleOf?.Invoke(item) ?? item.Value)]);
        return Kind switch
        {
            ReasonKind.Popularity => Detail.Length > 0 ? $"Popular with {Detail}" : "Popular with all customers",
            ReasonKind.Attribute => items.Length > 0 ? $"Same {Detail} as {items}" : $"Matches {Detail}",
            ReasonKind.Rule => $"Bought with {items}" + (Detail.Length > 0 ? $" ({Detail})" : ""),
            _ => items.Length > 0 ? $"Because of {items}" : Detail,
        };
    }

    /// <summary>True where kind, items and detail are the same.</summary>
    public bool Equals(RecommendationReason? other) =>
        other is not null && Kind == other.Kind && Detail == other.Detail && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Detail, Items.Count, Items.Count > 0 ? Items[0] : default);

    private static string List(string[] names) => names.Length switch
    {
        0 => "",
        1 => names[0],
        _ => $"{string.Join(", ", names[..^1])} and {names[^1]}",
    };
}
