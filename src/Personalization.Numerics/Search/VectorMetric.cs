namespace Personalization.Numerics;

/// <summary>
/// By what a search ranks rows, and how each score adds its terms: in the order of the columns, in single precision, fused.
/// </summary>
public enum VectorMetric
{
    /// <summary>Inner product Σ xⱼ·qⱼ; the largest come first.</summary>
    Dot,

    /// <summary>
    /// Inner product ÷ (‖x‖·‖q‖), from −1 to 1 up to rounding; the largest come first. A row or query whose squares sum to 0 has 0 with
    /// everything.
    /// </summary>
    Cosine,

    /// <summary>Squared Euclidean distance Σ (xⱼ − qⱼ)², at least 0, and exactly 0 between equal rows; the smallest come first.</summary>
    Euclidean,
}
