namespace Personalization.Incentives;

/// <summary>
/// Cuts under a convex function, f(y) ≥ value + slope · (y − y₀), kept as what they say at the center, and the step that they propose: the
/// least of their maximum + ½ u ‖y − center‖² over 0 ≤ y ≤ upper.
/// </summary>
/// <remarks>
/// The step is found in the multipliers α of the cuts, which sum up to 1: y(α) = clip(center − Σ α slope ÷ u). Of the two cuts that differ
/// most in what they promise there, the one takes multiplier from the other, by as much as the curvature allows, until no two differ
/// (sequential minimal optimization, Platt 1998).
/// </remarks>
internal sealed class BundleModel(int dimensions, double[] upper, int capacity)
{
    private const int MaximumExchanges = 4_000;

    private readonly double[][] _slopes = new double[capacity][];
    private readonly double[] _values = new double[capacity];
    private readonly double[] _alphas = new double[capacity];
    private readonly int[] _idle = new int[capacity];
    private readonly double[] _heights = new double[capacity];
    private readonly double[] _mixed = new double[dimensions];
    private readonly double[] _step = new double[dimensions];

    public int Count { get; private set; }

    /// <summary>Adds a cut by its value at the center.</summary>
    public void Add(double valueAtCenter, ReadOnlySpan<double> slope)
    {
        int at = Count;
        if (Count == capacity)
        {
            // The cut that has been of no use for longest makes place.
            at = 0;
            for (int l = 1; l < Count; l++)
            {
                if (_idle[l] > _idle[at]) at = l;
            }

            double moved = _alphas[at];
            _alphas[at] = 0;
            if (moved > 0) Rescale(1 - moved);
        }
        else
        {
            _slopes[Count] = new double[dimensions];
            Count++;
        }

        slope.CopyTo(_slopes[at]);
        (_values[at], _idle[at], _alphas[at]) = (valueAtCenter, 0, Count == 1 ? 1 : 0);
    }

    /// <summary>Says what all cuts say at another center.</summary>
    public void Move(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        for (int l = 0; l < Count; l++)
        {
            for (int c = 0; c < dimensions; c++) _values[l] += _slopes[l][c] * (to[c] - from[c]);
        }
    }

    /// <summary>Proposes a point.</summary>
    /// <param name="center">The best point so far.</param>
    /// <param name="u">Weight of the distance, above 0.</param>
    /// <param name="tolerance">How exact.</param>
    /// <param name="point">Receives it.</param>
    /// <returns>What the cuts promise there.</returns>
    public double Propose(ReadOnlySpan<double> center, double u, double tolerance, Span<double> point)
    {
        Array.Clear(_mixed);
        for (int l = 0; l < Count; l++)
        {
            if (_alphas[l] > 0) AddTo(_mixed, _slopes[l], _alphas[l]);
        }

        double promised = double.NegativeInfinity;
        for (int exchange = 0; exchange < MaximumExchanges; exchange++)
        {
            for (int c = 0; c < dimensions; c++)
            {
                point[c] = Math.Clamp(center[c] - (_mixed[c] / u), 0, upper[c]);
                _step[c] = point[c] - center[c];
            }

            (int high, int low) = (0, -1);
            for (int l = 0; l < Count; l++)
            {
                _heights[l] = _values[l] + Dot(_slopes[l], _step);
                if (_heights[l] > _heights[high]) high = l;
                if (_alphas[l] > 0 && (low < 0 || _heights[l] < _heights[low])) low = l;
            }

            promised = _heights[high];
            double difference = _heights[high] - _heights[low];
            if (difference <= tolerance) break;
            double curvature = SquaredDistance(_slopes[high], _slopes[low]) / u;
            double moved = curvature > 0 ? Math.Min(_alphas[low], difference / curvature) : _alphas[low];
            _alphas[high] += moved;
            _alphas[low] = moved == _alphas[low] ? 0 : _alphas[low] - moved;
            AddTo(_mixed, _slopes[high], moved);
            AddTo(_mixed, _slopes[low], -moved);
        }

        for (int l = 0; l < Count; l++) _idle[l] = _alphas[l] > 0 ? 0 : _idle[l] + 1;
        return promised;
    }

    private void Rescale(double sum)
    {
        if (sum <= 1e-12)
        {
            Array.Clear(_alphas);
            _alphas[0] = 1;
            return;
        }

        for (int l = 0; l < Count; l++) _alphas[l] /= sum;
    }

    private static void AddTo(double[] sum, double[] slope, double times)
    {
        for (int c = 0; c < sum.Length; c++) sum[c] += slope[c] * times;
    }

    private static double Dot(double[] left, double[] right)
    {
        double sum = 0;
        for (int c = 0; c < left.Length; c++) sum += left[c] * right[c];
        return sum;
    }

    private static double SquaredDistance(double[] left, double[] right)
    {
        double sum = 0;
        for (int c = 0; c < left.Length; c++) sum += (left[c] - right[c]) * (left[c] - right[c]);
        return sum;
    }
}
