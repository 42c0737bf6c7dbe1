namespace Personalization.VectorIndex;

/// <summary>A vector that a search found.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Score">Dot product or cosine, larger is nearer; or the Euclidean distance, smaller is nearer.</param>
public readonly record struct VectorMatch(long Key, float Score);
