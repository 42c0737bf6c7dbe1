using Personalization.Numerics;

namespace Personalization.Bandits;

/// <summary>Something to choose: an article, a banner, an offer. Immutable; make it once and use it again.</summary>
/// <param name="Id">Its id, not blank, at most 256 characters.</param>
/// <param name="Features">What is known of it; null: nothing but its id.</param>
public sealed record RankAction(string Id, FeatureSet? Features = null)
{
    /// <summary>Its id.</summary>
    public string Id { get; } = Guard.NotBlank(Id).Length <= 256
        ? Id
        : throw new ArgumentException($"The id '{Id[..32]}…' has {Id.Length} characters; at most 256 are allowed.", nameof(Id));

    /// <summary>What is known of it.</summary>
    public FeatureSet Features { get; } = Features ?? FeatureSet.Empty;

    /// <summary>Stable hash of its id and of what is known of it.</summary>
    internal ulong Content { get; } = StableHash.Mix(StableHash.Fnv1a(Id) ^ (Features ?? FeatureSet.Empty).Content);
}
