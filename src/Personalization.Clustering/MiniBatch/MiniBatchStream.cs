using Personalization.Core;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Learns rows as they arrive. They are cut into batches of the options' size by their number alone, so that it doesn't matter in what
/// blocks they come. The first rows wait until there are enough to seed from; no other row is held longer than until its batch is full.
/// </summary>
internal sealed class MiniBatchStream
{
    private readonly MiniBatchKMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly List<double> _objectives = [];
    private Matrix? _waiting;
    private int _waitingRows;
    private int _columns = -1;
    private long _rowsOfPass;
    private double _weightOfPass;
    private double _squaresOfPass;

    public MiniBatchStream(MiniBatchKMeansOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _cancellationToken = cancellationToken;
    }

    /// <summary>Goes on from what a model has learned.</summary>
    public MiniBatchStream(MiniBatchKMeansModel model, MiniBatchKMeansOptions options, CancellationToken cancellationToken)
        : this(options, cancellationToken)
    {
        _columns = model.Centers.Columns;
        Learner = new MiniBatchLearner(options, model.Centers, model.LearnedWeights, options.BatchSize);
        Sizes = new long[model.ClusterCount];
    }

    /// <summary>Null until there were rows enough to seed from.</summary>
    public MiniBatchLearner? Learner { get; private set; }

    /// <summary>Mean squared distance, to the centers before they learned, over each pass.</summary>
    public IReadOnlyList<double> Objectives => _objectives;

    /// <summary>Mean squared distance so far in this pass.</summary>
    public double Objective => _weightOfPass > 0 ? _squaresOfPass / _weightOfPass : double.NaN;

    /// <summary>Sum of the squared distances of the last pass.</summary>
    public double Inertia { get; private set; }

    /// <summary>Rows that each cluster was given in this pass.</summary>
    public long[] Sizes { get; private set; } = [];

    /// <summary>Rows of all passes.</summary>
    public long Rows { get; private set; }

    public bool PassIsEmpty => _rowsOfPass == 0;

    /// <summary>Takes the next rows; keeps nothing of the block itself.</summary>
    /// <exception cref="ArgumentException">
    /// Another width than the rows before, or a row that isn't finite or lies too far out; the message numbers it from the pass's start.
    /// </exception>
    public void Take(MatrixView block)
    {
        if (_columns < 0)
            Begin(block.Columns);

        if (block.Columns != _columns)
            throw new ArgumentException(
                $"The rows from {_rowsOfPass} on have {block.Columns} features; those before have {_columns}.", nameof(block));

        MiniBatchTable.CheckRows(block, _rowsOfPass);
        _rowsOfPass += block.Rows;
        Rows += block.Rows;
        _waiting ??= new Matrix(_options.BatchSize, _columns);
        for (int row = 0; row < block.Rows;)
        {
            if (Learner is not null && _waitingRows == 0 && block.IsContiguous && block.Rows - row >= _options.BatchSize)
            {
                Learn(block.Slice(row, _options.BatchSize));
                row += _options.BatchSize;
                continue;
            }

            block.Row(row++).CopyTo(_waiting.Row(_waitingRows++));
            if (_waitingRows == _waiting.Rows)
                LearnWaiting();
        }
    }

    /// <summary>Ends a pass: learns what still waits.</summary>
    /// <exception cref="ArgumentException">There were too few distinct rows to seed from.</exception>
    public void EndPass()
    {
        LearnWaiting();
        Inertia = _squaresOfPass;
        _objectives.Add(Objective);
    }

    /// <summary>Makes ready for the next pass.</summary>
    public void BeginPass()
    {
        Learner?.Forget();
        (_rowsOfPass, _weightOfPass, _squaresOfPass) = (0, 0, 0);
        Array.Clear(Sizes);
    }

    private void Begin(int columns)
    {
        _columns = columns;
        Sizes = new long[_options.ClusterCount];
        if (_options.InitialCenters is { } centers)
        {
            ClusterFitInput.CheckCenters(centers, _options.ClusterCount, columns);
            Learner = new MiniBatchLearner(_options, centers, null, _options.BatchSize);
        }
        else
        {
            _waiting = new Matrix(_options.RowsToSeedFrom, columns);
        }
    }

    private void LearnWaiting()
    {
        if (_waitingRows == 0)
            return;

        MatrixView rows = _waiting!.View.Slice(0, _waitingRows);
        _waitingRows = 0;
        if (Learner is null)
        {
            Matrix centers = MiniBatchSeeding.Choose(rows, default, _options, _cancellationToken);
            Learner = new MiniBatchLearner(_options, centers, null, _options.BatchSize);
            _waiting = new Matrix(_options.BatchSize, _columns);
        }

        for (int row = 0; row < rows.Rows; row += _options.BatchSize)
            Learn(rows.Slice(row, Math.Min(_options.BatchSize, rows.Rows - row)));
    }

    private void Learn(MatrixView batch)
    {
        (double squares, double weight) = Learner!.Learn(batch, default, _cancellationToken);
        _squaresOfPass += squares;
        _weightOfPass += weight;
        foreach (int label in Learner.Labels[..batch.Rows])
            Sizes[label]++;
    }
}
