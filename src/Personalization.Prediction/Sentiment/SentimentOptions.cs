using Personalization.Core;

namespace Personalization.Prediction;

/// <summary>How <see cref="SentimentAnalyzer"/> weighs words. Immutable; every default is valid.</summary>
public sealed record SentimentOptions
{
    /// <summary>How many words or phrases behind a negation it turns, within its clause, 1 to 20. Default 4.</summary>
    public int NegationReach { get; init => field = Guard.InRange(value, 1, 20); } = 4;

    /// <summary>
    /// What is left of a word's strength when it is turned, 0 to 1: "not good" is less bad than "good" is good. Default 0.74, as measured
    /// by Hutto and Gilbert (2014).
    /// </summary>
    public double NegationFactor { get; init => field = Guard.InRange(value, 0, 1); } = .74;

    /// <summary>Scores from minus this to this are neutral, 0 to 1. Default 0.05.</summary>
    public double NeutralBand { get; init => field = Guard.InRange(value, 0, 1); } = .05;
}
