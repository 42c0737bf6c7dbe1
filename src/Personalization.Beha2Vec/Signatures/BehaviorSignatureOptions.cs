namespace Personalization.Beha2Vec;

/// <summary>What <see cref="BehaviorSignatures"/> are made of. Immutable; every default is valid.</summary>
public sealed record BehaviorSignatureOptions
{
    /// <summary>Stable traits of the embedding, 0 to 64; no more than it has dimensions. Default 6.</summary>
    public int Traits { get; init => field = Guard.InRange(value, 0, 64); } = 6;

    /// <summary>Principal components of the shares of event types, 0 to 64; those without variance are left out. Default 3.</summary>
    public int Steps { get; init => field = Guard.InRange(value, 0, 64); } = 3;

    /// <summary>Whether the number of events and the days since the last one are part of it. Default true.</summary>
    public bool Activity { get; init; } = true;

    /// <summary>
    /// Whether the time of the year is part of it; only where the events span at least half a year. Default true.
    /// </summary>
    public bool Season { get; init; } = true;

    /// <summary>Most threads, at least 1; null (default) for one a processor. The result doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
