using Personalization.Numerics;
using static System.FormattableString;

namespace Personalization.Bandits;

/// <summary>
/// What is known of a context or an action. Immutable and thread-safe; make one of each action once and use it again, as what policies
/// prepare of it is kept with it.
/// </summary>
public sealed class FeatureSet
{
    /// <summary>Most features of a set.</summary>
    public const int MaximumCount = 10_000;

    private const int MaximumNameLength = 1_000;

    /// <summary>Beyond it squares of squares would overflow, and what was learned couldn't be saved.</summary>
    private const double MaximumMagnitude = 1e30;

    private readonly Feature[] _features;

    /// <summary>A set of features.</summary>
    /// <param name="features">The features; those of one name add up.</param>
    /// <exception cref="ArgumentException">
    /// A name is blank or longer than 1,000 characters, a value isn't between −1e30 and 1e30, or there are more than 10,000.
    /// </exception>
    public FeatureSet(params IEnumerable<Feature> features)
    {
        ArgumentNullException.ThrowIfNull(features);
        _features = [.. features.Take(MaximumCount + 1)];
        if (_features.Length > MaximumCount)
            throw new ArgumentException($"A set has more than {MaximumCount} features. Leave out what doesn't matter.", nameof(features));
        Hashes = new ulong[_features.Length];
        Values = new double[_features.Length];
        ulong content = StableHash.Mix((ulong)_features.Length);
        for (int i = 0; i < _features.Length; i++)
        {
            (string name, double value) = _features[i];
            if (string.IsNullOrWhiteSpace(name)) throw new ArgumentException($"Feature {i} has no name.", nameof(features));
            if (value is not (>= -MaximumMagnitude and <= MaximumMagnitude))
            {
                throw new ArgumentException(
                    Invariant($"Feature '{name}' is {value}; it must be between −1e30 and 1e30, and best between −1 and 1."),
                    nameof(features));
            }

            if (name.Length > MaximumNameLength)
            {
                throw new ArgumentException(
                    $"The name '{name[..32]}…' has {name.Length} characters; at most {MaximumNameLength} are allowed.", nameof(features));
            }

            (Hashes[i], Values[i]) = (StableHash.Fnv1a(name), value);
            content = StableHash.Mix(content ^ Hashes[i]);
            content = StableHash.Mix(content ^ BitConverter.DoubleToUInt64Bits(value));
        }

        Content = content;
    }

    /// <summary>Nothing known.</summary>
    public static FeatureSet Empty { get; } = new();

    /// <summary>
    /// Reads features as the service that closed took them: numbers as they are, texts as levels (<c>device=mobile</c>), true as 1, false
    /// and null as nothing, nested objects with their names joined by points, arrays as several of one name.
    /// </summary>
    /// <param name="json">An object, or an array of objects.</param>
    /// <exception cref="ArgumentException">A value has no name, or objects are nested deeper than 16 levels.</exception>
    /// <exception cref="System.Text.Json.JsonException">It isn't JSON.</exception>
    public static FeatureSet Parse(string json)
    {
        using System.Text.Json.JsonDocument document = System.Text.Json.JsonDocument.Parse(json);
        return new FeatureSet(FeatureSetJson.Read(document.RootElement));
    }

    /// <summary>The features.</summary>
    public IReadOnlyList<Feature> Features => _features;

    /// <summary>Stable hashes of the names.</summary>
    internal ulong[] Hashes { get; }

    /// <summary>Values, in the order of the names.</summary>
    internal double[] Values { get; }

    /// <summary>Stable hash of all names and values.</summary>
    internal ulong Content { get; }

    /// <summary>Places of the features in the index of who asked last: an index only grows, so a place once given stays.</summary>
    internal FeaturePlaces? Placed { get; set; }
}

/// <summary>Places of a set's features in an index. One reference, so that threads see one whole or the other.</summary>
internal sealed record FeaturePlaces(object Owner, int[] Places);
