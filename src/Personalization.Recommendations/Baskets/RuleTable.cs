using Personalization.Core;

namespace Personalization.Recommendations;

/// <summary>
/// The rules of frequent sets, the strongest first: a rule's number is its rank. Follows from sets and options alone. Immutable.
/// </summary>
internal sealed class RuleTable
{
    private readonly FrequentSets _sets;
    private readonly Rule[] _rules;
    private readonly int[][] _byFirstItem;

    public RuleTable(FrequentSets sets, int itemCount, FrequentBasketsOptions options)
    {
        _sets = sets;
        List<Rule> rules = [];
        for (int set = 0; set < sets.Count; set++)
        {
            for (int place = 0; place < sets[set].Length && sets[set].Length > 1; place++)
            {
                int left = sets.Without(set, place), right = sets.Find([sets[set][place]]);
                double confidence = sets.CountOf(set) / (double)sets.CountOf(left);
                double lift = sets.CountOf(set) * (double)sets.BasketCount / ((double)sets.CountOf(left) * sets.CountOf(right));
                if (confidence < options.MinimumConfidence || lift <= options.MinimumLift) continue;
                double strength = options.Strength == RuleStrength.Confidence ? confidence : lift / (1 + lift);
                rules.Add(new Rule(set, left, sets[set][place], confidence, lift, strength));
            }
        }

        _rules = [.. rules];

        // Of equals the one that stands on more baskets, then the one of fewer and earlier items.
        Array.Sort(_rules, (a, b) =>
            a.Strength != b.Strength ? b.Strength.CompareTo(a.Strength)
            : sets.CountOf(a.Set) != sets.CountOf(b.Set) ? sets.CountOf(b.Set).CompareTo(sets.CountOf(a.Set))
            : a.Set != b.Set ? a.Set.CompareTo(b.Set)
            : a.Then.CompareTo(b.Then));
        ILookup<int, int> byFirst = Enumerable.Range(0, _rules.Length).ToLookup(rule => sets[_rules[rule].Left][0]);
        _byFirstItem = [.. Enumerable.Range(0, itemCount).Select(item => byFirst[item].ToArray())];
    }

    /// <summary>Number of rules.</summary>
    public int Count => _rules.Length;

    /// <summary>A rule by its rank.</summary>
    public Rule this[int rank] => _rules[rank];

    /// <summary>Notes for each right side the strongest rule whose left side is among some items.</summary>
    /// <param name="items">Rows, rising.</param>
    /// <param name="strongest">Row → rank of the rule; an item that has a rule keeps it.</param>
    public void Match(ReadOnlySpan<int> items, Dictionary<int, int> strongest)
    {
        Dictionary<int, int> found = [];
        foreach (int first in items)
        {
            foreach (int rank in _byFirstItem[first])
            {
                Rule rule = _rules[rank];
                if (strongest.ContainsKey(rule.Then) || (found.TryGetValue(rule.Then, out int better) && better < rank)) continue;
                if (AreAll(_sets[rule.Left], items)) found[rule.Then] = rank;
            }
        }

        foreach ((int item, int rank) in found) strongest.Add(item, rank);
    }

    private static bool AreAll(ReadOnlySpan<int> left, ReadOnlySpan<int> items)
    {
        foreach (int item in left[1..])
        {
            if (items.BinarySearch(item) < 0) return false;
        }

        return true;
    }

    /// <param name="Set">Both sides.</param>
    /// <param name="Left">The left side's set.</param>
    /// <param name="Then">Row of the right side.</param>
    /// <param name="Confidence">Share of the baskets with the left side that have the right.</param>
    /// <param name="Lift">Times chance.</param>
    /// <param name="Strength">What it is ranked by, above 0, at most 1.</param>
    internal readonly record struct Rule(int Set, int Left, int Then, double Confidence, double Lift, double Strength);
}
