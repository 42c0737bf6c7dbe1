using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>
/// A template for offers of one kind, in one language. Immutable.
/// </summary>
/// <remarks>
/// <para>Values stand in braces. Every offer has <c>{offer}</c>, its name; by kind there are <c>{discount}</c> (percent, amount, referral),
/// <c>{points}</c>, <c>{hours}</c>, <c>{days}</c> and <c>{lead}</c> (early access), <c>{price}</c> and <c>{saving}</c> (bundle).
/// <c>{name}</c>, <c>{shop}</c>, <c>{code}</c>, <c>{until}</c>, <c>{items}</c>, <c>{count}</c> of items, and <c>{most}</c> of percentages
/// may be missing, so they stand in square brackets, which are left out with all they hold where one is: <c>[Valid until
/// {until}.]</c></para>
/// <para>Plural forms are written <c>{points, plural, one {# point} other {# points}}</c>, with CLDR's names of forms and <c>#</c> for the
/// number. A backslash before <c>{ } [ ] # \</c> makes it text.</para>
/// </remarks>
public sealed record OfferTemplate
{
    /// <summary>What errors call it; not blank.</summary>
    public required string Name { get; init => field = Guard.NotBlank(value); }

    /// <summary>The kind of offer that it is for.</summary>
    public required OfferKind Kind { get; init; }

    /// <summary>The language, one of <see cref="OfferLocale.Languages"/>.</summary>
    public required string Language { get; init => field = OfferLocale.For(value).Language; }

    /// <summary>The channel that it is for; null (default): all that have no template of their own.</summary>
    public OfferChannel? Channel { get; init; }

    /// <summary>Template of the subject. Default empty.</summary>
    public string Subject { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";

    /// <summary>Template of the body; not blank.</summary>
    public required string Body { get; init => field = Guard.NotBlank(value); }

    /// <summary>Template of what the button says. Default empty.</summary>
    public string CallToAction { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = "";
}
