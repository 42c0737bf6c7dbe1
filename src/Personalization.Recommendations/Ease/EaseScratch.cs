namespace Personalization.Recommendations;

/// <summary>What solving for one item needs, as wide as there are customers and items; kept, and cleaned by what was touched.</summary>
internal sealed class EaseScratch(int customerCount, int itemCount)
{
    private readonly double[] _dots = new double[itemCount];
    private readonly int[] _touched = new int[itemCount];
    private readonly int[] _counts = new int[customerCount];
    private readonly int[] _next = new int[customerCount];
    private readonly List<int> _customers = [];
    private int[] _places = [];
    private float[] _values = [];
    private int _touchedCount;
    private int _total;

    /// <summary>Products with each item that was touched; above 0.</summary>
    public ReadOnlySpan<double> Dots => _dots;

    /// <summary>Items with a product, in the order of first touch.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _touchedCount);

    public void AddDot(int item, double amount)
    {
        ref double dot = ref _dots[item];
        if (dot == 0) _touched[_touchedCount++] = item;
        dot += amount;
    }

    public void ClearDots()
    {
        foreach (int item in Touched) _dots[item] = 0;
        _touchedCount = 0;
    }

    /// <summary>First pass: one more place for a customer.</summary>
    public void Count(int customer)
    {
        if (_counts[customer]++ == 0) _customers.Add(customer);
        _total++;
    }

    /// <summary>Between the passes: gives each customer the places that were counted.</summary>
    public void Allot()
    {
        if (_places.Length < _total) (_places, _values) = (new int[2 * _total], new float[2 * _total]);
        int start = 0;
        foreach (int customer in _customers)
        {
            _next[customer] = start;
            start += _counts[customer];
        }
    }

    /// <summary>Second pass: a customer has a neighbour. Neighbours come in rising order.</summary>
    public void Put(int customer, int neighbor, float value)
    {
        int target = _next[customer]++;
        _places[target] = neighbor;
        _values[target] = value;
    }

    /// <summary>Adds the products of all pairs of a customer's neighbours on and above the diagonal of n × n, and is clean again.</summary>
    public void AddPairs(double[] gram, int n)
    {
        int start = 0;
        foreach (int customer in _customers)
        {
            int count = _counts[customer];
            ReadOnlySpan<int> places = _places.AsSpan(start, count);
            ReadOnlySpan<float> values = _values.AsSpan(start, count);
            for (int i = 0; i < places.Length; i++)
            {
                Span<double> row = gram.AsSpan(places[i] * n, n);
                double own = values[i];
                for (int j = i; j < places.Length; j++) row[places[j]] += own * values[j];
            }

            start += count;
            _counts[customer] = 0;
        }

        _customers.Clear();
        _total = 0;
    }
}
