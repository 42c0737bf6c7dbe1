namespace Personalization.Bandits;

/// <summary>A place to fill: a banner, a row of a page. Immutable.</summary>
/// <param name="Id">Its name, not blank.</param>
/// <param name="Features">What is known of it, such as its position; null: nothing.</param>
/// <param name="Excluded">Ids of actions that may not stand there; null: none.</param>
public sealed record RankSlot(string Id, FeatureSet? Features = null, IReadOnlyCollection<string>? Excluded = null);

/// <summary>What is to be decided. Immutable.</summary>
/// <param name="Context">What is known of the customer and the moment.</param>
/// <param name="Actions">
/// The actions, ids all different, at most 10,000. The first that isn't excluded is the baseline: what the shop would do without a policy.
/// </param>
public sealed record RankRequest(FeatureSet Context, IReadOnlyList<RankAction> Actions)
{
    /// <summary>
    /// Names the decision for what follows; the same name again, while it waits for its reward, gives the same answer. Null (default): one
    /// is made.
    /// </summary>
    public string? EventId { get; init; }

    /// <summary>Ids of actions that may not be chosen now. Default none.</summary>
    public IReadOnlyCollection<string> Excluded { get; init; } = [];

    /// <summary>
    /// Whether it counts only once it was activated: for what is decided before it is known whether somebody will see it. Default false.
    /// </summary>
    public bool DeferActivation { get; init; }

    /// <summary>Several places to fill, each with another action; empty (default): one.</summary>
    public IReadOnlyList<RankSlot> Slots { get; init; } = [];

    /// <summary>
    /// Whether the customer agreed to be decided for by what is known of them. False: the baseline is taken, nothing of the context is
    /// kept or learned. Null (default): the shop asked elsewhere.
    /// </summary>
    public bool? Consent { get; init; }
}
