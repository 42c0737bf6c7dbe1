using System.Globalization;
using Personalization.Core;

namespace Personalization.Beha2Vec;

/// <summary>What a model expects of a customer's next event. Immutable.</summary>
/// <param name="Types">Every event type of the model, the likeliest first; their probabilities are 1 in all.</param>
/// <param name="Items">The likeliest items, given that the next event is about an item that the model knows.</param>
/// <param name="Categories">
/// The likeliest categories: the sum over their items. Items without a category are in none.
/// </param>
/// <param name="Time">How long until it comes, given that it comes.</param>
public sealed record NextStep(
    IReadOnlyList<Likely<EventType>> Types, IReadOnlyList<Likely<ItemId>> Items, IReadOnlyList<Likely<string>> Categories, NextTime Time)
{
    /// <summary>The likeliest type and when: "add_to_cart with .31, as likely as not within 4 minutes".</summary>
    public override string ToString() => Types.Count == 0
        ? "nothing"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Types[0].Value} with {Types[0].Probability:.00}, as likely as not within {Time.Median.TotalMinutes:0} minutes");
}
