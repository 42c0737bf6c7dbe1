using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>How <see cref="AlsTrainer"/> solves for the factors of one customer or item while all others stand still.</summary>
public enum AlsSolver
{
    /// <summary>
    /// Some steps of conjugate gradients from where the factors stand (Takács, Pilászy and Tikk 2011): the least work an iteration. Rows
    /// with so many interactions that it wouldn't pay are solved exactly, and so are all customers at the end.
    /// </summary>
    ConjugateGradient,

    /// <summary>
    /// Exactly, by a Cholesky factor of each row's normal equations: the fewest iterations; interactions · factors² of work.
    /// </summary>
    Cholesky,
}

/// <summary>
/// What <see cref="AlsTrainer"/> minimizes, and how. Immutable; every default is valid.
/// <para>With r the values of the interactions, x the factors of customers, y those of items and ŷ = x·y the score, the objective is that
/// of Rendle et al. 2021 (implicit ALS): Σ over interactions of r (1 − ŷ)² + α₀ Σ over all pairs of ŷ² + Σ over customers of λ (r summed +
/// α₀ · items)^ν ‖x‖² + the same of items.</para>
/// <para>Where all r are 1, the model of Hu, Koren and Volinsky 2008 with confidence 1 + α and regularization λ′ ranks alike with α₀ = 1/α,
/// ν = 0 and λ = λ′ / (1 + α); the Python package implicit, whose confidence is α r, with α₀ = 1 / (α − 1), ν = 0 and λ = λ′ / α. Their
/// scores are 1 + α₀ times ours.</para>
/// </summary>
public sealed record AlsOptions
{
    internal const int MostFactors = 2048;

    /// <summary>Factors of a customer or item, 1 to 2,048. Default 64.</summary>
    public int Factors { get; init => field = Guard.InRange(value, 1, MostFactors); } = 64;

    /// <summary>Iterations, at least 1: in each all items are solved, then all customers. Default 15.</summary>
    public int Iterations { get; init => field = Guard.AtLeast(value, 1); } = 15;

    /// <summary>λ, above 0. Default .005.</summary>
    public double Regularization { get; init => field = Guard.Positive(value); } = .005;

    /// <summary>α₀, the weight of a pair's square as such, whether it was seen or not; above 0. Default .1; .02 to 1 are usual.</summary>
    public double UnobservedWeight { get; init => field = Guard.Positive(value); } = .1;

    /// <summary>
    /// ν, 0 to 1: how much more those with many interactions are regularized. Default 1, in proportion to the weight of what they take part
    /// in; 0 for the same λ for all.
    /// </summary>
    public double RegularizationExponent { get; init => field = Guard.InRange(value, 0, 1); } = 1;

    /// <summary>How a row is solved. Default <see cref="AlsSolver.ConjugateGradient"/>.</summary>
    public AlsSolver Solver { get; init; }

    /// <summary>Steps of <see cref="AlsSolver.ConjugateGradient"/>, at least 1. Default 3.</summary>
    public int GradientSteps { get; init => field = Guard.AtLeast(value, 1); } = 3;

    /// <summary>What counts as an interaction where a log is fitted. Default: purchases, each customer and item once.</summary>
    public InteractionOptions Interactions
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = InteractionOptions.Purchases;

    /// <summary>Seed of the factors at the start. Default 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>Most threads that a fit uses, at least 1; null (default) for one a processor. The model doesn't depend on it.</summary>
    public int? Threads { get; init => field = Guard.AtLeast(value, 1); }
}
