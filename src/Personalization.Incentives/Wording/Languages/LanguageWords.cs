using System.Collections.Frozen;

namespace Personalization.Incentives;

/// <summary>What the checks know of a language. Words are written as they are and compared folded.</summary>
internal sealed class LanguageWords
{
    public static readonly FrozenDictionary<string, LanguageWords> All = new LanguageWords[]
    {
        EnglishWords.Words, GermanWords.Words, FrenchWords.Words, SpanishWords.Words, ItalianWords.Words, DutchWords.Words,
            PolishWords.Words,
    }.ToFrozenDictionary(words => words.Language, StringComparer.Ordinal);

    public required string Language { get; init; }

    /// <summary>Letters beside a to z.</summary>
    public required string Letters { get; init; }

    /// <summary>The words that most texts of the language are made of.</summary>
    public required FrozenSet<string> Common { get; init; }

    /// <summary>Numbers in words, written together.</summary>
    public required FrozenDictionary<string, decimal> Numbers { get; init; }

    /// <summary>Parts and multiples that stand for a percentage, such as half: 50.</summary>
    public required FrozenDictionary<string, decimal> Parts { get; init; }

    /// <summary>Names of the months, each form and month.</summary>
    public required FrozenDictionary<string, int> Months { get; init; }

    /// <summary>Names of the days of the week.</summary>
    public required FrozenDictionary<string, DayOfWeek> Weekdays { get; init; }

    /// <summary>Words before the end of a time: until, by, ends.</summary>
    public required FrozenSet<string> Until { get; init; }

    /// <summary>Days told by where they lie: tomorrow, weekend.</summary>
    public required FrozenSet<string> RelativeDays { get; init; }

    /// <summary>Points, hours, days, weeks and longer.</summary>
    public required FrozenDictionary<string, (OfferUnit Unit, int Hours)> Units { get; init; }

    /// <summary>Words that name a code.</summary>
    public required FrozenSet<string> CodeWords { get; init; }

    /// <summary>Words that greet, or address with a name to follow.</summary>
    public required FrozenSet<string> Greetings { get; init; }

    /// <summary>Words that are written large within a sentence; null: all nouns are.</summary>
    public required FrozenSet<string>? Capitals { get; init; }

    /// <summary>What words promise.</summary>
    public required FrozenDictionary<OfferClaim, PhrasePattern> Claims { get; init; }

    /// <summary>Phrases that hold a promising word and promise nothing.</summary>
    public required PhrasePattern Harmless { get; init; }

    /// <summary>Data of a person that no offer speaks of.</summary>
    public required PhrasePattern Personal { get; init; }

    /// <summary>Words about a prompt and its answer.</summary>
    public required PhrasePattern Echo { get; init; }

    internal static FrozenSet<string> Set(string words) =>
        words.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(Folding.Fold).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words and what they stand for, as <c>a b:1 c:2</c>.</summary>
    internal static FrozenDictionary<string, int> Map(string entries)
    {
        Dictionary<string, int> map = new(StringComparer.Ordinal);
        List<string> open = [];
        foreach (string word in entries.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            int colon = word.IndexOf(':', StringComparison.Ordinal);
            open.Add(Folding.Fold(colon < 0 ? word : word[..colon]));
            if (colon < 0) continue;
            foreach (string one in open) map[one] = int.Parse(word.AsSpan(colon + 1), System.Globalization.CultureInfo.InvariantCulture);
            open.Clear();
        }

        return map.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal static FrozenDictionary<string, decimal> Decimals(string entries) =>
        Map(entries).ToFrozenDictionary(pair => pair.Key, pair => (decimal)pair.Value, StringComparer.Ordinal);

    internal static FrozenDictionary<string, DayOfWeek> Days(string entries) =>
        Map(entries).ToFrozenDictionary(pair => pair.Key, pair => (DayOfWeek)pair.Value, StringComparer.Ordinal);

    /// <summary>Units: of points, and of hours, days, weeks, months, years.</summary>
    internal static FrozenDictionary<string, (OfferUnit Unit, int Hours)> UnitsOf(string points, string hours)
    {
        Dictionary<string, (OfferUnit, int)> units = new(StringComparer.Ordinal);
        foreach (string word in Set(points)) units[word] = (OfferUnit.Points, 1);
        foreach ((string word, int count) in Map(hours)) units[word] = (OfferUnit.Hours, count);
        return units.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Phrases of each promise, a line or several: <c>Guarantee: guarant*|warrant*</c>.</summary>
    internal static FrozenDictionary<OfferClaim, PhrasePattern> ClaimsOf(string lines) =>
        lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries))
            .GroupBy(line => line[0], line => line[1], StringComparer.Ordinal)
            .ToFrozenDictionary(claim => Enum.Parse<OfferClaim>(claim.Key), claim => new PhrasePattern(string.Join('|', claim)));

    /// <summary>All numbers to 100, hundreds, and thousands to ten, by how the language puts them together.</summary>
    internal static FrozenDictionary<string, decimal> NumbersOf(Func<int, IEnumerable<string>> names)
    {
        Dictionary<string, decimal> numbers = new(StringComparer.Ordinal);
        IEnumerable<int> counted =
            Enumerable.Range(0, 101).Concat(Enumerable.Range(2, 8).Select(n => n * 100))
                .Concat(Enumerable.Range(1, 10).Select(n => n * 1000));
        foreach (int number in counted)
        {
            foreach (string name in names(number)) numbers.TryAdd(Folding.Fold(name.Replace(" ", "", StringComparison.Ordinal)), number);
        }

        return numbers.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

/// <summary>What a number counts.</summary>
internal enum OfferUnit
{
    Plain,
    Percent,
    Money,
    Points,
    Hours,
}
