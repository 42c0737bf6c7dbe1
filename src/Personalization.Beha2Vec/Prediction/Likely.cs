namespace Personalization.Beha2Vec;

/// <summary>Something that may come next, and how likely.</summary>
/// <typeparam name="T">What it is.</typeparam>
/// <param name="Value">The event type, item or category.</param>
/// <param name="Probability">0 to 1.</param>
public readonly record struct Likely<T>(T Value, double Probability);
