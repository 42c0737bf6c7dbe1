using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>
/// Scores how a review or a note speaks, from −1 to 1, by the words of a lexicon and what stands before them: negations, words that raise
/// or lower, contrasts, upper case, exclamation marks, emoticons. The same text gives the same score everywhere. Immutable and thread-safe;
/// O(length).
/// </summary>
/// <remarks>
/// With w the sum of the words' weights the score is w ÷ √(w² + 15). Source of the rules and of that formula: Hutto and Gilbert, "VADER: A
/// Parsimonious Rule-based Model for Sentiment Analysis of Social Media Text" (2014), sections 3.2 and 4; the words are our own. Irony,
/// comparisons with other products and languages written without blanks are beyond it.
/// </remarks>
/// <param name="lexicon">The words; null: <see cref="SentimentLexicon.English"/>.</param>
/// <param name="options">How they are weighed; null for the defaults.</param>
public sealed class SentimentAnalyzer(SentimentLexicon? lexicon = null, SentimentOptions? options = null)
{
    private const double Normalizer = 15;
    private const double Shout = 1.25;
    private const double Exclamation = .29;
    private const int MostExclamations = 3;
    private const double BeforeContrast = .5;
    private const double AfterContrast = 1.5;

    /// <summary>Units before a word in which an intensifier is looked for.</summary>
    private const int IntensifierReach = 3;

    private readonly SentimentOptions _options = options ?? new SentimentOptions();

    /// <summary>The words.</summary>
    public SentimentLexicon Lexicon { get; } = lexicon ?? SentimentLexicon.English;

    /// <summary>Scores a text of any length; an empty one is neutral.</summary>
    public SentimentScore Analyze(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<Unit> units = UnitsOf(SentimentTokens.Of(text, Lexicon));
        Dictionary<int, int> contrasts = [];
        for (int i = 0; i < units.Count; i++)
        {
            if (units[i].Entry is { IsContrast: true }) contrasts[units[i].First.Sentence] = i;
        }

        List<SentimentWord> words = [];
        double sum = 0;
        for (int i = 0; i < units.Count; i++)
        {
            if (WordAt(text, units, i) is not { } word) continue;
            double weight = contrasts.TryGetValue(units[i].First.Sentence, out int contrast)
                ? word.Weight * (i < contrast ? BeforeContrast : AfterContrast)
                : word.Weight;
            words.Add(word with { Weight = weight });
            sum += weight;
        }

        int exclamations = Math.Min(MostExclamations, text.Count(c => c is '!' or '！'));
        sum += Math.Sign(sum) * Exclamation * exclamations;
        return ScoreOf(sum, words);
    }

    private static bool Intensifies(Unit unit) => unit.Entry is { } entry && entry.Factor != 1;

    private static bool Tells(Unit unit) => unit.Entry is { Strength: not null and not 0 };

    /// <summary>"pretty" and "terribly" are words of their own unless a word follows that they raise.</summary>
    private static bool IsRaising(List<Unit> units, int at) =>
        Intensifies(units[at])
        && (units[at].Entry!.Strength is null
            || (at + 1 < units.Count && units[at + 1].First.Clause == units[at].First.Clause
                && (Tells(units[at + 1]) || Intensifies(units[at + 1]))));

    private SentimentScore ScoreOf(double sum, List<SentimentWord> words)
    {
        double value = sum / Math.Sqrt((sum * sum) + Normalizer);
        SentimentLabel label = value > _options.NeutralBand ? SentimentLabel.Positive
            : value < -_options.NeutralBand ? SentimentLabel.Negative
            : SentimentLabel.Neutral;
        return new SentimentScore(value, label, words);
    }

    /// <summary>The longest phrases of the lexicon, from the left; a phrase doesn't reach over a comma.</summary>
    private List<Unit> UnitsOf(List<SentimentToken> tokens)
    {
        List<Unit> units = new(tokens.Count);
        for (int i = 0; i < tokens.Count;)
        {
            int longest = 1;
            int most = Math.Min(Lexicon.LongestPhrase, tokens.Count - i);
            while (longest < most && tokens[i + longest].Clause == tokens[i].Clause) longest++;
            int length = longest;
            SentimentEntry? entry = null;
            for (; length > 0; length--)
            {
                string key = length == 1 ? tokens[i].Key : string.Join(' ', tokens.Skip(i).Take(length).Select(token => token.Key));
                if ((entry = Lexicon.Find(key)) is not null) break;
            }

            length = Math.Max(1, length);
            units.Add(new Unit(tokens[i], tokens[i + length - 1].End, entry));
            i += length;
        }

        return units;
    }

    /// <summary>What a word says with all that stands before it; null where it says nothing.</summary>
    private SentimentWord? WordAt(string text, List<Unit> units, int at)
    {
        (SentimentToken first, int end, SentimentEntry? entry) = units[at];
        if (entry is null || IsRaising(units, at)) return null;
        int negation = NegationOf(units, at);
        double strength = entry.Strength ?? (negation >= 0 ? entry.Expected : 0);
        if (strength == 0) return null;
        double weight = strength * FactorOf(units, at) * (first.IsShouted ? Shout : 1);
        if (negation >= 0) weight *= -_options.NegationFactor;
        int start = negation >= 0 ? units[negation].First.Start : first.Start;
        return new SentimentWord(text[start..end], start, weight, negation >= 0);
    }

    private static double FactorOf(List<Unit> units, int at)
    {
        double factor = 1;
        for (int i = at - 1; i >= 0 && i >= at - IntensifierReach && units[i].First.Clause == units[at].First.Clause; i--)
        {
            if (IsRaising(units, i)) factor *= units[i].Entry!.Factor;
            else if (units[i].Entry is not null) break;
        }

        return factor;
    }

    /// <summary>The negation whose reach a word stands in; −1 where there is none.</summary>
    private int NegationOf(List<Unit> units, int at)
    {
        for (int i = at - 1; i >= 0 && i >= at - _options.NegationReach && units[i].First.Clause == units[at].First.Clause; i--)
        {
            if (units[i].Entry is not { } entry) continue;
            if (entry.IsNegation) return i;
            if (entry.IsStop || entry.IsContrast) break;
        }

        return -1;
    }

    private readonly record struct Unit(SentimentToken First, int End, SentimentEntry? Entry);
}
