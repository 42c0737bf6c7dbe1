namespace Personalization.VectorIndex;

/// <summary>A hierarchical navigable small world graph (Malkov and Yashunin 2018). Immutable; every default is valid.</summary>
public sealed record HnswOptions
{
    /// <summary>
    /// Neighbours that a new vector is linked to (the paper's M; lists of the lowest level hold up to twice as many), from 2 to 256.
    /// Default 16.
    /// </summary>
    public int Neighbors { get; init => field = Guard.InRange(value, 2, 256); } = 16;

    /// <summary>Candidates among which they are chosen (efConstruction), from 1 to 10,000. Default 200.</summary>
    public int ConstructionWidth { get; init => field = Guard.InRange(value, 1, 10_000); } = 200;

    /// <summary>Candidates that a search keeps (ef): more find more and take longer; from 1 to 1,000,000. Default 64.</summary>
    public int SearchWidth { get; init => field = Guard.InRange(value, 1, 1_000_000); } = 64;
}
