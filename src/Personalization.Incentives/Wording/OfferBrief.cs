using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// For which channel and in which language an offer is written, and what may be said besides its terms. Immutable; texts are kept as one
/// line each, without control characters.
/// </summary>
public sealed record OfferBrief
{
    private static readonly Dictionary<ItemId, string> NoNames = [];

    /// <summary>Where the text will be read.</summary>
    public required OfferChannel Channel { get; init; }

    /// <summary>The locale, such as <c>de</c> or <c>en-US</c>; its language must be one of <see cref="OfferLocale.Languages"/>.</summary>
    public required string Locale { get; init => field = OfferLocale.For(value).Name; }

    /// <summary>Code of the currency of all amounts by ISO 4217, at most 8 letters. Default empty: amounts are written bare.</summary>
    public string Currency { get; init => field = Text(value, 8, nameof(Currency)); } = "";

    /// <summary>Name of the shop, at most 40 characters. Default empty: it isn't named.</summary>
    public string Shop { get; init => field = Text(value, 40, nameof(Shop)); } = "";

    /// <summary>
    /// The customer's first name, at most 40 characters; null (default): texts greet without a name. Give it only where the customer
    /// allows that.
    /// </summary>
    public string? FirstName { get; init => field = value is null ? null : Text(value, 40, nameof(FirstName)); }

    /// <summary>The code to enter, at most 32 characters (<see cref="CodePools"/>); null (default): the offer has none.</summary>
    public string? Code { get; init => field = value is null ? null : Text(value, 32, nameof(Code)); }

    /// <summary>Names of items for people, at most 80 characters of each are used. Items without one aren't named. Default none.</summary>
    public IReadOnlyDictionary<ItemId, string> ProductNames
    {
        get;
        init => field = value.ToDictionary(
            name => name.Key, name =>
                LineOfText.OneLine(name.Value) is { Length: > 80 } longer ? longer[..80] : LineOfText.OneLine(name.Value));
    } = NoNames;

    private static string Text(string value, int longest, string name)
    {
        ArgumentNullException.ThrowIfNull(value, name);
        string line = LineOfText.OneLine(value);
        return line.Length <= longest
            ? line
            : throw new ArgumentException($"{name} has {line.Length} characters; shorten it to at most {longest}.", name);
    }
}
