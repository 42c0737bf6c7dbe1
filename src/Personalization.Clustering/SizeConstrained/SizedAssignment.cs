namespace Personalization.Clustering;

/// <summary>
/// The cheapest assignment of n rows to k clusters with sizes within bounds: a transportation problem, solved by successive shortest paths
/// over the clusters.
/// <para>Each cluster has a price, and a row goes where cost − price is smallest, so an assignment by prices is the cheapest of its sizes.
/// Where sizes are out of bounds, rows move one at a time along the cheapest chain of moves, found by Dijkstra's algorithm over k + 1 nodes
/// (the clusters, and a sink that takes each cluster's rows within its bounds), and prices rise by the chain's length, which keeps them
/// right. The last prices are near those of the next iteration, so that few rows need to move then.</para>
/// <para>Costs are multiples of a power of two with room to spare in double precision, so sums of them are exact, and so is the
/// optimum.</para> O(n k log n) time, and O(k² + k log n) for each row that moves; 12 · n · k bytes beside the costs.
/// </summary>
internal sealed class SizedAssignment(int clusterCount, CancellationToken cancellationToken)
{
    private const int MovesAtOnce = 1024;

    private readonly MoveHeap[] _moves = [.. Enumerable.Range(0, clusterCount * clusterCount).Select(_ => new MoveHeap())];
    private readonly double[] _prices = new double[clusterCount + 1];
    private readonly double[] _lengths = new double[clusterCount + 1];
    private readonly int[] _before = new int[clusterCount + 1];
    private readonly bool[] _settled = new bool[clusterCount + 1];
    private readonly int[] _flows = new int[clusterCount];
    private readonly int[] _excess = new int[clusterCount + 1];

    private int Sink => clusterCount;

    /// <summary>Solves.</summary>
    /// <param name="costs">n × k, row-major.</param>
    /// <param name="min">Fewest rows of a cluster; k · min ≤ n.</param>
    /// <param name="max">Most rows of a cluster; n ≤ k · max.</param>
    /// <param name="prices">
    /// k prices to begin with, any; receives those of the solution: positive only where a cluster has min rows, negative only where it has
    /// max.
    /// </param>
    /// <param name="labels">Receives the n labels.</param>
    public void Solve(double[] costs, int min, int max, double[] prices, int[] labels)
    {
        prices.CopyTo(_prices, 0);
        _prices[Sink] = 0;
        AssignByPrices(costs, labels);
        Balance(labels, min, max);
        int moved = 0;
        if (Array.Exists(_excess, excess => excess != 0))
        {
            FillMoves(costs, labels);
            while (FindPath(labels, min, max) is int end and >= 0)
            {
                Follow(end, costs, labels);
                if (++moved % MovesAtOnce == 0)
                    cancellationToken.ThrowIfCancellationRequested();
            }
        }

        for (int cluster = 0; cluster < clusterCount; cluster++)
            prices[cluster] = _prices[cluster] - _prices[Sink];
    }

    /// <summary>Cheapest by cost − price; of equals the first.</summary>
    public static int Cheapest(ReadOnlySpan<double> costs, ReadOnlySpan<double> prices)
    {
        int best = 0;
        for (int cluster = 1; cluster < costs.Length; cluster++)
            best = costs[cluster] - prices[cluster] < costs[best] - prices[best] ? cluster : best;

        return best;
    }

    private void AssignByPrices(double[] costs, int[] labels)
    {
        ReadOnlySpan<double> prices = _prices.AsSpan(0, clusterCount);
        for (int row = 0; row < labels.Length; row++)
            labels[row] = Cheapest(costs.AsSpan(row * clusterCount, clusterCount), prices);
    }

    /// <summary>What each cluster may pass on to the sink by its price, and what it has too many.</summary>
    private void Balance(int[] labels, int min, int max)
    {
        Array.Clear(_excess);
        foreach (int label in labels)
            _excess[label]++;

        _excess[Sink] = -labels.Length;
        for (int cluster = 0; cluster < clusterCount; cluster++)
        {
            double price = _prices[cluster];
            _flows[cluster] = price > 0 ? min : price < 0 ? max : Math.Clamp(_excess[cluster], min, max);
            _excess[cluster] -= _flows[cluster];
            _excess[Sink] += _flows[cluster];
        }
    }

    private void FillMoves(double[] costs, int[] labels)
    {
        foreach (MoveHeap heap in _moves)
            heap.Clear();

        for (int row = 0; row < labels.Length; row++)
        {
            int from = labels[row];
            ReadOnlySpan<double> own = costs.AsSpan(row * clusterCount, clusterCount);
            for (int to = 0; to < own.Length; to++)
            {
                if (to != from)
                    _moves[(from * clusterCount) + to].Append(own[to] - own[from], row);
            }
        }

        foreach (MoveHeap heap in _moves)
            heap.Order();
    }

    /// <summary>
    /// Shortest path from any node with too much to the nearest with too little; updates the prices and returns its end, −1 where all is
    /// balanced.
    /// </summary>
    private int FindPath(int[] labels, int min, int max)
    {
        int end = -1;
        for (int node = 0; node <= clusterCount; node++)
        {
            _lengths[node] = _excess[node] > 0 ? 0 : double.PositiveInfinity;
            _before[node] = -1;
            _settled[node] = false;
        }

        while (true)
        {
            int next = -1;
            for (int node = 0; node <= clusterCount; node++)
            {
                if (!_settled[node] && _lengths[node] < double.PositiveInfinity && (next < 0 || _lengths[node] < _lengths[next]))
                    next = node;
            }

            if (next < 0)
                break;

            if (_excess[next] < 0)
            {
                end = next;
                break;
            }

            _settled[next] = true;
            for (int to = 0; to <= clusterCount; to++)
            {
                if (_settled[to])
                    continue;

                double length = _lengths[next] + Math.Max(0, Cost(next, to, labels, min, max) - _prices[to] + _prices[next]);
                if (length < _lengths[to])
                    (_lengths[to], _before[to]) = (length, next);
            }
        }

        for (int node = 0; end >= 0 && node <= clusterCount; node++)
            _prices[node] += Math.Min(_lengths[node], _lengths[end]);

        return end;
    }

    private double Cost(int from, int to, int[] labels, int min, int max)
    {
        if (from == Sink)
            return _flows[to] > min ? 0 : double.PositiveInfinity;

        if (to == Sink)
            return _flows[from] < max ? 0 : double.PositiveInfinity;

        return from == to ? double.PositiveInfinity : _moves[(from * clusterCount) + to].Top(labels, from).Cost;
    }

    /// <summary>Moves a row along each step of the path that ends here.</summary>
    private void Follow(int end, double[] costs, int[] labels)
    {
        _excess[end]++;
        int to = end;
        for (int from = _before[to]; from >= 0; from = _before[to])
        {
            if (from == Sink)
                _flows[to]--;
            else if (to == Sink)
                _flows[from]++;
            else
                Move(_moves[(from * clusterCount) + to].Top(labels, from).Row, to, costs, labels);

            to = from;
        }

        _excess[to]--;
    }

    private void Move(int row, int to, double[] costs, int[] labels)
    {
        labels[row] = to;
        ReadOnlySpan<double> own = costs.AsSpan(row * clusterCount, clusterCount);
        for (int next = 0; next < own.Length; next++)
        {
            if (next != to)
                _moves[(to * clusterCount) + next].Add(own[next] - own[to], row);
        }
    }
}
