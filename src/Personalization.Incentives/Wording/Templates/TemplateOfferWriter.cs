using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>How <see cref="TemplateOfferWriter"/> writes. Immutable; every default is valid.</summary>
public sealed record TemplateOfferOptions
{
    /// <summary>
    /// Templates that are taken before the ones that are built in; of several that fit, the first for the channel, then the first for all.
    /// Default none.
    /// </summary>
    public IReadOnlyList<OfferTemplate> Templates { get; init => field = [.. value]; } = [];
}

/// <summary>
/// Writes offers by templates: those given, and built-in ones for every kind of offer, channel and language. The same offer and brief give
/// the same text, on every machine. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// A text that is too long for its channel leaves out the customer's name, then items, then the shop's name; where that isn't enough the
/// built-in template stands in, and <see cref="OfferText.Refusals"/> says so. Lengths: subject 78, 65 (in-app) or 60 (banner) characters;
/// body 2,000 (e-mail), 160 (SMS, banner) or 240 (in-app, store); button 40 or 30.
/// </remarks>
public sealed class TemplateOfferWriter : IOfferWriter
{
    private readonly Dictionary<(OfferKind, string, OfferChannel?), CompiledTemplate> _given = [];

    /// <summary>Reads the templates.</summary>
    /// <param name="options">The templates; null: the built-in ones alone.</param>
    /// <exception cref="ArgumentException">
    /// A template can't be read, or names what an offer of its kind doesn't have; the message says where, and what to write.
    /// </exception>
    public TemplateOfferWriter(TemplateOfferOptions? options = null)
    {
        foreach (OfferTemplate template in options?.Templates ?? [])
            _given.TryAdd((template.Kind, template.Language, template.Channel), new(template));
    }

    /// <inheritdoc />
    public ValueTask<OfferText> WriteAsync(WordedOffer offer, OfferBrief brief, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Write(offer, brief));
    }

    /// <summary>Writes the text of an offer, at once.</summary>
    /// <exception cref="ArgumentException">A bundle offer doesn't say what is sold together (<see cref="Offer.Bundle"/>).</exception>
    public OfferText Write(WordedOffer offer, OfferBrief brief)
    {
        ArgumentNullException.ThrowIfNull(offer);
        ArgumentNullException.ThrowIfNull(brief);
        Offer terms = offer.Terms;
        if (terms is { Kind: OfferKind.Bundle, Bundle: null })
            throw new ArgumentException($"Offer '{terms.Id}' is a bundle of nothing; set Offer.Bundle.", nameof(offer));
        string language = OfferLocale.For(brief.Locale).Language;
        CompiledTemplate? own = _given.GetValueOrDefault((terms.Kind, language, brief.Channel))
            ?? _given.GetValueOrDefault((terms.Kind, language, null));
        if (own?.Fill(offer, brief) is { } text) return text;
        OfferText plain = BuiltInTemplates.Of(terms.Kind, language, brief.Channel).Fill(offer, brief)
            ?? throw new ArgumentException(
                $"Offer '{terms.Id}' can't be written within the channel's length; shorten its name.", nameof(offer));
        return own is null
            ? plain
            : plain with
            {
                Refusals = [
                new("length", "", $"template '{own.Template.Name}' is too long for the channel with these values")]
            };
    }
}
