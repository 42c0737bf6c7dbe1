using System.Collections.ObjectModel;
using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// What an item is, as a shop's catalogue says it: of items nobody bought yet, or more than the log says of others. Immutable.
/// </summary>
/// <param name="Id">The shop's id.</param>
public sealed record ItemContent(ItemId Id)
{
    /// <summary>Title for people; null (default): as in the log.</summary>
    public string? Title { get; init; }

    /// <summary>Category; null (default): as in the log.</summary>
    public string? Category { get; init; }

    /// <summary>Unit price, at least 0; null (default): as in the log.</summary>
    public decimal? UnitPrice { get; init => field = Guard.AtLeast(value, 0m); }

    /// <summary>More words, such as a description; null (default) for none.</summary>
    public string? Text { get; init; }

    /// <summary>Other attributes by their names, such as "material" → "silver". Default none.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>All words in a row, as a text to embed: title, text, category, attributes. Empty where there are none.</summary>
    internal string Words => string.Join(
        ". ",
        ((string?[])[Title, Text, Category, .. Attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key} {a.Value}")])
            .Where(part => !string.IsNullOrWhiteSpace(part)));

    /// <summary>What this says, and what the log says where this doesn't.</summary>
    internal ItemContent Or(Item known) => this with
    {
        Title = Title ?? known.Title,
        Category = Category ?? known.Category,
        UnitPrice = UnitPrice ?? known.UnitPrice,
    };
}
