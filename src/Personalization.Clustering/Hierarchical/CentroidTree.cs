using System.Numerics;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Weighted points that move, vanish and are searched for the nearest to another: blocks of 16, and above them nodes of 16 boxes each.
/// Finds exactly what a search of all points would find, of equal scores the lowest id. Searches may run side by side while nothing moves.
/// O(n · d) memory; a search looks at O(log n) blocks where dimensions are few, and at all where they are many.
/// </summary>
internal sealed class CentroidTree
{
    private const int Block = BlockScores.BlockSize;

    private readonly int[] _ids;
    private readonly int[] _slots;
    private readonly PointBlocks _points;
    private readonly double[] _inverses;
    private readonly BoxLevel[] _levels;

    /// <summary>Builds the tree.</summary>
    /// <param name="ids">The ids of the points that are there; put in an order in which neighbours stand near each other.</param>
    /// <param name="points">Coordinates of id i from i · columns on.</param>
    /// <param name="inverses">Inverse weight of each id.</param>
    /// <param name="columns">Coordinates of a point.</param>
    /// <param name="slots">Work space: an element for each id.</param>
    public CentroidTree(Span<int> ids, ReadOnlySpan<double> points, ReadOnlySpan<double> inverses, int columns, int[] slots)
    {
        _slots = slots;
        PointOrder.Arrange(ids, points, columns);

        _points = new PointBlocks(ids.Length, columns);
        _ids = new int[_points.Count * Block];
        _inverses = new double[_ids.Length];
        _ids.AsSpan().Fill(-1);
        for (int slot = 0; slot < ids.Length; slot++)
        {
            int id = ids[slot];
            _ids[slot] = id;
            slots[id] = slot;
            _points.Put(slot, points.Slice(id * columns, columns));
            _inverses[slot] = inverses[id];
        }

        _levels = BoxLevel.Over(_points);
        for (int block = 0; block < _points.Count; block++)
            SetInverse(block);

        for (int level = 1; level < _levels.Length; level++)
        {
            for (int node = 0; node < _levels[level - 1].Nodes; node++)
                _levels[level].SetInverse(node, _levels[level - 1].Largest(node));
        }
    }

    /// <summary>A tree of rows, to be searched with an inverse weight of 0: scores are squared distances, ids are rows.</summary>
    public static CentroidTree Of(MatrixView samples)
    {
        int[] ids = new int[samples.Rows];
        double[] inverses = new double[samples.Rows];
        inverses.AsSpan().Fill(1);
        for (int row = 0; row < ids.Length; row++)
            ids[row] = row;

        return new CentroidTree(ids, PointOrder.Coordinates(samples), inverses, samples.Columns, new int[samples.Rows]);
    }

    /// <summary>Moves a point, or changes its weight.</summary>
    public void Move(int id, ReadOnlySpan<double> point, double inverse)
    {
        int slot = _slots[id];
        _points.Put(slot, point);
        _inverses[slot] = inverse;
        Refit(slot / Block);
    }

    /// <summary>Takes a point away.</summary>
    public void Remove(int id)
    {
        int slot = _slots[id];
        _ids[slot] = -1;
        _inverses[slot] = 0;
        _points.Clear(slot);
        Refit(slot / Block);
    }

    /// <summary>The point of the least score, of equal ones the lowest id; −1 where there is none.</summary>
    /// <param name="query">d values.</param>
    /// <param name="inverse">The query's inverse weight.</param>
    /// <param name="self">An id that doesn't count; −1: all count.</param>
    /// <param name="known">An id whose score is known already, so that only what is nearer need be looked at; −1: none.</param>
    /// <param name="knownScore">Its score.</param>
    public (int Id, double Score) Nearest(
        ReadOnlySpan<double> query, double inverse, int self = -1, int known = -1, double knownScore = double.MaxValue)
    {
        Search search = new(query, inverse, self) { BestId = known, Best = knownScore };
        Visit(_levels.Length - 1, 0, ref search);
        return (search.BestId, search.Best);
    }

    private void Visit(int level, int node, ref Search search)
    {
        if (level < 0)
        {
            VisitBlock(node, ref search);
            return;
        }

        Span<double> bounds = stackalloc double[Block];
        uint children = _levels[level].Bounds(node, search.Query, search.Inverse, search.Best, bounds);
        if (children == 0)
            return;

        int nearest = BitOperations.TrailingZeroCount(children);
        for (uint rest = children & (children - 1); rest != 0; rest &= rest - 1)
        {
            int child = BitOperations.TrailingZeroCount(rest);
            if (bounds[child] < bounds[nearest])
                nearest = child;
        }

        Visit(level - 1, (node * Block) + nearest, ref search);
        for (children &= ~(1u << nearest); children != 0; children &= children - 1)
        {
            int child = BitOperations.TrailingZeroCount(children);
            if (bounds[child] <= search.Best)
                Visit(level - 1, (node * Block) + child, ref search);
        }
    }

    private void VisitBlock(int block, ref Search search)
    {
        Span<double> scores = stackalloc double[Block];
        uint near = BlockScores.OfPoints(
            _points[block], _inverses.AsSpan(block * Block, Block), search.Query, search.Inverse, search.Best, scores);
        for (; near != 0; near &= near - 1)
        {
            int point = BitOperations.TrailingZeroCount(near);
            search.Offer(_ids[(block * Block) + point], scores[point]);
        }
    }

    private void Refit(int block)
    {
        SetInverse(block);
        _levels[0].Enclose(block, _points);
        int node = block;
        for (int level = 1; level < _levels.Length; level++)
        {
            node /= Block;
            _levels[level].Enclose(node, _levels[level - 1]);
        }
    }

    private void SetInverse(int block)
    {
        double largest = 0;
        for (int slot = block * Block; slot < (block + 1) * Block; slot++)
            largest = Math.Max(largest, _ids[slot] < 0 ? 0 : _inverses[slot]);

        _levels[0].SetInverse(block, largest);
    }

    private ref struct Search(ReadOnlySpan<double> query, double inverse, int self)
    {
        public readonly ReadOnlySpan<double> Query = query;
        public readonly double Inverse = inverse;
        public double Best;
        public int BestId;
        private readonly int _self = self;

        public void Offer(int id, double score)
        {
            if (id == _self || id < 0)
                return;

            if (score < Best || (score == Best && id < BestId))
                (Best, BestId) = (score, id);
        }
    }
}
