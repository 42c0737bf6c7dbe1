using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// One run: the cheapest assignment within the bounds of size, then means, until nothing changes (Bradley, Bennett and Demiriz 2000).
/// </summary>
internal sealed class SizeConstrainedRun : CenterRun
{
    /// <summary>Rows of each cluster that a first guess of the prices is made from, and by how much the next guess has more.</summary>
    private const int RowsOfGuess = 64, Refinement = 8;

    private readonly KMeansData _data;
    private readonly SizeConstrainedKMeansOptions _options;
    private readonly CancellationToken _cancellationToken;
    private readonly SizedAssignment _assignment;
    private readonly double[] _prices;
    private readonly SquaredCosts _squares;
    private bool _priced;

    public SizeConstrainedRun(
        KMeansData data, SizeConstrainedKMeansOptions options, SquaredCosts squares, Matrix centers, CancellationToken cancellationToken)
        : base(centers, data.Rows)
    {
        _data = data;
        _options = options;
        _squares = squares;
        _cancellationToken = cancellationToken;
        _assignment = new SizedAssignment(centers.Rows, cancellationToken);
        _prices = new double[centers.Rows];
        Costs = new double[(long)data.Rows * centers.Rows];
    }

    /// <summary>n × k costs of the rows at the centers of the last assignment.</summary>
    public double[] Costs { get; }

    protected override double Assign(int[] labels)
    {
        _squares.Fill(_data.Samples, Centers, Costs, _data.Threads, _cancellationToken);
        if (!_priced)
            GuessPrices();

        _priced = true;
        _assignment.Solve(Costs, _options.MinSize, _options.MaxSize ?? _data.Rows, _prices, labels);
        double objective = 0;
        for (int row = 0; row < labels.Length; row++)
            objective += Costs[(row * Centers.Rows) + labels[row]];

        return objective;
    }

    protected override Matrix Move(int[] labels)
    {
        CenterSums sums = new(Centers.Rows, _data.Columns);
        sums.Add(_data, 0, labels);
        Matrix moved = new(Centers.Rows, _data.Columns);
        for (int cluster = 0; cluster < moved.Rows; cluster++)
        {
            Span<float> center = moved.Row(cluster);
            Centers.Row(cluster).CopyTo(center);
            for (int column = 0; sums.Weights[cluster] > 0 && column < center.Length; column++)
                center[column] = (float)(sums.Values[(cluster * center.Length) + column] / sums.Weights[cluster]);
        }

        return moved;
    }

    /// <summary>Prices from every s-th row, then every s/8-th …: with good ones to begin with, few of all rows have to move.</summary>
    private void GuessPrices()
    {
        int clusterCount = Centers.Rows;
        int stride = 1;
        while ((long)_data.Rows / (stride * Refinement) >= (long)RowsOfGuess * clusterCount)
            stride *= Refinement;

        for (; stride > 1; stride /= Refinement)
        {
            int rows = _data.Rows / stride;
            double[] costs = new double[rows * clusterCount];
            for (int row = 0; row < rows; row++)
                Costs.AsSpan(row * stride * clusterCount, clusterCount).CopyTo(costs.AsSpan(row * clusterCount));

            int min = (int)((long)_options.MinSize * rows / _data.Rows);
            int max = (int)((((long)(_options.MaxSize ?? _data.Rows) * rows) + _data.Rows - 1) / _data.Rows);
            _assignment.Solve(costs, min, max, _prices, new int[rows]);
        }
    }
}
