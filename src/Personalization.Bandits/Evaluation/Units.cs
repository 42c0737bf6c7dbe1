namespace Personalization.Bandits;

/// <summary>What was drawn independently: clusters in the order of their first rounds, or rounds where a log has no clusters.</summary>
internal sealed class Units
{
    private readonly int[] _units;

    public Units(int rounds, ReadOnlySpan<int> clusters)
    {
        (_units, Count) = ([], rounds);
        if (clusters.IsEmpty) return;
        _units = new int[rounds];
        Dictionary<int, int> known = [];
        for (int round = 0; round < rounds; round++)
        {
            if (!known.TryGetValue(clusters[round], out int unit)) known.Add(clusters[round], unit = known.Count);
            _units[round] = unit;
        }

        Count = known.Count;
    }

    public int Count { get; }

    public int Of(int round) => _units.Length == 0 ? round : _units[round];
}
