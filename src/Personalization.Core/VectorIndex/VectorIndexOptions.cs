using Personalization.Numerics;

namespace Personalization.Core;

/// <summary>In what form vectors are read first.</summary>
public enum VectorPrecision
{
    /// <summary>32-bit floats: exact.</summary>
    Single,

    /// <summary>8-bit codes with a scale a vector; the best are then scored again with the 32-bit floats. A quarter of the memory traffic, a quarter more memory.</summary>
    Int8,

    /// <summary>16-bit floats, and nothing else: half the memory. Exact among vectors that are rounded (to 11 bits; values up to 65,504). Not for a graph.</summary>
    Half,
}

/// <summary>How a <see cref="VectorIndex"/> stores and searches. Immutable; every default is valid.</summary>
public sealed record VectorIndexOptions
{
    /// <summary>Values of a vector, from 1 to 16,384. Default 64.</summary>
    public int Dimensions { get; init => field = Guard.InRange(value, 1, 16_384); } = 64;

    /// <summary>How alike vectors are. Default cosine.</summary>
    public VectorMetric Metric { get; init => field = Defined(value); } = VectorMetric.Cosine;

    /// <summary>In what form vectors are read first. Default 32-bit floats.</summary>
    public VectorPrecision Precision { get; init => field = Defined(value); }

    /// <summary>The graph; null: every search reads all vectors and is exact. Default null.</summary>
    public HnswOptions? Graph { get; init; }

    /// <summary>Seed of the graph's levels. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads of a batch, at least 1; null: one for each processor. Changes the time, never the result. Default null.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }

    private static T Defined<T>(T value, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
        where T : struct, Enum =>
        Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
}

/// <summary>A hierarchical navigable small world graph (Malkov and Yashunin 2018). Immutable; every default is valid.</summary>
public sealed record HnswOptions
{
    /// <summary>Neighbours that a new vector is linked to (the paper's M; lists of the lowest level hold up to twice as many), from 2 to 256. Default 16.</summary>
    public int Neighbors { get; init => field = Guard.InRange(value, 2, 256); } = 16;

    /// <summary>Candidates among which they are chosen (efConstruction), from 1 to 10,000. Default 200.</summary>
    public int ConstructionWidth { get; init => field = Guard.InRange(value, 1, 10_000); } = 200;

    /// <summary>Candidates that a search keeps (ef): more find more and take longer; from 1 to 1,000,000. Default 64.</summary>
    public int SearchWidth { get; init => field = Guard.InRange(value, 1, 1_000_000); } = 64;
}
