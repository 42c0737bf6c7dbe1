namespace Personalization.Incentives;

/// <summary>How a shop speaks. Immutable; every default is valid.</summary>
public sealed record BrandGuide
{
    private const int MostWords = 5_000;

    /// <summary>The tone in a few words, at most 400 characters. Default "friendly, plain and brief".</summary>
    public string Tone
    {
        get;
        init => field = Guard.NotBlank(value) is { Length: <= 400 }
            ? value
            : throw new ArgumentException($"Tone has {value.Length} characters; shorten it to at most 400.", nameof(value));
    } = "friendly, plain and brief";

    /// <summary>
    /// Words and phrases that no text may have, whatever their case and accents; a star at the end of a word stands for any ending. Default
    /// none.
    /// </summary>
    public IReadOnlyList<string> BannedPhrases { get; init => field = [.. value]; } = [];

    /// <summary>
    /// Phrases that each text must have, by language; a text in a language that isn't named needs none. Compared like
    /// <see cref="BannedPhrases"/>. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> RequiredPhrases { get; init; } = new Dictionary<string,
        IReadOnlyList<string>>();

    /// <summary>
    /// By language, the only words that generated texts may have beside the terms, the language's frequent words, numbers and dates; a star
    /// at the end of a word stands for any ending. What a lexicon of promises can't know ("bring it back if you aren't happy") is kept out
    /// this way. A language that isn't named may have any word. Default none.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Vocabulary
    {
        get;
        init => field = value.ToDictionary(
            words => OfferLocale.For(words.Key).Language,
            words => (IReadOnlyList<string>)(words.Value is { Count: <= MostWords }
                ? [.. words.Value]
                : throw new ArgumentException($"The vocabulary of '{words.Key}' has more than {MostWords} words.", nameof(value))));
    } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Texts that show the tone, at most 10, given to the model as they are. Default none.</summary>
    public IReadOnlyList<string> Examples
    {
        get;
        init => field = value is { Count: <= 10 }
            ? [.. value]
            : throw new ArgumentException($"There are {value?.Count ?? 0} examples; give at most 10.", nameof(value));
    } = [];

    /// <summary>
    /// Languages that the model may write, of <see cref="OfferLocale.Languages"/>; of others the template is taken. Default all.
    /// </summary>
    public IReadOnlyList<string> Languages { get; init => field = [.. value.Select(name => OfferLocale.For(name).Language)]; } =
        OfferLocale.Languages;

    /// <summary>Names that texts may have, such as of products, series and places, besides those of the brief. Default none.</summary>
    public IReadOnlyList<string> KnownNames { get; init => field = [.. value]; } = [];
}
