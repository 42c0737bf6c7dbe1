namespace Personalization.Bandits;

/// <summary>
/// Chooses among actions and learns from what came of them. Not thread-safe: a <see cref="Ranker"/> calls it under its lock. Deterministic:
/// the same calls in the same order give the same propensities and the same saved bytes.
/// </summary>
public interface IBanditPolicy
{
    /// <summary>Name of the policy, such as <c>linear-thompson</c>.</summary>
    string Name { get; }

    /// <summary>Rewards learned from so far.</summary>
    long Learned { get; }

    /// <summary>
    /// Fills in the probability with which each action is to be taken: each at least 0, together 1. Whoever asks draws by them, so that
    /// every decision has its exact propensity.
    /// </summary>
    /// <param name="round">What is decided about.</param>
    /// <param name="propensities">A probability for each action of the round.</param>
    /// <param name="values">What is expected of each action of the round; empty: nobody asks.</param>
    /// <exception cref="ArgumentException">There is room for more actions than the round has, or for fewer.</exception>
    /// <remarks>Changes nothing, so that deciding again, or not at all, learns the same.</remarks>
    void Decide(BanditRound round, Span<double> propensities, Span<ActionValue> values);

    /// <summary>Refuses a reward that the policy can't learn, before it is logged.</summary>
    /// <exception cref="ArgumentException">It can't; the message says which it takes. <see cref="Learn"/> refuses the same.</exception>
    void Check(double reward);

    /// <summary>Learns what came of an action.</summary>
    /// <param name="context">What was known when it was chosen.</param>
    /// <param name="action">The action.</param>
    /// <param name="reward">What came of it; what <see cref="Check"/> lets pass.</param>
    /// <param name="propensity">Probability with which it had been chosen, above 0, at most 1.</param>
    void Learn(FeatureSet context, RankAction action, double reward, double propensity);

    /// <summary>Writes what was learned, as a model file; equal states give equal bytes. Leaves the stream open.</summary>
    void Save(Stream destination);

    /// <summary>Takes what another policy of the same kind and options saved, in place of what was learned.</summary>
    /// <exception cref="Core.ModelFileException">It is damaged, or of another kind; what was learned stays.</exception>
    void Load(Stream source);
}
