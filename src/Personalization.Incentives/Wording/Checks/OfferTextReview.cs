namespace Personalization.Incentives;

/// <summary>
/// Checks the text of an offer, whoever wrote it: every number, amount, date and code is the offer's; nothing is promised beyond its terms;
/// nobody is named; the brand guide, the language and the channel's length are kept; nothing is hidden in it. Stateless and thread-safe.
/// </summary>
/// <remarks>
/// The checks, by the names that findings have: <c>length</c>, <c>letters</c>, <c>markup</c>, <c>placeholders</c>, <c>echo</c>,
/// <c>language</c>, <c>numbers</c>, <c>dates</c>, <c>codes</c>, <c>promises</c>, <c>names</c>, <c>personal data</c>, <c>brand</c>,
/// <c>vocabulary</c> (where the guide has one). They would rather refuse a harmless text than let a wrong one pass, and know words, not
/// meanings: the page "Word offers" says what that can't do.
/// </remarks>
public static class OfferTextReview
{
    /// <summary>Names of the checks.</summary>
    public static IReadOnlyList<string> Checks { get; } = [.. OfferTextCheck.All.Select(check => check.Name)];

    /// <summary>What speaks against a text; empty where nothing does. O(characters).</summary>
    /// <param name="text">
    /// The text; <c>{name}</c>, <c>{code}</c> and <c>{items}</c> may stand in it for what the brief gives. Its language, channel and source
    /// don't matter: the brief's are meant.
    /// </param>
    /// <param name="offer">What was decided.</param>
    /// <param name="brief">What it was to be written for.</param>
    /// <param name="guide">How the shop speaks; null: no demands.</param>
    public static IReadOnlyList<OfferTextFinding> Find(OfferText text, WordedOffer offer, OfferBrief brief, BrandGuide? guide = null) =>
        Find(text, offer, brief, guide ?? new(), OfferTextCheck.All);

    internal static OfferTextFinding[] Find(
        OfferText text, WordedOffer offer, OfferBrief brief, BrandGuide guide, IEnumerable<OfferTextCheck> checks)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(brief);
        CheckedText read = new(text, offer, brief, guide);
        return [.. checks.SelectMany(check => check.Find(read))];
    }
}
