using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One run of Lloyd's algorithm (1982): assign every row to its nearest center, move each center to the mean of its rows, until nothing changes.
/// </summary>
internal sealed class LloydRun : IStartedRun
{
    private const int RowsAtOnce = BoundedAssignment.RowsAtOnce;

    /// <summary>Sums are moved on with the rows that change; so often they are added up anew, lest roundings gather.</summary>
    private const int FreshSumsEvery = 32;

    /// <summary>Beyond this share of rows that change, the samples of the next assignment come into the cache while it works.</summary>
    private const double MostRarelyMoved = .05;

    private readonly KMeansData _data;
    private readonly KMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly List<double> _objectives = [];
    private readonly int[] _changed;
    private readonly AlgorithmChoice _choice;
    private readonly CenterStep _step;
    private SumChanges[] _chunks;
    private BoundedAssignment? _bounds;
    private NearestCenters? _nearest;
    private ScreenedCenters? _screened;
    private CenterSums _total;
    private DoubleCenters _centers;
    private DoubleCenters _spare;
    private long _looked;
    private long _close;
    private bool _manyMove = true;
    private bool _sumsAreStale = true;

    public LloydRun(KMeansData data, KMeansOptions options, Matrix centers, CancellationToken cancellationToken)
    {
        _data = data;
        _options = options;
        _cancellationToken = cancellationToken;
        Centers = centers;
        _centers = DoubleCenters.Of(centers);
        _spare = new DoubleCenters(centers.Rows, centers.Columns);
        _total = new CenterSums(centers.Rows, centers.Columns);
        _step = new CenterStep(data, centers.Rows, cancellationToken);
        Labels = GC.AllocateUninitializedArray<int>(data.Rows);
        _chunks = new SumChanges[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        _changed = new int[_chunks.Length];
        _choice = new AlgorithmChoice(options.Algorithm, data.Rows, centers.Rows, data.Columns);
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new SumChanges(centers.Rows, data.Columns);
    }

    /// <summary>After the run: in the order of a model's clusters.</summary>
    public Matrix Centers { get; private set; }

    /// <summary>Nearest of the <see cref="Centers"/> for each row.</summary>
    public int[] Labels { get; private set; }

    public IReadOnlyList<double> Objectives => _objectives;

    public StopReason StopReason { get; private set; } = StopReason.IterationLimit;

    /// <summary>Objective of the rows assigned to the final centers.</summary>
    public double Objective { get; private set; }

    public void Run(Action<int, double>? report)
    {
        double threshold = _options.Tolerance * _data.MeanVariance;
        for (int iteration = 1; iteration <= _options.MaxIterations && StopReason != StopReason.Converged; iteration++)
        {
            _sumsAreStale |= iteration % FreshSumsEvery == 0;
            bool changed = Assign();
            RepairEmptyClusters();
            _step.MoveToMeans(_total, _centers, _spare);
            (_centers, _spare) = (_spare, _centers);
            _objectives.Add(_step.Objective);
            report?.Invoke(iteration, _step.Objective);
            if ((iteration > 1 && !changed) || _step.SquaredShift <= threshold)
                StopReason = StopReason.Converged;
        }

        Renumber();
        Assign();
        Objective = _step.ObjectiveOf(_total, _centers);

        // A run outlives its work until the best is known; what it worked with need not.
        foreach (SumChanges chunk in _chunks)
            chunk.Release();

        _total.Release();
        _bounds?.Release();
        (_chunks, _nearest, _screened, _bounds) = ([], null, null, null);
    }

    /// <summary>Labels and sums for the present centers; returns whether a label changed.</summary>
    private bool Assign()
    {
        bool first = _objectives.Count == 0, fresh = _sumsAreStale || _data.IsWeighted;
        if (fresh)
            _total.Clear();

        ChooseAlgorithm();
        bool fills = _bounds is { IsFilled: false } && _choice.Groups == 1 && CanScreen;
        NearestCenters? nearest = null;
        if (_bounds is null || fills)
            nearest = _nearest = _nearest?.MoveTo(_centers.Values, _data.Threads) ?? new NearestCenters(_centers.Values, _data.Columns, _data.Origin);

        ScreenedCenters? screened = nearest is not null && CanScreen ? Screen(nearest, _data.Rounded!) : null;
        PointTiles? tiles = nearest is not null && screened is null ? _data.Tiles : null;
        (_looked, _close) = (0, 0);
        ParallelChunks.Run(
            _data.Rows,
            _data.ChunkSize,
            (chunk, start, end) => _changed[chunk] = AssignChunk(nearest, tiles, screened, chunk, start, end, first, fresh),
            _data.Threads,
            _cancellationToken);

        ParallelChunks.Run(_centers.Rows, _step.ClustersAtOnce, AddChanges, _data.Threads, _cancellationToken);
        _sumsAreStale = false;
        long changed = _changed.Sum(static count => (long)count);
        _choice.Saw(changed, _looked, screened is null || first || fills ? null : _close);
        _manyMove = changed > MostRarelyMoved * _data.Rows;
        return changed > 0;
    }

    private void AddChanges(int index, int clusterStart, int clusterEnd)
    {
        foreach (SumChanges chunk in _chunks)
            chunk.MoveTo(_total, clusterStart, clusterEnd);
    }

    /// <summary>In blocks, so that labels are still in the first-level cache when the rows that changed are moved from sum to sum.</summary>
    private int AssignChunk(
        NearestCenters? nearest, PointTiles? tiles, ScreenedCenters? screened, int chunk, int start, int end, bool first, bool fresh)
    {
        Span<int> labels = stackalloc int[RowsAtOnce], none = stackalloc int[RowsAtOnce];
        BoundedAssignment.Scratch? scratch = nearest is null ? new(_data.Columns) : null;
        long looked = 0, close = 0;
        double gap = screened is null || first ? 0 : _step.BoundGap;
        int changed = 0;
        for (int row = start; row < end; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, end - row);
            Span<int> now = labels[..count], before = Labels.AsSpan(row, count);
            if (screened is not null && _bounds is not null)
            {
                _bounds.Fill(row, now, screened);
            }
            else if (screened is not null)
            {
                ScreeningCounts counts = screened.Assign(row / PointTiles.TileSize, now, gap, _manyMove ? _data.Samples.Slice(row, count) : default);
                (looked, close) = (looked + counts.Doubtful, close + counts.Close);
            }
            else if (tiles is not null)
            {
                nearest!.Assign(tiles, row / PointTiles.TileSize, now);
            }
            else
            {
                looked += _bounds!.Assign(row, before, now, scratch!);
            }

            if (!fresh)
            {
                changed += _chunks[chunk].Move(_data, row, before, now);
                continue;
            }

            changed += first ? count : Differences(before, now);
            none.Fill(-1);
            _chunks[chunk].Move(_data, row, none[..count], now);
            now.CopyTo(before);
        }

        Interlocked.Add(ref _looked, looked);
        Interlocked.Add(ref _close, close);
        return changed;
    }

    private void ChooseAlgorithm()
    {
        int groups = _choice.Groups;
        if (groups == 0)
        {
            _bounds?.Release();
            _bounds = null;
        }
        else if (_bounds is null)
        {
            _bounds = new BoundedAssignment(_data, groups == 1 ? CenterGroups.One(_centers.Rows) : CenterGroups.Of(_centers, groups, _cancellationToken), _centers);
        }
        else
        {
            _bounds.MoveTo(_centers);
        }
    }

    private bool CanScreen => _choice.Screens && _data.Rounded is not null;

    private ScreenedCenters Screen(NearestCenters nearest, RoundedTiles rounded)
    {
        if (_screened is null)
            _screened = new ScreenedCenters(nearest, rounded);
        else
            _screened.MoveTo(nearest, _data.Threads);

        return _screened;
    }

    private static int Differences(ReadOnlySpan<int> before, ReadOnlySpan<int> now)
    {
        int differences = 0;
        for (int i = 0; i < now.Length; i++)
            differences += before[i] == now[i] ? 0 : 1;

        return differences;
    }

    /// <summary>
    /// Rounds the centers to those of a model and puts them into its order. Of equally near centers the first wins, so the rows are assigned once more afterwards.
    /// </summary>
    private void Renumber()
    {
        Matrix rounded = _centers.ToSingle();
        int[] order = CanonicalOrder.Of(rounded), rank = new int[order.Length];
        for (int cluster = 0; cluster < order.Length; cluster++)
            rank[order[cluster]] = cluster;

        _bounds?.Renumber(order, rank);
        _total.Renumber(rank);
        Centers = CanonicalOrder.Sorted(rounded, order);
        _centers = DoubleCenters.Of(Centers);
        ParallelChunks.Run(
            _data.Rows,
            _data.ChunkSize,
            (_, start, end) =>
            {
                foreach (ref int label in Labels.AsSpan(start..end))
                    label = rank[label];
            },
            _data.Threads,
            _cancellationToken);
    }

    /// <summary>What is given away keeps its label until the next assignment, so the next sums are made anew.</summary>
    private void RepairEmptyClusters() => _sumsAreStale |= EmptyClusters.Repair(
        _data,
        _total.Weights,
        Labels,
        row => SquaredDistances.Between(_data.Row(row), _centers.Row(Labels[row])),
        (row, from, to) => _total.Move(_data.Row(row), _data.Weights[row], from, to));
}
