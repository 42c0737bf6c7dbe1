using System.Numerics;
using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>Notes which rows reach which queries' thresholds: few do, so nothing else is done with a sum than one comparison.</summary>
internal struct ReachingSums<TWords, TLanes> : IPanelSums<TWords, ReachingPairs>
    where TWords : struct, IByteLanes<TWords, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private int _point;
    private int _query;
    private uint _any;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(scoped in ReachingPairs results, int point) => (_point, _query, _any) = (point, 0, 0);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(scoped in ReachingPairs results, TWords left, TWords right)
    {
        TWords threshold = TWords.Broadcast(results.Threshold(_query));
        uint rows = TWords.AtLeast(left, threshold) | (TWords.AtLeast(right, threshold) << TLanes.Count);
        results.Rows(_query) = rows;
        _any |= rows;
        _query++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Pause(scoped in ReachingPairs results)
    {
        if (_any == 0)
            return;

        results.Add(_query, _point);
        _any = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void End(scoped in ReachingPairs results)
    {
    }
}

/// <summary>Pairs of a query and a row of a tile, up to a number of them.</summary>
internal readonly ref struct ReachingPairs
{
    /// <summary>Queries whose rows are noted before pairs are made of them: four or eight.</summary>
    public const int MostAtOnce = QueryBlock.PanelSize;

    private readonly ref int _thresholds;
    private readonly ref uint _rows;
    private readonly ref int _count;
    private readonly Span<int> _pairs;
    private readonly uint _valid;

    /// <param name="thresholds">A threshold for each query, whole panels.</param>
    /// <param name="rows">Scratch of <see cref="MostAtOnce"/> values.</param>
    /// <param name="pairs">Receives pairs: 32 times the query's number, plus the row's.</param>
    /// <param name="count">Receives how many there are, also those for which there was no room.</param>
    /// <param name="valid">Bit p says whether row p counts.</param>
    public ReachingPairs(Span<int> thresholds, Span<uint> rows, Span<int> pairs, ref int count, uint valid)
    {
        rows.Clear();
        _thresholds = ref thresholds[0];
        _rows = ref rows[0];
        _count = ref count;
        _pairs = pairs;
        _valid = valid;
    }

    public int Threshold(int query) => Unsafe.Add(ref _thresholds, query);

    /// <summary>A bit for each row that reaches the threshold of a query, one of the latest.</summary>
    public ref uint Rows(int query) => ref Unsafe.Add(ref _rows, query % MostAtOnce);

    /// <summary>Makes pairs of what was noted for the queries before one.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(int end, int point)
    {
        for (int query = Math.Max(0, end - MostAtOnce); query < end; query++)
        {
            for (uint rows = (Rows(query) << point) & _valid; rows != 0; rows &= rows - 1)
            {
                if (_count < _pairs.Length)
                    _pairs[_count] = (query * PointTiles.TileSize) + BitOperations.TrailingZeroCount(rows);

                _count++;
            }

            Rows(query) = 0;
        }
    }
}
