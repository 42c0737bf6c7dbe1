using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>Groups of centers that lie near each other, each ready to find the nearest of its own.</summary>
internal sealed class CenterGroups
{
    private const int Iterations = 5;

    private readonly List<int[]> _members = [];
    private readonly int[] _groupOf;
    private readonly NearestCenters?[] _nearest;
    private NearestCenters? _all;

    private CenterGroups(int[] groupOf, int groups)
    {
        _groupOf = groupOf;
        var own = new List<int>();
        for (int group = 0; group < groups; group++)
        {
            own.Clear();
            for (int cluster = 0; cluster < groupOf.Length; cluster++)
            {
                if (groupOf[cluster] == group)
                    own.Add(cluster);
            }

            foreach (int cluster in own)
                groupOf[cluster] = _members.Count;

            if (own.Count > 0)
                _members.Add([.. own]);
        }

        _nearest = new NearestCenters?[_members.Count];
    }

    public int Count => _members.Count;

    /// <summary>All centers in one group.</summary>
    public static CenterGroups One(int clusterCount) => new(new int[clusterCount], 1);

    /// <summary>About so many groups, by a short k-means of the centers. Groups decide what is looked at, never what is found.</summary>
    public static CenterGroups Of(DoubleCenters centers, int groups, CancellationToken cancellationToken)
    {
        Matrix samples = centers.ToSingle(), begin = new(groups, centers.Columns);
        for (int group = 0; group < groups; group++)
            samples.Row((int)((long)centers.Rows * group / groups)).CopyTo(begin.Row(group));

        using var data = new KMeansData(samples, default, 1, 1, cancellationToken);
        var run = new LloydRun(data, new() { Algorithm = KMeansAlgorithm.Lloyd, MaxIterations = Iterations, Tolerance = 0 }, begin, cancellationToken);
        run.Run(null);
        return new CenterGroups(run.Labels, groups);
    }

    public int GroupOf(int cluster) => _groupOf[cluster];

    /// <summary>Ascending, so that of equally near centers of a group the first wins.</summary>
    public ReadOnlySpan<int> Members(int group) => _members[group];

    public NearestCenters Nearest(int group) => _nearest[group]!;

    /// <summary>All centers, whatever their group.</summary>
    public NearestCenters All => _all!;

    public void MoveTo(DoubleCenters centers, KMeansData data)
    {
        for (int group = 0; group < _nearest.Length; group++)
        {
            DoubleCenters own = centers.Take(_members[group]);
            _nearest[group] = _nearest[group]?.MoveTo(own.Values, data.Threads) ?? new NearestCenters(own.Values, own.Columns, data.Origin);
        }

        _all = Count == 1 ? _nearest[0] : _all?.MoveTo(centers.Values, data.Threads) ?? new NearestCenters(centers.Values, centers.Columns, data.Origin);
    }

    /// <summary>Numbers clusters anew: cluster c becomes rank[c].</summary>
    public void Renumber(ReadOnlySpan<int> rank)
    {
        for (int group = 0; group < _members.Count; group++)
        {
            int[] members = _members[group];
            for (int i = 0; i < members.Length; i++)
                members[i] = rank[members[i]];

            Array.Sort(members);
            foreach (int cluster in members)
                _groupOf[cluster] = group;
        }
    }
}
