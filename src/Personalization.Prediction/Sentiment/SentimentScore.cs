using System.Globalization;

namespace Personalization.Prediction;

/// <summary>What a text says, as one of three.</summary>
public enum SentimentLabel
{
    /// <summary>Neither, or both alike.</summary>
    Neutral,

    /// <summary>It speaks well of something.</summary>
    Positive,

    /// <summary>It speaks ill of something.</summary>
    Negative,
}

/// <summary>How a text speaks of what it is about, and the words that decided. Immutable.</summary>
/// <param name="Value">From −1 (as bad as can be) to 1; 0 where nothing decided.</param>
/// <param name="Label">The same as one of three.</param>
/// <param name="Words">The words that decided, in the order of the text.</param>
public sealed record SentimentScore(double Value, SentimentLabel Label, IReadOnlyList<SentimentWord> Words)
{
    /// <summary>The words that decided, those that weigh most first: "“not comfortable” −1.6, “nice” +1.0".</summary>
    /// <param name="most">The most words, at least 1. Default 5.</param>
    public string Explain(int most = 5) => string.Join(
        ", ",
        Words.OrderByDescending(word => Math.Abs(word.Weight)).ThenBy(word => word.Start).Take(most)
            .Select(word => string.Create(
                CultureInfo.InvariantCulture, $"“{word.Text}” {(word.Weight < 0 ? '−' : '+')}{Math.Abs(word.Weight):0.0}")));
}

/// <summary>A word or phrase that decided a <see cref="SentimentScore"/>. Immutable.</summary>
/// <param name="Text">As it stands in the text; from its negation on, where it has one.</param>
/// <param name="Start">Where it begins: characters before it.</param>
/// <param name="Weight">What it adds to the sum that the score is made of; a plain "good" adds 2.</param>
/// <param name="Negated">Whether a negation turned it.</param>
public readonly record struct SentimentWord(string Text, int Start, double Weight, bool Negated);
