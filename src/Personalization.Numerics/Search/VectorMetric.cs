namespace Personalization.Numerics;

/// <summary>How alike two vectors are.</summary>
public enum VectorMetric
{
    /// <summary>Σ xᵢ · yᵢ: larger is nearer.</summary>
    Dot,

    /// <summary>The dot product of the vectors, each divided by its length: larger is nearer.</summary>
    Cosine,

    /// <summary>√Σ (xᵢ − yᵢ)²: smaller is nearer.</summary>
    Euclidean,
}
