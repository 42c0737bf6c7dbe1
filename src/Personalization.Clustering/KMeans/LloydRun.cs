using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One run of Lloyd's algorithm (1982): assign every row to its nearest center, move each center to the mean of its rows, until nothing changes.
/// <para>The objective needs no distances: with everything taken from the mean of the data, Σ w‖x − c‖² = Σ w‖x‖² − 2 Σ c·S + Σ W‖c‖² over clusters, where
/// S and W are their sums and weights.</para>
/// </summary>
internal sealed class LloydRun
{
    private const int RowsAtOnce = BoundedAssignment.RowsAtOnce;

    /// <summary>Sums are moved on with the rows that change; so often they are added up anew, lest roundings gather.</summary>
    private const int FreshSumsEvery = 32;

    private readonly KMeansData _data;
    private readonly KMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly List<double> _objectives = [];
    private readonly int[] _changed;
    private readonly AlgorithmChoice _choice;
    private CenterSums[] _chunks;
    private BoundedAssignment? _bounds;
    private long _pairs;

    public LloydRun(KMeansData data, KMeansOptions options, Matrix centers, CancellationToken cancellationToken)
    {
        _data = data;
        _options = options;
        _cancellationToken = cancellationToken;
        Centers = centers;
        Labels = GC.AllocateUninitializedArray<int>(data.Rows);
        _chunks = new CenterSums[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        _changed = new int[_chunks.Length];
        _choice = new AlgorithmChoice(options.Algorithm, data.Rows, centers.Rows, data.Columns);
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new CenterSums(centers.Rows, data.Columns);
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
            (CenterSums sums, bool changed) = Assign(iteration % FreshSumsEvery == 1);
            RepairEmptyClusters(sums);
            Matrix moved = Means(sums);
            double shift = Shift(Centers, moved);
            Centers = moved;
            _objectives.Add(ObjectiveOf(sums));
            report?.Invoke(iteration, _objectives[^1]);
            if ((iteration > 1 && !changed) || shift <= threshold)
                StopReason = StopReason.Converged;
        }

        Renumber();
        Objective = ObjectiveOf(Assign(fresh: false).Sums);

        // A run outlives its work until the best is known; what it worked with need not.
        _chunks = [];
        _bounds?.Release();
        _bounds = null;
    }

    private (CenterSums Sums, bool Changed) Assign(bool fresh)
    {
        bool first = _objectives.Count == 0;
        ChooseAlgorithm();
        NearestCenters? nearest = _bounds is null ? new NearestCenters(Centers, _data.Tiles.Origin) : null;
        _pairs = 0;
        ParallelChunks.Run(
            _data.Rows,
            _data.ChunkSize,
            (chunk, start, end) => _changed[chunk] = AssignChunk(nearest, chunk, start, end, first, fresh || _data.IsWeighted),
            _data.Threads,
            _cancellationToken);

        _choice.Saw(_changed, _bounds is null ? null : _pairs);
        var total = new CenterSums(Centers.Rows, _data.Columns);
        ParallelChunks.Run(Centers.Rows, ClustersAtOnce(), (_, start, end) => total.Merge(_chunks, start, end), _data.Threads, _cancellationToken);
        return (total, Array.Exists(_changed, changed => changed > 0));
    }

    /// <summary>In blocks, so that labels are still in the first-level cache when the rows that changed are moved from sum to sum.</summary>
    private int AssignChunk(NearestCenters? nearest, int chunk, int start, int end, bool first, bool fresh)
    {
        CenterSums sums = _chunks[chunk];
        Span<int> labels = stackalloc int[RowsAtOnce], none = stackalloc int[RowsAtOnce];
        none.Fill(-1);
        if (fresh)
            sums.Clear();

        BoundedAssignment.Scratch? scratch = nearest is null ? new(_data.Columns) : null;
        long pairs = 0;
        int changed = 0;
        for (int row = start; row < end; row += RowsAtOnce)
        {
            int count = Math.Min(RowsAtOnce, end - row);
            Span<int> now = labels[..count], before = first ? none[..count] : Labels.AsSpan(row, count);
            if (nearest is not null)
                nearest.Assign(_data.Tiles, row / PointTiles.TileSize, now);
            else
                pairs += _bounds!.Assign(row, before, now, scratch!);

            if (fresh)
            {
                changed += Differences(before, now);
                sums.Move(_data, row, none[..count], now);
            }
            else
            {
                changed += sums.Move(_data, row, before, now);
            }

            now.CopyTo(Labels.AsSpan(row));
        }

        Interlocked.Add(ref _pairs, pairs);
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
            _bounds = new BoundedAssignment(_data, groups == 1 ? CenterGroups.One(Centers.Rows) : CenterGroups.Of(Centers, groups, _cancellationToken), Centers);
        }
        else
        {
            _bounds.MoveTo(Centers);
        }
    }

    private static int Differences(ReadOnlySpan<int> before, ReadOnlySpan<int> now)
    {
        int differences = 0;
        for (int i = 0; i < now.Length; i++)
            differences += before[i] == now[i] ? 0 : 1;

        return differences;
    }

    private int ClustersAtOnce() => Math.Max(1, 4096 / Math.Max(1, _data.Columns));

    /// <summary>
    /// Puts the clusters into the order of a model. Of equally near centers the first wins, so the rows are assigned once more afterwards.
    /// </summary>
    private void Renumber()
    {
        int[] order = CanonicalOrder.Of(Centers), rank = new int[order.Length];
        for (int cluster = 0; cluster < order.Length; cluster++)
            rank[order[cluster]] = cluster;

        _bounds?.Renumber(order, rank);
        Centers = CanonicalOrder.Sorted(Centers, order);
        ParallelChunks.Run(
            _data.Rows,
            _data.ChunkSize,
            (chunk, start, end) =>
            {
                _chunks[chunk].Renumber(rank);
                foreach (ref int label in Labels.AsSpan(start..end))
                    label = rank[label];
            },
            _data.Threads,
            _cancellationToken);
    }

    /// <summary>
    /// Gives each cluster without weight the row farthest from its own center (of equally far ones the first), unless that row is alone there or equals
    /// one given already.
    /// </summary>
    private void RepairEmptyClusters(CenterSums sums)
    {
        if (Array.TrueForAll(sums.Weights, weight => weight > 0))
            return;

        var members = new int[Centers.Rows];
        var distances = new double[_data.Rows];
        var rows = new int[_data.Rows];
        for (int row = 0; row < rows.Length; row++)
        {
            rows[row] = row;
            distances[row] = SquaredDistances.Between(_data.Row(row), Centers.Row(Labels[row]));
            members[Labels[row]] += _data.Weights[row] > 0 ? 1 : 0;
        }

        Array.Sort(rows, (a, b) => distances[b].CompareTo(distances[a]) is var order and not 0 ? order : a.CompareTo(b));
        var given = new RowSet(_data.Samples);
        int next = 0;
        for (int cluster = 0; cluster < members.Length; cluster++)
        {
            for (; sums.Weights[cluster] <= 0 && next < rows.Length; next++)
            {
                int row = rows[next], from = Labels[row];
                if (_data.Weights[row] <= 0 || members[from] <= 1 || !given.Add(row))
                    continue;

                members[from]--;
                sums.Move(_data.Row(row), _data.Weights[row], from, cluster);
            }
        }
    }

    private Matrix Means(CenterSums sums)
    {
        var means = new Matrix(Centers.Rows, _data.Columns);
        for (int cluster = 0; cluster < means.Rows; cluster++)
        {
            Span<float> mean = means.Row(cluster);
            if (sums.Weights[cluster] <= 0)
            {
                // Nothing could be given to it: it waits where it is.
                Centers.Row(cluster).CopyTo(mean);
                continue;
            }

            for (int column = 0; column < mean.Length; column++)
                mean[column] = (float)(sums.Values[(cluster * mean.Length) + column] / sums.Weights[cluster]);
        }

        return means;
    }

    private static double Shift(Matrix before, Matrix after)
    {
        double shift = 0;
        for (int cluster = 0; cluster < before.Rows; cluster++)
            shift += SquaredDistances.Between(before.Row(cluster), after.Row(cluster));

        return shift;
    }

    private double ObjectiveOf(CenterSums sums)
    {
        double objective = _data.SquaredSpread;
        for (int cluster = 0; cluster < Centers.Rows; cluster++)
        {
            ReadOnlySpan<float> center = Centers.Row(cluster);
            double weight = sums.Weights[cluster];
            for (int column = 0; column < center.Length; column++)
            {
                double mean = _data.Mean[column], coordinate = center[column] - mean;
                double sum = sums.Values[(cluster * center.Length) + column] - (weight * mean);
                objective += coordinate * ((weight * coordinate) - (2 * sum));
            }
        }

        return Math.Max(0, objective);
    }
}
