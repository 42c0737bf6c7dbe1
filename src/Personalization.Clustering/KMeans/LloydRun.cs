using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One run of Lloyd's algorithm (1982): assign every row to its nearest center, move each center to the mean of its rows, until nothing
/// changes.
/// </summary>
internal sealed class LloydRun : IStartedRun
{
    private readonly KMeansData _data;
    private readonly KMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly List<double> _objectives = [];
    private readonly CenterSearch _search;
    private readonly ClusterTotals _totals;
    private readonly CenterStep _step;
    private DoubleCenters _centers;
    private DoubleCenters _spare;

    public LloydRun(KMeansData data, KMeansOptions options, Matrix centers, CancellationToken cancellationToken)
    {
        _data = data;
        _options = options;
        _cancellationToken = cancellationToken;
        _centers = DoubleCenters.Of(centers);
        _spare = new DoubleCenters(centers.Rows, centers.Columns);
        _search = new CenterSearch(data, options.Algorithm, centers.Rows);
        _totals = new ClusterTotals(data, centers.Rows);
        _step = new CenterStep(data, centers.Rows, cancellationToken);
        Centers = centers;
        Labels = GC.AllocateUninitializedArray<int>(data.Rows);
        Labels.AsSpan().Fill(-1);
    }

    /// <summary>After the run: in the order of a model's clusters.</summary>
    public Matrix Centers { get; private set; }

    /// <summary>Nearest of the <see cref="Centers"/> for each row; −1 before the first assignment.</summary>
    public int[] Labels { get; }

    public IReadOnlyList<double> Objectives => _objectives;

    public StopReason StopReason { get; private set; } = StopReason.IterationLimit;

    /// <summary>Objective of the rows assigned to the final centers.</summary>
    public double Objective { get; private set; }

    public void Run(Action<int, double>? report)
    {
        double threshold = _options.Tolerance * _data.MeanVariance;
        for (int iteration = 1; iteration <= _options.MaxIterations && StopReason != StopReason.Converged; iteration++)
        {
            if (iteration % ClusterTotals.FreshEvery == 0)
                _totals.Expire();

            bool changed = Assign();
            RepairEmptyClusters();
            _step.MoveToMeans(_totals.Sums, _centers, _spare);
            (_centers, _spare) = (_spare, _centers);
            _objectives.Add(_step.Objective);
            report?.Invoke(iteration, _step.Objective);
            if ((iteration > 1 && !changed) || _step.SquaredShift <= threshold)
                StopReason = StopReason.Converged;
        }

        Renumber();
        Assign();
        Objective = _step.ObjectiveOf(_totals.Sums, _centers);

        // A run outlives its work until the best is known; what it worked with need not.
        _totals.Release();
        _search.Release();
    }

    /// <summary>Labels and sums for the present centers; returns whether a label changed.</summary>
    private bool Assign()
    {
        _search.MoveTo(_centers, _step.BoundGap);
        _totals.Begin();
        long changed = ParallelChunks.Reduce(
            _data.Rows, _data.ChunkSize, AssignChunk, static (long sum, long next) => sum + next, _data.Threads, _cancellationToken);
        _totals.Merge(_cancellationToken);
        _search.Finish(changed);
        return changed > 0;
    }

    /// <summary>
    /// In blocks, so that labels are still in the first-level cache when the rows that changed are moved from sum to sum.
    /// </summary>
    private long AssignChunk(int start, int end)
    {
        Span<int> labels = stackalloc int[CenterSearch.RowsAtOnce];
        long changed = 0;
        for (int row = start; row < end; row += CenterSearch.RowsAtOnce)
        {
            int count = Math.Min(CenterSearch.RowsAtOnce, end - row);
            Span<int> now = labels[..count], before = Labels.AsSpan(row, count);
            _search.Assign(row, before, now);
            changed += _totals.Move(row, before, now);
        }

        return changed;
    }

    /// <summary>
    /// Rounds the centers to those of a model and puts them into its order. Of equally near centers the first wins, so the rows are
    /// assigned once more afterwards.
    /// </summary>
    private void Renumber()
    {
        Matrix rounded = _centers.ToSingle();
        int[] order = CanonicalOrder.Of(rounded), rank = new int[order.Length];
        for (int cluster = 0; cluster < order.Length; cluster++)
            rank[order[cluster]] = cluster;

        _search.Renumber(order);
        _totals.Sums.Renumber(rank);
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
    private void RepairEmptyClusters()
    {
        CenterSums sums = _totals.Sums;
        bool repaired = EmptyClusters.Repair(
            _data,
            sums.Weights,
            Labels,
            row => SquaredDistances.Between(_data.Row(row), _centers.Row(Labels[row])),
            (row, from, to) => sums.Move(_data.Row(row), _data.Weights[row], from, to));
        if (repaired)
            _totals.Expire();
    }
}
