using System.Globalization;

namespace Personalization.Clustering;

/// <summary>
/// Proposes names for clusters from their profiles: each takes the first rule that fits it, else a name after what sets it apart most.
/// Clusters of the same name are told apart by the feature in which they differ most, so names are unique. Depends on the profiles alone.
/// Immutable and thread-safe.
/// </summary>
public sealed class ClusterNameBook
{
    /// <summary>Makes a book of rules.</summary>
    /// <param name="rules">The rules, the most telling first.</param>
    public ClusterNameBook(IReadOnlyList<ClusterNameRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        Rules = [.. rules];
        foreach (ClusterNameRule rule in Rules)
            Guard.NotBlank(rule.Name, nameof(rules));
    }

    /// <summary>Names for clusters by recency (days since the last order), frequency and monetary.</summary>
    public static ClusterNameBook Default { get; } = new(
    [
        new("Loyal big spenders", new("recency", AtMost: 0), new("frequency", AtLeast: 1), new("monetary", AtLeast: .8)),
        new("Slipping away", new("recency", AtLeast: .2), new("frequency", AtLeast: .2)),
        new("Occasional splurgers", new("frequency", AtMost: .2), new("monetary", AtLeast: .4)),
        new("Loyal regulars", new("recency", AtMost: .2), new("frequency", AtLeast: .2)),
        new("New and promising", new("recency", AtMost: -.4), new("frequency", AtMost: .2)),
        new("Long gone", new("recency", AtLeast: .5), new("frequency", AtMost: -.2)),
        new("Occasional buyers", new("recency", -.4, 1), new("frequency", AtMost: .2)),
    ]);

    /// <summary>The rules, the most telling first.</summary>
    public IReadOnlyList<ClusterNameRule> Rules { get; }

    /// <summary>A unique name for each cluster, in the order of the profiles.</summary>
    /// <param name="profiles">The clusters.</param>
    public IReadOnlyList<string> Name(IReadOnlyList<ClusterProfile> profiles)
    {
        ArgumentNullException.ThrowIfNull(profiles);
        string[] names = new string[profiles.Count];
        Dictionary<string, List<int>> byName = new(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = NameOf(profiles[i]);
            if (!byName.TryGetValue(names[i], out List<int>? sharing))
                byName.Add(names[i], sharing = []);

            sharing.Add(i);
        }

        foreach ((string name, List<int> sharing) in byName)
            Distinguish(profiles, name, sharing, [], names);

        return names;
    }

    private string NameOf(ClusterProfile profile)
    {
        foreach (ClusterNameRule rule in Rules)
        {
            if (rule.Fits(profile))
                return rule.Name;
        }

        return profile.Distinctions is [{ Deviation: not 0 } first, ..]
            ? $"{(first.Deviation > 0 ? "High" : "Low")} {first.Feature}"
            : "Average customers";
    }

    /// <summary>
    /// Splits clusters that share a name where they lie farthest apart, says on which side each lies, and goes on within each side.
    /// </summary>
    private static void Distinguish(
        IReadOnlyList<ClusterProfile> profiles, string name, List<int> sharing, string[] qualifiers, string[] names)
    {
        if (sharing.Count == 1)
        {
            names[sharing[0]] = qualifiers.Length == 0 ? name : $"{name} ({string.Join(", ", qualifiers)})";
            return;
        }

        (int feature, int[] sorted, int split) = WidestGap(profiles, sharing);
        if (split == 0)
        {
            // Nothing tells them apart but their numbers.
            for (int i = 0; i < sharing.Count; i++)
                Distinguish(profiles, name, [sharing[i]], [.. qualifiers, (i + 1).ToString(CultureInfo.InvariantCulture)], names);

            return;
        }

        (string low, string high) = Words(profiles[sharing[0]].Features[feature].Feature);
        Distinguish(profiles, name, [.. sorted[..split]], [.. qualifiers, low], names);
        Distinguish(profiles, name, [.. sorted[split..]], [.. qualifiers, high], names);
    }

    private static (int Feature, int[] Sorted, int Split) WidestGap(IReadOnlyList<ClusterProfile> profiles, List<int> sharing)
    {
        (int Feature, int[] Sorted, int Split) widest = (0, [.. sharing], 0);
        double width = 0;
        for (int feature = 0; feature < profiles[sharing[0]].Features.Count; feature++)
        {
            int[] sorted = [.. sharing.OrderBy(i => profiles[i].Features[feature].Deviation)];
            for (int split = 1; split < sorted.Length; split++)
            {
                double gap = profiles[sorted[split]].Features[feature].Deviation - profiles[sorted[split - 1]].Features[feature].Deviation;
                if (gap > width)
                    (width, widest) = (gap, (feature, sorted, split));
            }
        }

        return widest;
    }

    private static (string Low, string High) Words(string feature) => feature switch
    {
        "recency" => ("more recent", "longer ago"),
        "frequency" => ("fewer orders", "more orders"),
        "monetary" => ("lower spend", "higher spend"),
        _ => ($"lower {feature}", $"higher {feature}"),
    };
}
