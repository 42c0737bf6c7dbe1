namespace Personalization.Bandits;

/// <summary>How a <see cref="LinearBandit"/> weighs trying against taking what is best so far.</summary>
public enum BanditExploration
{
    /// <summary>
    /// Thompson sampling (Agrawal and Goyal 2013, LinTS): an action as often as it is the best of what may be true.
    /// </summary>
    Thompson,

    /// <summary>The action whose reward could be largest: mean + α · deviation (Li et al. 2010, LinUCB).</summary>
    UpperConfidence,

    /// <summary>The best with probability 1 − ε, else any.</summary>
    EpsilonGreedy,

    /// <summary>In proportion to exp(mean ÷ temperature) (Boltzmann).</summary>
    Softmax,

    /// <summary>
    /// Less the further behind the best: 1 ÷ (actions + γ · gap), the rest to the best (Foster and Rakhlin 2020, SquareCB).
    /// </summary>
    SquareCb,
}
