namespace Personalization.Recommendations;

/// <summary>
/// What one row's factors have to fit: x minimizes Σⱼ rⱼ (1 − x·yⱼ)² + xᵀ (gram + λ I) x. Memory that somebody else pinned.
/// </summary>
/// <param name="factors">The other side's factors, row after row without gaps.</param>
/// <param name="columns">Which of them this row has.</param>
/// <param name="roots">√r beside them; null where all are 1.</param>
/// <param name="count">How many.</param>
/// <param name="ahead">How many columns can be read, this row's and those after it, which are fetched early.</param>
/// <param name="regularization">λ, above 0.</param>
internal readonly unsafe struct NormalEquations(float* factors, int* columns, float* roots, int count, int ahead, float regularization)
{
    public float* Factors { get; } = factors;

    public int* Columns { get; } = columns;

    public float* Roots { get; } = roots;

    public int Count { get; } = count;

    public int Ahead { get; } = ahead;

    public float Regularization { get; } = regularization;
}
