namespace Personalization.VectorIndex;

/// <summary>In what form vectors are read first.</summary>
public enum VectorPrecision
{
    /// <summary>32-bit floats: exact.</summary>
    Single,

    /// <summary>
    /// 8-bit codes with a scale a vector; the best are then scored again with the 32-bit floats. A quarter of the memory traffic, a quarter
    /// more memory.
    /// </summary>
    Int8,

    /// <summary>
    /// 16-bit floats, and nothing else: half the memory. Exact among vectors that are rounded (to 11 bits; values up to 65,504). Not for a
    /// graph.
    /// </summary>
    Half,
}
