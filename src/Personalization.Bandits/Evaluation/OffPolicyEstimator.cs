namespace Personalization.Bandits;

/// <summary>
/// How the value of a policy is estimated from another's log. wᵢ = π(aᵢ | xᵢ) ÷ pᵢ is a round's weight, the target's probability of the
/// taken action by the logged propensity, rᵢ its reward, q(x, a) what a model expects, and q̄ᵢ = Σₐ π(a | xᵢ) q(xᵢ, a).
/// </summary>
public enum OffPolicyEstimator
{
    /// <summary>
    /// Inverse propensity scores: (1 ÷ n) Σ wᵢrᵢ (Horvitz and Thompson 1952). Unbiased where the log supports the policy; few rounds may
    /// decide. Its interval takes in that of <see cref="SelfNormalized"/>.
    /// </summary>
    InversePropensity,

    /// <summary>
    /// The same with weights of at most c: (1 ÷ n) Σ min(wᵢ, c) rᵢ (Ionides 2008). Only where
    /// <see cref="OffPolicyOptions.LargestWeight"/> is given.
    /// </summary>
    ClippedInversePropensity,

    /// <summary>
    /// Self-normalized: Σ wᵢrᵢ ÷ Σ wᵢ (Swaminathan and Joachims 2015). Stays within the rewards, and moves with them when they are shifted.
    /// </summary>
    SelfNormalized,

    /// <summary>
    /// Direct method: (1 ÷ n) Σ q̄ᵢ. As right as the model is; its interval is the doubly robust one, widened to hold it.
    /// </summary>
    DirectMethod,

    /// <summary>
    /// Doubly robust: (1 ÷ n) Σ [q̄ᵢ + wᵢ (rᵢ − q(xᵢ, aᵢ))] (Dudík, Langford and Li 2011). Unbiased whatever the model says, and surer
    /// than <see cref="InversePropensity"/> where it says something true. Its interval takes in that of
    /// <see cref="SelfNormalizedDoublyRobust"/>.
    /// </summary>
    DoublyRobust,

    /// <summary>Self-normalized doubly robust: (1 ÷ n) Σ q̄ᵢ + Σ wᵢ (rᵢ − q(xᵢ, aᵢ)) ÷ Σ wᵢ.</summary>
    SelfNormalizedDoublyRobust,

    /// <summary>
    /// Doubly robust where the weight is at most τ, the model elsewhere: (1 ÷ n) Σ [q̄ᵢ + wᵢ 1{wᵢ ≤ τ} (rᵢ − q(xᵢ, aᵢ))] (Wang, Agarwal
    /// and Dudík 2017).
    /// </summary>
    SwitchDoublyRobust,

    /// <summary>
    /// Doubly robust with optimistic shrinkage: (1 ÷ n) Σ [q̄ᵢ + λwᵢ ÷ (wᵢ² + λ) · (rᵢ − q(xᵢ, aᵢ))] (Su, Dimakopoulou, Krishnamurthy and
    /// Dudík 2020).
    /// </summary>
    ShrunkDoublyRobust,
}
