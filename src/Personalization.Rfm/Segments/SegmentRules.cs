using System.Collections.Immutable;

namespace Personalization.Rfm;

/// <summary>A segment and who belongs to it.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Condition">True for a customer who belongs to it; a pure function, called from several threads.</param>
public sealed record SegmentRule(Segment Segment, Func<RfmRow, RfmScore, bool> Condition)
{
    /// <summary>Makes a rule of a name, a condition, and what to say of the segment.</summary>
    public SegmentRule(string name, Func<RfmRow, RfmScore, bool> condition, string description = "", string action = "")
        : this(new Segment(name, description, action), condition)
    {
    }
}

/// <summary>
/// Segments by conditions of your own over measures and scores: the first rule that holds wins, and who meets none falls into the last
/// segment. Scores come as they were made, with as many bins as <see cref="RfmScoreOptions"/> say.
/// </summary>
public sealed class SegmentRules : Segmentation
{
    private readonly ImmutableArray<SegmentRule> _rules;

    /// <summary>Makes a segmentation of rules.</summary>
    /// <param name="name">Name of the segmentation.</param>
    /// <param name="rules">Rules, tried in this order.</param>
    /// <param name="otherwise">Segment of customers who meet no rule.</param>
    /// <param name="prospects">Segment of customers who never bought; null: they are left out.</param>
    /// <exception cref="ArgumentException">Two segments have the same name.</exception>
    public SegmentRules(string name, IReadOnlyList<SegmentRule> rules, Segment otherwise, Segment? prospects = null)
        : base(name, [.. rules.Select(r => r.Segment), otherwise], prospects) => _rules = [.. rules];

    internal override int IndexOf(in RfmRow row, in RfmScore score, (int Recency, int Frequency, int Monetary) bins)
    {
        for (int i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].Condition(row, score)) return i;
        }

        return _rules.Length;
    }
}
