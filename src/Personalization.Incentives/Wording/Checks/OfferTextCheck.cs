namespace Personalization.Incentives;

/// <summary>One thing that a text of an offer must be free of.</summary>
internal abstract class OfferTextCheck
{
    /// <summary>All of them, in the order in which findings are told.</summary>
    public static IReadOnlyList<OfferTextCheck> All { get; } =
    [
        new LengthCheck(), new LetterCheck(), new MarkupCheck(), new PlaceholderCheck(), new EchoCheck(), new LanguageCheck(),
        new NumberCheck(),
        new DateCheck(), new CodeCheck(), new ClaimCheck(), new NameCheck(), new PersonalDataCheck(), new BrandCheck(),
        new VocabularyCheck(),
    ];

    /// <summary>What findings call it.</summary>
    public abstract string Name { get; }

    /// <summary>What it finds; nothing where the text is fine.</summary>
    public abstract IEnumerable<OfferTextFinding> Find(CheckedText text);

    protected OfferTextFinding Finding(CheckedField field, string reason) => new(Name, field.Name, reason);
}
