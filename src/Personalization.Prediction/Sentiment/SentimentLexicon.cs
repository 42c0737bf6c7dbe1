using System.Collections.Frozen;
using System.Text;
using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// Words with their strengths, and those that turn, raise, lower or set off what stands beside them, of one language. Immutable and
/// thread-safe.
/// </summary>
/// <remarks>
/// A lexicon is a text in UTF-8. A line in square brackets begins a part: <c>[words]</c>, <c>[expected]</c>, <c>[negations]</c>,
/// <c>[intensifiers]</c>, <c>[contrasts]</c>, <c>[stops]</c>, <c>[replacements]</c>. A line of a part is a number and words or phrases with
/// commas between them, one of the last part is <c>can't = can not</c>; lines that begin with # say nothing.
/// </remarks>
public sealed class SentimentLexicon
{
    /// <summary>Bytes of a lexicon at most.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Words and phrases of a lexicon at most.</summary>
    public const int MaxEntries = 200_000;

    /// <summary>Words of a phrase at most.</summary>
    public const int MaxPhraseWords = 6;

    private static readonly Lazy<SentimentLexicon> EmbeddedEnglish = new(ReadEnglish);

    private readonly FrozenDictionary<string, SentimentEntry> _entries;
    private readonly FrozenDictionary<string, string[]> _replacements;
    private readonly FrozenDictionary<char, string[]> _symbols;

    internal SentimentLexicon(Dictionary<string, SentimentEntry> entries, Dictionary<string, string[]> replacements)
    {
        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
        _replacements = replacements.ToFrozenDictionary(StringComparer.Ordinal);
        _symbols = entries.Keys.Where(key => !SentimentTokens.IsWordCharacter(key[0])).GroupBy(key => key[0])
            .ToFrozenDictionary(group => group.Key, group => group.OrderByDescending(key => key.Length).ToArray());
        LongestPhrase = entries.Keys.Select(key => key.Count(c => c == ' ') + 1).DefaultIfEmpty(1).Max();
    }

    /// <summary>
    /// English words of shop reviews and service notes, with emoticons and emoji: some 1,700 words and phrases, written for this library.
    /// </summary>
    public static SentimentLexicon English => EmbeddedEnglish.Value;

    /// <summary>Number of words and phrases that have a strength.</summary>
    public int WordCount => _entries.Values.Count(entry => entry.Strength is not null || entry.Expected > 0);

    internal int LongestPhrase { get; }

    /// <summary>Reads a lexicon of a file.</summary>
    /// <exception cref="InvalidDataException">A line can't be read, or a bound is exceeded; the message names it.</exception>
    /// <exception cref="IOException">The file can't be opened or read.</exception>
    public static SentimentLexicon Read(string path)
    {
        using FileStream stream = File.OpenRead(Guard.NotBlank(path));
        return Read(stream);
    }

    /// <summary>Reads a lexicon of a stream, from where it stands to its end. The stream stays open.</summary>
    /// <exception cref="InvalidDataException">
    /// A line can't be read, a word stands twice, no word has a strength, or a bound is exceeded; the message names the line.
    /// </exception>
    public static SentimentLexicon Read(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        byte[] bytes = new byte[MaxBytes + 1];
        int length = source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaxBytes) throw new InvalidDataException($"The lexicon has more than {MaxBytes:N0} bytes.");
        try
        {
            return SentimentLexiconReader.Read(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length));
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The lexicon isn't UTF-8: {e.Message} Save it as UTF-8.", e);
        }
    }

    internal SentimentEntry? Find(string key) => _entries.GetValueOrDefault(key);

    internal string[]? Replacement(string word) => _replacements.GetValueOrDefault(word);

    /// <summary>The longest emoticon or emoji that begins at a place of a text; null where none does.</summary>
    internal string? SymbolAt(ReadOnlySpan<char> text, int start)
    {
        if (!_symbols.TryGetValue(text[start], out string[]? symbols)) return null;
        foreach (string symbol in symbols)
        {
            if (text[start..].StartsWith(symbol, StringComparison.Ordinal)) return symbol;
        }

        return null;
    }

    private static SentimentLexicon ReadEnglish()
    {
        using Stream stream = typeof(SentimentLexicon).Assembly.GetManifestResourceStream("sentiment-english.txt")
            ?? throw new InvalidOperationException("The package was built without its English lexicon.");
        return Read(stream);
    }
}

/// <summary>What a word or phrase of a lexicon does; several of these for one that is used in several ways ("pretty").</summary>
internal sealed class SentimentEntry
{
    public double? Strength { get; set; }

    public double Expected { get; set; }

    public double Factor { get; set; } = 1;

    public bool IsNegation { get; set; }

    public bool IsContrast { get; set; }

    public bool IsStop { get; set; }
}
