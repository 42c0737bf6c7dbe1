using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>How a <see cref="EmbeddingIndex"/> stores and searches. Immutable; every default is valid.</summary>
public sealed record EmbeddingIndexOptions
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

    /// <summary>
    /// Most threads of a batch, at least 1; null: one for each processor. Changes the time, never the result. Default null.
    /// </summary>
    public int? Threads { get; init => field = value is { } threads ? Guard.AtLeast(threads, 1) : null; }

    private static T Defined<T>(T value, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
        where T : struct, Enum =>
        Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                name, value, $"{name} is {value}; it must be one of {string.Join(", ", Enum.GetNames<T>())}.");
}
