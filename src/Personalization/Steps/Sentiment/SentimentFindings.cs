using Personalization.Data;

namespace Personalization;

/// <summary>What <see cref="SentimentStep"/> found. Immutable.</summary>
public sealed record SentimentFindings
{
    /// <summary>Where the notes come from.</summary>
    public required string Source { get; init; }

    /// <summary>Notes of customers of the table, written before its moment.</summary>
    public required int Notes { get; init; }

    /// <summary>Customers of the table whom one of them is of.</summary>
    public required int Customers { get; init; }

    /// <summary>Of these notes, those that speak well.</summary>
    public required int Positive { get; init; }

    /// <summary>Those that speak ill.</summary>
    public required int Negative { get; init; }

    /// <summary>Those scored by a chat model, among all notes that were given.</summary>
    public required int ByChat { get; init; }

    /// <summary>Notes at the table's moment and later, which aren't counted.</summary>
    public required int Later { get; init; }

    /// <summary>Notes of customers whom the table doesn't know.</summary>
    public required int OfOthers { get; init; }

    /// <summary>Rows of the file that were left out: without a customer, a text, or a time that can be read.</summary>
    public required long LeftOut { get; init; }

    /// <summary>Whether day or month was taken to come first in the file; null where no time could be read both ways.</summary>
    public required ReadDecision? DateOrder { get; init; }

    /// <summary>Words that spoke well most often, with how often.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> GoodWords { get; init; }

    /// <summary>Words that spoke ill most often, with how often.</summary>
    public required IReadOnlyList<KeyValuePair<string, int>> BadWords { get; init; }
}
