using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>Weights that were tried.</summary>
/// <param name="Change">What is other than in the best so far: "view × 0.5"; empty for those begun with.</param>
/// <param name="Options">The weights.</param>
/// <param name="Ndcg">Mean NDCG of the lists by what was bought later.</param>
/// <param name="IsKept">Whether they were better than all before.</param>
public sealed record InteractionTrial(string Change, InteractionOptions Options, double Ndcg, bool IsKept);

/// <summary>
/// What <see cref="InteractionWeights"/> found. Its figure is the best of several on the same purchases, and so a little flattering: what
/// the weights are worth is told by purchases later than these.
/// </summary>
/// <param name="Options">The best weights.</param>
/// <param name="Ndcg">Their figure.</param>
/// <param name="CustomerCount">Customers who were judged by.</param>
/// <param name="Trials">All that was tried, in order.</param>
public sealed record LearnedInteractions(
    InteractionOptions Options, double Ndcg, int CustomerCount, IReadOnlyList<InteractionTrial> Trials);
