using System.Collections.Immutable;

namespace Personalization.Rfm;

/// <summary>
/// Named segments and the rule that puts each customer into exactly one of them: a <see cref="SegmentGrid"/> by scores, or
/// <see cref="SegmentRules"/> by conditions of your own. Immutable; thread-safe as long as its conditions are.
/// </summary>
public abstract class Segmentation
{
    private protected Segmentation(string name, IEnumerable<Segment> segments, Segment? prospects)
    {
        Name = Guard.NotBlank(name, nameof(name));
        Prospects = prospects;
        Segments = [.. segments, .. prospects is null ? Array.Empty<Segment>() : [prospects]];
        if (Segments.IsEmpty) throw new ArgumentException($"Segmentation '{name}' has no segment.", nameof(segments));
        if (Segments.GroupBy(s => s.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"Segmentation '{name}' has two segments called '{twice.Key}'.", nameof(segments));
    }

    /// <summary>Name of the segmentation.</summary>
    public string Name { get; }

    /// <summary>All segments, in the order in which tables and charts show them.</summary>
    public ImmutableArray<Segment> Segments { get; }

    /// <summary>The segment of customers who never bought; null where these are left out.</summary>
    public Segment? Prospects { get; }

    /// <summary>The segment of a customer.</summary>
    /// <param name="row">What the customer did.</param>
    /// <param name="score">How it compares.</param>
    /// <param name="bins">Best score of recency, frequency and monetary value.</param>
    internal abstract int IndexOf(in RfmRow row, in RfmScore score, (int Recency, int Frequency, int Monetary) bins);

    private protected int Position(string segment)
    {
        for (int i = 0; i < Segments.Length; i++)
        {
            if (Segments[i].Name == segment) return i;
        }

        return -1;
    }
}
