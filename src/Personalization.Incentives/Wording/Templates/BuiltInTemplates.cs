using System.Collections.Frozen;
using Personalization.Core;

namespace Personalization.Incentives;

/// <summary>The sentences of a language that templates are put together from.</summary>
/// <param name="Language">The language.</param>
/// <param name="Greeting">With the name.</param>
/// <param name="Code">Which code to enter.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Items">Which items are shown.</param>
/// <param name="Most">The most that a percentage takes off.</param>
/// <param name="Kinds">Subject, sentence and button of each kind of offer, in the order of <see cref="OfferKind"/>.</param>
internal sealed record LanguageTemplates(
    string Language, string Greeting, string Code, string Until, string Items, string Most, (string Subject, string Body, string Button)[
] Kinds);

/// <summary>The templates that are always there, for every kind of offer, language and channel.</summary>
internal static class BuiltInTemplates
{
    private static readonly FrozenDictionary<(OfferKind, string, OfferChannel), CompiledTemplate> All = Compile();

    public static CompiledTemplate Of(OfferKind kind, string language, OfferChannel channel) =>
        All.TryGetValue((kind, language, channel), out CompiledTemplate? template)
            ? template
            : throw new ArgumentOutOfRangeException(nameof(kind), kind, $"There is no kind of offer {(int)kind}; use OfferKind's.");

    private static FrozenDictionary<(OfferKind, string, OfferChannel), CompiledTemplate> Compile()
    {
        Dictionary<(OfferKind, string, OfferChannel), CompiledTemplate> all = [];
        foreach (LanguageTemplates language in BuiltInSentences.All)
        {
            foreach (OfferKind kind in Enum.GetValues<OfferKind>())
            {
                foreach (OfferChannel channel in Enum.GetValues<OfferChannel>())
                    all[(kind, language.Language, channel)] = new(Template(language, kind, channel));
            }
        }

        return all.ToFrozenDictionary();
    }

    private static OfferTemplate Template(LanguageTemplates language, OfferKind kind, OfferChannel channel)
    {
        (string subject, string body, string button) = language.Kinds[(int)kind];
        string most = kind is OfferKind.Percent or OfferKind.Referral ? $"[ {language.Most}]" : "";
        string terms = $"{body}{most}[ {language.Code}][ {language.Until}]";
        return new()
        {
            Name = $"built-in {CatalogueNames.Of(kind)} {language.Language}",
            Kind = kind,
            Language = language.Language,
            Channel = channel,
            Subject = subject,
            Body = channel switch
            {
                OfferChannel.Email => $"[{language.Greeting}\n\n]{terms}[\n\n{language.Items}][\n\n{{shop}}]",
                OfferChannel.Sms => $"[{{shop}}: ]{terms}",
                OfferChannel.InApp => $"{terms}[ {language.Items}]",
                _ => terms,
            },
            CallToAction = button,
        };
    }
}
