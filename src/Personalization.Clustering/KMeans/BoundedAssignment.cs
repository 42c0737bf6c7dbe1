using System.Runtime.CompilerServices;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Assigns rows to their nearest centers by looking only where <see cref="CenterBounds"/> leave room for another. Rows that must be looked at are gathered
/// into whole tiles, so the kernel runs at full width however few they are.
/// </summary>
internal sealed class BoundedAssignment
{
    /// <summary>Rows of a block: whole tiles.</summary>
    public const int RowsAtOnce = 1024;

    private readonly KMeansData _data;
    private readonly CenterGroups _groups;
    private readonly CenterBounds _bounds;

    public BoundedAssignment(KMeansData data, CenterGroups groups, DoubleCenters centers)
    {
        _data = data;
        _groups = groups;
        _bounds = new CenterBounds(data, groups, centers);
        groups.MoveTo(centers, data);
    }

    /// <summary>Whether every row has bounds.</summary>
    public bool IsFilled { get; private set; }

    public void MoveTo(DoubleCenters centers)
    {
        // Once this is called, the rows have been assigned at least once, so every bound has a value.
        IsFilled = true;
        _groups.MoveTo(centers, _data);
        _bounds.MoveTo(centers);
    }

    /// <summary>Numbers clusters anew: cluster order[c] becomes c, and c becomes rank[c].</summary>
    public void Renumber(ReadOnlySpan<int> order, ReadOnlySpan<int> rank)
    {
        _groups.Renumber(rank);
        _bounds.Renumber(order);
    }

    /// <summary>Gives the memory back.</summary>
    public void Release() => _bounds.Release();

    /// <summary>
    /// Labels of a block of rows, and their bounds, from a screened assignment, which costs far less than looking at every row. For one group, before any
    /// bound has been made.
    /// </summary>
    /// <param name="rowStart">First row, of a whole tile.</param>
    /// <param name="labels">Receives the labels.</param>
    /// <param name="screened">The same centers.</param>
    public void Fill(int rowStart, Span<int> labels, ScreenedCenters screened)
    {
        Span<float> own = stackalloc float[RowsAtOnce], others = stackalloc float[RowsAtOnce];
        screened.Assign(rowStart / PointTiles.TileSize, labels, own[..labels.Length], others[..labels.Length]);
        for (int start = 0; start < labels.Length; start += PointTiles.TileSize)
        {
            int tile = (rowStart + start) / PointTiles.TileSize;
            ReadOnlySpan<float> norms = _data.Rounded!.SquaredNorms(tile);
            foreach (float norm in norms)
                _bounds.WidenTile(tile, Math.Sqrt(norm));

            float rounding = _bounds.Rounding(_bounds.TileRadius(tile));
            for (int i = start; i < Math.Min(labels.Length, start + PointTiles.TileSize); i++)
            {
                _bounds.SetUpper(rowStart + i, labels[i], _bounds.DistanceAbove(norms[i - start], own[i], rounding));
                _bounds.SetLower(rowStart + i, 0, labels[i], isOwn: true, _bounds.DistanceBelow(norms[i - start], others[i], rounding));
            }
        }
    }

    /// <summary>New labels of a block of rows; returns how many pairs of rows and centers were looked at.</summary>
    /// <param name="rowStart">First row, of a whole tile.</param>
    /// <param name="before">The labels before.</param>
    /// <param name="labels">Receives the new labels.</param>
    /// <param name="work">Scratch of the calling chunk.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Assign(int rowStart, ReadOnlySpan<int> before, Span<int> labels, Scratch work)
    {
        before.CopyTo(labels);
        work.Clear();
        for (int start = 0; start < before.Length; start += PointTiles.TileSize)
            Choose(rowStart + start, before.Slice(start, Math.Min(PointTiles.TileSize, before.Length - start)), work);

        if (work.Count == 0)
            return 0;

        long pairs = 0;
        for (int group = 0; group < _groups.Count; group++)
            pairs += Look(group, own: true, rowStart, before, work);

        for (int group = 0; group < _groups.Count && _groups.Count > 1; group++)
            pairs += Look(group, own: false, rowStart, before, work);

        for (int i = 0; i < work.Count; i++)
        {
            int row = work.Rows[i], label = work.Labels[i];
            float norm = work.Norms[i], figure = work.Figures[i], second = work.Seconds[i], rounding = _bounds.Rounding(MathF.Sqrt(norm));
            float distance = _bounds.DistanceAbove(norm, figure, rounding);
            if (_groups.All.IsInDoubt(norm, figure, work.Rivals[i]))
            {
                (label, double square) = _groups.All.Settle(_data.Row(row), norm, figure);
                (distance, second) = (CenterBounds.Above(Math.Sqrt(square)), figure);
            }

            labels[row - rowStart] = label;
            _bounds.SetUpper(row, label, distance);
            _bounds.SetLower(row, _groups.GroupOf(label), label, isOwn: true, _bounds.DistanceBelow(norm, second, rounding));
        }

        return pairs;
    }

    /// <summary>The rows of a tile for which some group may hold a nearer center.</summary>
    private void Choose(int row, ReadOnlySpan<int> labels, Scratch work)
    {
        int tile = row / PointTiles.TileSize;
        float slack = _bounds.Slack(_bounds.TileRadius(tile));
        if (IsFilled && _groups.Count == 1)
        {
            int count = _bounds.Choose(row, labels, slack, work.Chosen);
            foreach (int chosen in work.Chosen.AsSpan(0, count))
                work.Add(chosen);

            return;
        }

        for (int i = 0; i < labels.Length; i++)
        {
            int label = labels[i], own = _groups.GroupOf(label);
            bool look = !IsFilled;
            float upper = look ? 0 : _bounds.Upper(row + i, label);
            for (int group = 0; group < _groups.Count && !look; group++)
                look = _bounds.MayHoldNearer(row + i, group, label, group == own, upper, slack);

            if (look)
                work.Add(row + i);
        }
    }

    /// <summary>Looks into one group for the rows whose own it is, or for those of the others that need it.</summary>
    private long Look(int group, bool own, int rowStart, ReadOnlySpan<int> before, Scratch work)
    {
        int count = 0;
        long pairs = 0;
        for (int i = 0; i < work.Count; i++)
        {
            int row = work.Rows[i], label = before[row - rowStart];
            if ((_groups.GroupOf(label) == group) != own || (!own && IsFilled && !MayHoldNearer(i, row, group, work)))
                continue;

            work.Chosen[count] = row;
            work.ChosenAt[count++] = i;
            if (count < PointTiles.TileSize)
                continue;

            pairs += LookAtTile(group, own, count, work);
            count = 0;
        }

        return count == 0 ? pairs : pairs + LookAtTile(group, own, count, work);
    }

    /// <summary>With the distance to the nearest center so far, which is exact but for rounding and most often the own one.</summary>
    private bool MayHoldNearer(int at, int row, int group, Scratch work)
    {
        float norm = MathF.Sqrt(work.Norms[at]), rounding = _bounds.Rounding(norm);
        float upper = _bounds.DistanceAbove(work.Norms[at], work.Figures[at], rounding);
        return _bounds.MayHoldNearer(row, group, 0, isOwn: false, upper, _bounds.Slack(norm));
    }

    private long LookAtTile(int group, bool own, int count, Scratch work)
    {
        ReadOnlySpan<int> rows = work.Chosen.AsSpan(0, count);
        bool whole = _data.HasTiles && count == PointTiles.TileSize && rows[0] % PointTiles.TileSize == 0 && rows[^1] - rows[0] == PointTiles.TileSize - 1;
        if (!whole)
            PointTiles.Gather(_data.Samples, rows, _data.Origin, work.Tile);

        ReadOnlySpan<float> tile = whole ? _data.Tiles.Tile(rows[0] / PointTiles.TileSize) : work.Tile;
        _groups.Nearest(group).AssignTwo(tile, work.TileLabels, work.TileFigures, work.TileSeconds);
        if (own)
            _bounds.SquaredNorms(tile, work.TileNorms);

        ReadOnlySpan<int> members = _groups.Members(group);
        for (int i = 0; i < count; i++)
        {
            int at = work.ChosenAt[i], label = members[work.TileLabels[i]];
            float figure = work.TileFigures[i];
            if (own)
            {
                work.Norms[at] = work.TileNorms[i];
                if (!IsFilled)
                    _bounds.WidenTile(rows[i] / PointTiles.TileSize, Math.Sqrt(work.TileNorms[i]));
            }

            float rounding = _bounds.Rounding(MathF.Sqrt(work.Norms[at]));
            _bounds.SetLower(rows[i], group, 0, isOwn: false, _bounds.DistanceBelow(work.Norms[at], figure, rounding));

            work.Offer(at, label, figure, work.TileSeconds[i]);
        }

        return (long)count * members.Length;
    }

    /// <summary>What one chunk works with: the rows of a block to look at, with the best found for each so far.</summary>
    internal sealed class Scratch(int columns)
    {
        public int Count { get; private set; }

        public int[] Rows { get; } = new int[RowsAtOnce];

        public int[] Labels { get; } = new int[RowsAtOnce];

        public float[] Figures { get; } = new float[RowsAtOnce];

        /// <summary>Second smallest figure in the group of the best.</summary>
        public float[] Seconds { get; } = new float[RowsAtOnce];

        /// <summary>Second smallest figure in all groups that were looked at.</summary>
        public float[] Rivals { get; } = new float[RowsAtOnce];

        public float[] Norms { get; } = new float[RowsAtOnce];

        public int[] Chosen { get; } = new int[PointTiles.TileSize];

        public int[] ChosenAt { get; } = new int[PointTiles.TileSize];

        public float[] Tile { get; } = new float[columns * PointTiles.TileSize];

        public int[] TileLabels { get; } = new int[PointTiles.TileSize];

        public float[] TileFigures { get; } = new float[PointTiles.TileSize];

        public float[] TileSeconds { get; } = new float[PointTiles.TileSize];

        public float[] TileNorms { get; } = new float[PointTiles.TileSize];

        public void Clear() => Count = 0;

        public void Add(int row)
        {
            Rows[Count] = row;
            (Rivals[Count], Figures[Count]) = (float.PositiveInfinity, float.PositiveInfinity);
            Count++;
        }

        /// <summary>What a group has for a row; centers of different groups that are equally near are in doubt, so the order of groups doesn't matter.</summary>
        public void Offer(int at, int label, float figure, float second)
        {
            if (figure < Figures[at])
                (Labels[at], Figures[at], Seconds[at], Rivals[at]) = (label, figure, second, MathF.Min(Figures[at], second));
            else
                Rivals[at] = MathF.Min(Rivals[at], figure);
        }
    }
}
