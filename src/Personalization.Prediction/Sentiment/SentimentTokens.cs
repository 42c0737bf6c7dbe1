namespace Personalization.Prediction;

/// <summary>A word or emoticon of a text.</summary>
/// <param name="Key">As the lexicon has it.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Clause">Number of its clause: commas and the ends of sentences part them.</param>
/// <param name="Sentence">Number of its sentence.</param>
/// <param name="IsShouted">Whether it is all in upper case, in a text that isn't.</param>
internal readonly record struct SentimentToken(string Key, int Start, int End, int Clause, int Sentence, bool IsShouted);

/// <summary>Takes a text apart into words and emoticons, the same on every machine: no culture, no dictionary but the lexicon.</summary>
internal sealed class SentimentTokens
{
    private readonly SentimentLexicon _lexicon;
    private readonly string _text;
    private readonly List<SentimentToken> _tokens = [];
    private readonly bool _shoutsMatter;
    private int _clause;
    private int _sentence;

    private SentimentTokens(string text, SentimentLexicon lexicon)
    {
        (_text, _lexicon) = (text, lexicon);
        _shoutsMatter = text.Any(char.IsLower);
    }

    public static List<SentimentToken> Of(string text, SentimentLexicon lexicon)
    {
        SentimentTokens tokens = new(text, lexicon);
        int at = 0;
        while (at < text.Length) at = tokens.Take(at);
        return tokens._tokens;
    }

    public static bool IsWordCharacter(char c) =>
        char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
            && c is not ('\uFE0F' or '\uFE0E');

    private static bool IsApostrophe(char c) => c is '\'' or '’' or 'ʼ';

    /// <summary>Takes what begins at a place, and says where the next thing begins.</summary>
    private int Take(int at)
    {
        if (IsWordCharacter(_text[at])) return TakeWord(at);
        if (_lexicon.SymbolAt(_text, at) is { } symbol && StandsAlone(at, symbol))
        {
            _tokens.Add(new SentimentToken(symbol, at, at + symbol.Length, _clause, _sentence, false));
            return at + symbol.Length;
        }

        switch (_text[at])
        {
            case '.' when at > 0 && at + 1 < _text.Length && char.IsDigit(_text[at - 1]) && char.IsDigit(_text[at + 1]):
                break;
            case '.' or '!' or '?' or '\n' or '…' or '。' or '！' or '？':
                _clause++;
                _sentence++;
                break;
            case ',' or ';' or ':' or '(' or ')' or '–' or '—' or '，' or '；':
                _clause++;
                break;
            case '-' when at > 0 && at + 1 < _text.Length && _text[at - 1] == ' ' && _text[at + 1] == ' ':
                _clause++;
                break;
        }

        return at + 1;
    }

    /// <summary>":/" of an address and ":D" before more letters are no faces; emoji stand where they like.</summary>
    private bool StandsAlone(int at, string symbol)
    {
        int end = at + symbol.Length;
        if (!char.IsAscii(symbol[0])) return true;
        bool before = at == 0 || !IsWordCharacter(_text[at - 1]) || IsWordCharacter(symbol[^1]) is false && symbol[0] is ':' or ';' or '=';
        bool after = end == _text.Length || (!IsWordCharacter(_text[end]) && _text[end] is not ('/' or '\\'));
        return before && after;
    }

    private int TakeWord(int start)
    {
        int end = start + 1;
        while (end < _text.Length
               && (IsWordCharacter(_text[end])
                   || (IsApostrophe(_text[end]) && end + 1 < _text.Length && IsWordCharacter(_text[end + 1]))))
            end++;
        ReadOnlySpan<char> written = _text.AsSpan(start, end - start);
        bool shouted = _shoutsMatter && IsShouted(written);
        string word = Known(written.ToString().ToLowerInvariant().Replace('’', '\'').Replace('ʼ', '\''));
        foreach (string part in _lexicon.Replacement(word) ?? [word])
            _tokens.Add(new SentimentToken(part, start, end, _clause, _sentence, shouted));
        return end;
    }

    private static bool IsShouted(ReadOnlySpan<char> word)
    {
        int upper = 0;
        foreach (char c in word)
        {
            if (char.IsLower(c)) return false;
            if (char.IsUpper(c)) upper++;
        }

        return upper > 1;
    }

    /// <summary>"soooo goooood" is "so good": letters that stand three times or more count twice or once, whichever is a word.</summary>
    private string Known(string word)
    {
        if (!HasRun(word) || IsKnown(word)) return word;
        string twice = Shortened(word, 2), once = Shortened(word, 1);
        return IsKnown(twice) || !IsKnown(once) ? twice : once;
    }

    private bool IsKnown(string word) => _lexicon.Find(word) is not null || _lexicon.Replacement(word) is not null;

    private static bool HasRun(string word)
    {
        for (int i = 2; i < word.Length; i++)
        {
            if (word[i] == word[i - 1] && word[i] == word[i - 2] && char.IsLetter(word[i])) return true;
        }

        return false;
    }

    private static string Shortened(string word, int most)
    {
        System.Text.StringBuilder shortened = new(word.Length);
        for (int i = 0; i < word.Length;)
        {
            int end = i;
            while (end < word.Length && word[end] == word[i]) end++;
            shortened.Append(word[i], end - i >= 3 ? most : end - i);
            i = end;
        }

        return shortened.ToString();
    }
}
