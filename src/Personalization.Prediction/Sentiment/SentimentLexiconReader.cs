using System.Globalization;

namespace Personalization.Prediction;

/// <summary>Reads the text of a <see cref="SentimentLexicon"/>, line by line.</summary>
internal sealed class SentimentLexiconReader
{
    private const int LongestPhraseText = 80;
    private const double Strongest = 4;
    private const double LargestFactor = 3;

    private static readonly string[] Parts =
        ["words", "expected", "negations", "intensifiers", "contrasts", "stops", "replacements"];

    private readonly Dictionary<string, SentimentEntry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _replacements = new(StringComparer.Ordinal);
    private string _part = "";
    private int _line;

    public static SentimentLexicon Read(string text)
    {
        SentimentLexiconReader reader = new();
        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines()) reader.Take(line.Trim().ToString());
        if (!reader._entries.Values.Any(entry => entry.Strength is not null and not 0))
            throw new InvalidDataException("The lexicon has no word with a strength: a part [words] with lines such as \"2 good, nice\".");
        return new SentimentLexicon(reader._entries, reader._replacements);
    }

    private void Take(string line)
    {
        _line++;
        if (line.Length == 0 || line[0] == '#') return;
        if (line[0] == '[' && line.IndexOf(']', StringComparison.Ordinal) is int end and > 0)
        {
            _part = line[1..end].Trim().ToLowerInvariant();
            if (Array.IndexOf(Parts, _part) < 0)
                throw Fault($"[{_part}] isn't a part; the parts are {string.Join(", ", Parts.Select(part => $"[{part}]"))}");
            return;
        }

        if (_part == "replacements") TakeReplacement(line);
        else TakeWords(line);
    }

    private void TakeReplacement(string line)
    {
        string[] sides = line.Split('=');
        if (sides.Length != 2) throw Fault($"'{line}' isn't \"written = meant\"");
        string written = Key(sides[0]), meant = Key(sides[1]);
        if (written.Contains(' ', StringComparison.Ordinal)) throw Fault($"'{written}' isn't one word; only a word can be replaced");
        if (!_replacements.TryAdd(written, meant.Split(' '))) throw Fault($"'{written}' is replaced twice");
        Bound();
    }

    private void TakeWords(string line)
    {
        if (_part.Length == 0) throw Fault("a line stands before the first part, such as [words]");
        int blank = line.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0
            || !double.TryParse(
                line.AsSpan(0, blank), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out double number))
            throw Fault($"'{line}' doesn't begin with a number and a blank, such as \"2 good, nice\"");
        double least = _part == "words" ? -Strongest : 0, most = _part == "intensifiers" ? LargestFactor : Strongest;
        if (!(number >= least && number <= most))
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"{number} must be {least} to {most} in [{_part}]"));
        foreach (string word in line[(blank + 1)..].Split(',')) Add(Key(word), number);
    }

    private void Add(string key, double number)
    {
        if (!_entries.TryGetValue(key, out SentimentEntry? entry)) _entries.Add(key, entry = new SentimentEntry());
        Bound();
        switch (_part)
        {
            case "words" or "expected" when entry.Strength is not null || entry.Expected > 0:
                throw Fault($"'{key}' stands twice among the words");
            case "words":
                entry.Strength = number;
                break;
            case "expected":
                entry.Expected = number;
                break;
            case "negations":
                entry.IsNegation = true;
                break;
            case "intensifiers":
                entry.Factor = number;
                break;
            case "contrasts":
                entry.IsContrast = true;
                break;
            default:
                entry.IsStop = true;
                break;
        }
    }

    /// <summary>A word or phrase as texts are compared with it; an emoticon as it is.</summary>
    private string Key(string text)
    {
        string key = text.Trim();
        if (key.Length is 0 or > LongestPhraseText) throw Fault($"'{key}' must have 1 to {LongestPhraseText} characters");
        if (!SentimentTokens.IsWordCharacter(key[0])) return key;
        string[] words = key.ToLowerInvariant().Replace('’', '\'').Split([' ', '-'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > SentimentLexicon.MaxPhraseWords)
            throw Fault($"'{key}' has {words.Length} words; at most {SentimentLexicon.MaxPhraseWords} are a phrase");
        return string.Join(' ', words);
    }

    private void Bound()
    {
        if (_entries.Count + _replacements.Count > SentimentLexicon.MaxEntries)
            throw Fault($"more than {SentimentLexicon.MaxEntries:N0} words and phrases");
    }

    private InvalidDataException Fault(string what) => new($"Line {_line} of the lexicon: {what}.");
}
