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
    private const int RowsAtOnce = 1024;

    private readonly KMeansData _data;
    private readonly KMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private CenterSums[] _chunks;
    private readonly List<double> _objectives = [];
    private int[] _labels;
    private int[] _labelsBefore;

    public LloydRun(KMeansData data, KMeansOptions options, Matrix centers, CancellationToken cancellationToken)
    {
        _data = data;
        _options = options;
        _cancellationToken = cancellationToken;
        Centers = centers;
        _labels = new int[data.Rows];
        _labelsBefore = new int[data.Rows];
        _chunks = new CenterSums[ParallelChunks.ChunkCount(data.Rows, data.ChunkSize)];
        for (int chunk = 0; chunk < _chunks.Length; chunk++)
            _chunks[chunk] = new CenterSums(centers.Rows, data.Columns);
    }

    public Matrix Centers { get; private set; }

    public IReadOnlyList<double> Objectives => _objectives;

    public StopReason StopReason { get; private set; } = StopReason.IterationLimit;

    /// <summary>Objective of the rows assigned to the final centers.</summary>
    public double Objective { get; private set; }

    public void Run(Action<int, double>? report)
    {
        Iterate(report);

        // A run outlives its work until the best is known; what it worked with need not.
        _labels = _labelsBefore = [];
        _chunks = [];
    }

    private void Iterate(Action<int, double>? report)
    {
        double threshold = _options.Tolerance * _data.MeanVariance;
        for (int iteration = 1; iteration <= _options.MaxIterations; iteration++)
        {
            (_labels, _labelsBefore) = (_labelsBefore, _labels);
            CenterSums sums = Assign();
            RepairEmptyClusters(sums);
            Matrix moved = Means(sums);
            double shift = Shift(Centers, moved);
            Centers = moved;
            Objective = ObjectiveOf(sums);
            _objectives.Add(Objective);
            report?.Invoke(iteration, Objective);
            if (iteration > 1 && _labels.AsSpan().SequenceEqual(_labelsBefore))
            {
                StopReason = StopReason.Converged;
                return;
            }

            if (shift <= threshold)
            {
                StopReason = StopReason.Converged;
                break;
            }
        }

        Objective = ObjectiveOf(Assign());
    }

    private CenterSums Assign()
    {
        var nearest = new NearestCenters(Centers, _data.Tiles.Origin);
        ParallelChunks.Run(
            _data.Rows,
            _data.ChunkSize,
            (chunk, start, end) =>
            {
                CenterSums sums = _chunks[chunk];
                sums.Clear();
                for (int row = start; row < end; row += RowsAtOnce)
                {
                    // In blocks, so that the labels are still in the first-level cache when the rows are added.
                    Span<int> labels = _labels.AsSpan(row, Math.Min(RowsAtOnce, end - row));
                    nearest.Assign(_data.Tiles, row / PointTiles.TileSize, labels);
                    sums.Add(_data, row, labels);
                }
            },
            _data.Threads,
            _cancellationToken);

        var total = new CenterSums(Centers.Rows, _data.Columns);
        foreach (CenterSums chunk in _chunks)
            total.Add(chunk);

        return total;
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
            distances[row] = SquaredDistances.Between(_data.Row(row), Centers.Row(_labels[row]));
            members[_labels[row]] += _data.Weights[row] > 0 ? 1 : 0;
        }

        Array.Sort(rows, (a, b) => distances[b].CompareTo(distances[a]) is var order and not 0 ? order : a.CompareTo(b));
        var given = new RowSet(_data.Samples);
        int next = 0;
        for (int cluster = 0; cluster < members.Length; cluster++)
        {
            for (; sums.Weights[cluster] <= 0 && next < rows.Length; next++)
            {
                int row = rows[next], from = _labels[row];
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
