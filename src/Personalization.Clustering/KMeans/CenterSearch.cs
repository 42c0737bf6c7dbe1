using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Finds the nearest center of every row, assignment after assignment, in the way that <see cref="AlgorithmChoice"/> takes for the fastest.
/// The way changes no label. Different rows may be assigned at the same time.
/// </summary>
internal sealed class CenterSearch(KMeansData data, KMeansAlgorithm algorithm, int clusterCount)
{
    /// <summary>Rows of a block: whole tiles.</summary>
    public const int RowsAtOnce = 1024;

    /// <summary>Beyond this share of rows that change, the samples of the next assignment come into the cache while it works.</summary>
    private const double MostRarelyMoved = .05;

    private readonly AlgorithmChoice _choice = new(algorithm, data.Rows, clusterCount, data.Columns);
    private NearestCenters? _nearest;
    private ScreenedCenters? _screened;
    private BoundedAssignment? _bounds;
    private PointTiles? _tiles;
    private Way _way;
    private double _gap;
    private long _looked;
    private long _close;
    private bool _manyMove = true;
    private bool _isFirst = true;

    private enum Way
    {
        /// <summary>Every center for every row.</summary>
        Plain,

        /// <summary>The same in 16-bit whole numbers, and plainly where these leave doubt.</summary>
        Screened,

        /// <summary>Screened, and bounds are written down.</summary>
        ScreenedIntoBounds,

        /// <summary>Every center, for rows whose bounds leave room for another.</summary>
        Bounded,
    }

    /// <summary>Gets ready for an assignment.</summary>
    /// <param name="centers">The centers, numbered as before.</param>
    /// <param name="gap">How much nearer, squared, than the second nearest the nearest center must be for bounds to last a step.</param>
    public void MoveTo(DoubleCenters centers, double gap)
    {
        _nearest = _nearest?.MoveTo(centers.Values, data.Threads) ?? new NearestCenters(centers.Values, data.Columns, data.Origin);
        if (!_choice.UsesBounds)
        {
            _bounds?.Release();
            _bounds = null;
        }
        else if (_bounds is null)
        {
            _bounds = new BoundedAssignment(data, centers);
        }
        else
        {
            _bounds.MoveTo(centers);
        }

        if (_choice.Screens && data.Rounded is { } rounded && _bounds is not { IsFilled: true })
            Screen(_nearest, rounded);
        else
            _way = _bounds is null ? Way.Plain : Way.Bounded;

        _tiles = _way == Way.Plain ? data.Tiles : null;
        (_gap, _looked, _close) = (gap, 0, 0);
    }

    /// <summary>Labels of a block of rows.</summary>
    /// <param name="rowStart">First row, of a whole tile.</param>
    /// <param name="before">The labels before.</param>
    /// <param name="labels">Receives the new ones.</param>
    public void Assign(int rowStart, ReadOnlySpan<int> before, Span<int> labels)
    {
        int tile = rowStart / PointTiles.TileSize;
        switch (_way)
        {
            case Way.Plain:
                _nearest!.Assign(_tiles!, tile, labels);
                break;
            case Way.Screened:
                MatrixView soonRead = _manyMove ? data.Samples.Slice(rowStart, labels.Length) : default;
                ScreeningCounts counts = _screened!.Assign(tile, labels, _gap, soonRead);
                Interlocked.Add(ref _looked, counts.Doubtful);
                Interlocked.Add(ref _close, counts.Close);
                break;
            case Way.ScreenedIntoBounds:
                _bounds!.Fill(rowStart, labels, _screened!);
                break;
            default:
                Interlocked.Add(ref _looked, _bounds!.Assign(rowStart, before, labels, _nearest!));
                break;
        }
    }

    /// <summary>Learns from an assignment how to do the next.</summary>
    /// <param name="changed">Rows whose label changed.</param>
    public void Finish(long changed)
    {
        _choice.Saw(changed, _looked, _way == Way.Screened && !_isFirst ? _close : null);
        _manyMove = changed > MostRarelyMoved * data.Rows;
        _isFirst = false;
    }

    /// <summary>Numbers clusters anew: cluster order[c] becomes c.</summary>
    public void Renumber(ReadOnlySpan<int> order) => _bounds?.Renumber(order);

    /// <summary>Gives the memory back; nothing may be assigned any more.</summary>
    public void Release()
    {
        _bounds?.Release();
        (_bounds, _nearest, _screened, _tiles) = (null, null, null, null);
    }

    private void Screen(NearestCenters nearest, RoundedTiles rounded)
    {
        if (_screened is null)
            _screened = new ScreenedCenters(nearest, rounded);
        else
            _screened.MoveTo(nearest, data.Threads);

        _way = _bounds is null ? Way.Screened : Way.ScreenedIntoBounds;
    }
}
