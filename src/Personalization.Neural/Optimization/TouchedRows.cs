namespace Personalization.Neural;

/// <summary>
/// The rows of sparse parameters that a step reads, each once: they are brought up to date before it. One thread writes at a time.
/// </summary>
public sealed class TouchedRows
{
    private readonly Dictionary<Parameter, int> _numbers = [];
    private readonly int[][] _touchedAt;
    private readonly List<(int Parameter, int Row)> _rows = [];
    private int _step = 1;

    internal TouchedRows(Parameter[] parameters)
    {
        _touchedAt = new int[parameters.Length][];
        for (int i = 0; i < parameters.Length; i++)
        {
            _touchedAt[i] = new int[parameters[i].IsSparse ? parameters[i].Rows : 0];
            if (parameters[i].IsSparse) _numbers.Add(parameters[i], i);
        }
    }

    /// <summary>Whether every row of every parameter is read.</summary>
    internal bool IsAll { get; private set; }

    internal int Count => _rows.Count;

    internal (int Parameter, int Row) this[int index] => _rows[index];

    /// <summary>Adds rows of a sparse parameter; any may come many times.</summary>
    /// <exception cref="ArgumentException">The parameter is dense, or isn't one of the run's.</exception>
    public void Add(Parameter parameter, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!_numbers.TryGetValue(parameter, out int number))
            throw new ArgumentException($"'{parameter.Name}' has no rows to touch, or isn't trained here.", nameof(parameter));
        int[] touchedAt = _touchedAt[number];
        foreach (int row in rows)
        {
            if (touchedAt[row] == _step) continue;
            touchedAt[row] = _step;
            _rows.Add((number, row));
        }
    }

    /// <summary>Adds every row of every parameter.</summary>
    public void AddAll() => IsAll = true;

    internal void Clear()
    {
        _rows.Clear();
        IsAll = false;
        _step++;
    }
}
