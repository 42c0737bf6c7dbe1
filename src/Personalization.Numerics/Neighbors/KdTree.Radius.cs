namespace Personalization.Numerics;

/// <content>Searches within a radius; whether a point is within it is decided in double precision.</content>
internal sealed partial class KdTree
{
    /// <summary>
    /// Which points have at least so many points, themselves included, at a distance of at most a radius. Counting stops when there are
    /// enough.
    /// </summary>
    /// <param name="radius">The radius, positive.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between leaves.</param>
    /// <returns>n answers in the order of the rows.</returns>
    public bool[] HaveWithin(double radius, int count, int? threads = null, CancellationToken cancellationToken = default) =>
        HaveWithin(radius, count, LaneWidths.Widest, threads, cancellationToken);

    /// <summary>
    /// Connected components of the graph that joins two members wherever they are at most a radius apart.
    /// </summary>
    /// <param name="radius">The radius, positive.</param>
    /// <param name="members">n flags in the order of the rows.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between leaves.</param>
    /// <returns>For each row that is a member, the first row of its component; −1 for others.</returns>
    public int[] ComponentsWithin(
        double radius, ReadOnlySpan<bool> members, int? threads = null, CancellationToken cancellationToken = default) =>
        ComponentsWithin(radius, members, LaneWidths.Widest, threads, cancellationToken);

    /// <summary>The lowest label among the labelled points within a radius of each query.</summary>
    /// <param name="queries">A tree of the queries, of equally many features; may be this tree.</param>
    /// <param name="radius">The radius, positive.</param>
    /// <param name="labels">A label for each row of this tree; −1 for those without.</param>
    /// <param name="destination">
    /// A label for each row of the queries. One of at least 0 stays; others are replaced if a labelled point is within the radius.
    /// </param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops between leaves.</param>
    /// <exception cref="ArgumentException">Lengths or numbers of features disagree.</exception>
    public void LowestLabelWithin(
        KdTree queries, double radius, ReadOnlySpan<int> labels, Span<int> destination, int? threads = null,
        CancellationToken cancellationToken = default) =>
        LowestLabelWithin(queries, radius, labels, destination, LaneWidths.Widest, threads, cancellationToken);

    internal bool[] HaveWithin(double radius, int count, LaneWidth width, int? threads, CancellationToken cancellationToken)
    {
        SearchRadius limits = new(Guard.Positive(radius), Columns);
        Guard.AtLeast(count, 1);
        uint[] enough = new uint[LeafCount];
        ForLeaves(
            leaf => enough[leaf] = width switch
            {
                LaneWidth.Vector512 => CountVisitor<Lanes512>.Run(this, leaf, limits, count),
                LaneWidth.Vector256 => CountVisitor<Lanes256>.Run(this, leaf, limits, count),
                LaneWidth.Vector128 => CountVisitor<Lanes128>.Run(this, leaf, limits, count),
                _ => CountVisitor<Lanes1>.Run(this, leaf, limits, count),
            },
            threads,
            cancellationToken);
        bool[] byRow = new bool[Rows];
        for (int position = 0; position < Rows; position++)
            byRow[_rows[position]] = (enough[position / LeafSize] >> (position % LeafSize) & 1) != 0;

        return byRow;
    }

    internal int[] ComponentsWithin(
        double radius, ReadOnlySpan<bool> members, LaneWidth width, int? threads, CancellationToken cancellationToken)
    {
        SearchRadius limits = new(Guard.Positive(radius), Columns);
        if (members.Length != Rows)
            throw new ArgumentException($"There are {members.Length} flags for {Rows} points.", nameof(members));

        LeafComponents components = new(this, members);
        switch (width)
        {
            case LaneWidth.Vector512: Join<Lanes512>(limits, components, threads, cancellationToken); break;
            case LaneWidth.Vector256: Join<Lanes256>(limits, components, threads, cancellationToken); break;
            case LaneWidth.Vector128: Join<Lanes128>(limits, components, threads, cancellationToken); break;
            default: Join<Lanes1>(limits, components, threads, cancellationToken); break;
        }

        return components.FirstRows();
    }

    internal void LowestLabelWithin(
        KdTree queries, double radius, ReadOnlySpan<int> labels, Span<int> destination, LaneWidth width, int? threads,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(queries);
        SearchRadius limits = new(Guard.Positive(radius), Columns);
        if (labels.Length != Rows || destination.Length != queries.Rows)
        {
            throw new ArgumentException(
                $"There are {labels.Length} labels for {Rows} points, and {destination.Length} for {queries.Rows} queries.",
                nameof(labels));
        }

        RequireSameColumns(queries);
        int[] ofPoints = ToPositions(labels, -1), found = queries.ToPositions<int>(destination, 0);
        queries.ForLeaves(
            leaf =>
            {
                switch (width)
                {
                    case LaneWidth.Vector512: LabelVisitor<Lanes512>.Run(this, queries, leaf, limits, ofPoints, found); break;
                    case LaneWidth.Vector256: LabelVisitor<Lanes256>.Run(this, queries, leaf, limits, ofPoints, found); break;
                    case LaneWidth.Vector128: LabelVisitor<Lanes128>.Run(this, queries, leaf, limits, ofPoints, found); break;
                    default: LabelVisitor<Lanes1>.Run(this, queries, leaf, limits, ofPoints, found); break;
                }
            },
            threads,
            cancellationToken);
        queries.ToRowOrder<int>(found).CopyTo(destination);
    }

    private void Join<TLanes>(SearchRadius radius, LeafComponents components, int? threads, CancellationToken cancellationToken)
        where TLanes : struct, ILanes<TLanes>
    {
        ForLeaves(leaf => JoinVisitor<TLanes>.RunInside(this, leaf, radius, components), threads, cancellationToken);
        ForLeaves(leaf => JoinVisitor<TLanes>.Run(this, leaf, radius, components), threads, cancellationToken);
    }

    private void RequireSameColumns(KdTree queries)
    {
        if (queries.Columns != Columns)
            throw new ArgumentException($"The queries have {queries.Columns} features; the points have {Columns}.", nameof(queries));
    }
}
