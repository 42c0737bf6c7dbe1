using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>A template whose three parts were read and whose values are those of its kind.</summary>
internal sealed class CompiledTemplate
{
    /// <summary>
    /// What is left out first where a text is too long, step by step; when an offer ends and its code are never left out.
    /// </summary>
    private static readonly FrozenSet<string>[] Omissions =
        [FrozenSet<string>.Empty, ["name"], ["name", "items", "count"], ["name", "items", "count", "shop", "most"]];

    private readonly TemplateText _subject, _body, _callToAction;

    public CompiledTemplate(OfferTemplate template)
    {
        _subject = Read(template, "subject", template.Subject);
        _body = Read(template, "body", template.Body);
        _callToAction = Read(template, "call to action", template.CallToAction);
        Template = template;
    }

    public OfferTemplate Template { get; }

    /// <summary>The text; null where it is too long for the channel whatever may be left out.</summary>
    public OfferText? Fill(WordedOffer offer, OfferBrief brief)
    {
        OfferLocale locale = OfferLocale.For(brief.Locale);
        TemplateValues values = new(offer, brief);
        ChannelLengths lengths = ChannelLengths.Of(brief.Channel);
        foreach (FrozenSet<string> without in Omissions)
        {
            string subject = lengths.Subject == 0 ? "" : Part(_subject), body = Part(_body);
            string callToAction = lengths.CallToAction == 0 ? "" : Part(_callToAction);
            if (!lengths.Fit(subject, body, callToAction)) continue;
            return new()
            {
                Subject = subject,
                Body = body,
                CallToAction = callToAction,
                Language = locale.Language,
                Channel = brief.Channel,
                Source = OfferTextSource.Template,
            };

            string Part(TemplateText text)
            {
                string filled = text.Fill(values, locale, without);
                // A no-break space would make a text message of 160 characters one of 70.
                return brief.Channel == OfferChannel.Sms ? filled.Replace('\u00A0', ' ').Replace('\u202F', ' ') : filled;
            }
        }

        return null;
    }

    private static TemplateText Read(OfferTemplate template, string part, string text)
    {
        string name = $"'{template.Name}', {part}";
        TemplateText read = TemplateParser.Parse(text, name);
        IReadOnlyList<string> always = TemplateValues.AlwaysOf(template.Kind), maybe = TemplateValues.MaybeOf(template.Kind);
        foreach ((string value, bool needed, bool counts) in read.Names)
        {
            if (counts && !TemplateValues.IsNumber(value))
                throw new ArgumentException($"Template {name}: {{{value}}} is no number to choose a plural form by.", nameof(template));
            if (always.Contains(value)) continue;
            string kind = CatalogueNames.Of(template.Kind);
            if (!maybe.Contains(value))
            {
                throw new ArgumentException(
                    $"Template {name}: offers of the kind '{kind}' have no {{{value}}}; they have {Words.List(always)}, and in square "
                    + $"brackets {Words.List(maybe)}.",
                    nameof(template));
            }

            if (needed)
            {
                throw new ArgumentException(
                    $"Template {name}: an offer may lack {{{value}}}; write it in square brackets with the words around it, such as "
                    + $"[… {{{value}}} …], which are left out then.",
                    nameof(template));
            }
        }

        return read;
    }
}
