using System.Collections.Concurrent;

namespace Personalization.Core;

/// <summary>
/// What making one list needs, as wide as there are items: kept and reused, and cleaned by what was touched, so that a list costs what the
/// customer's history costs and not what the range of items does.
/// </summary>
internal sealed class Scratch(int itemCount)
{
    private readonly double[] _scores = new double[itemCount];
    private readonly int[] _touched = new int[itemCount];
    private readonly bool[] _blocked = new bool[itemCount];
    private readonly int[] _places = new int[itemCount];
    private readonly List<int> _blockedRows = [];
    private int _touchedCount;

    /// <summary>Rows that were scored, in the order of first touch.</summary>
    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _touchedCount);

    /// <summary>For each item, 1 + its place in the list being explained; 0 for none.</summary>
    public Span<int> Places => _places;

    public double ScoreOf(int row) => _scores[row];

    /// <summary>Adds to a row's score; the amount is above 0.</summary>
    public void Add(int row, double amount)
    {
        ref double score = ref _scores[row];
        if (score == 0) _touched[_touchedCount++] = row;
        score += amount;
    }

    public bool IsBlocked(int row) => _blocked[row];

    /// <summary>Keeps a row out of the list: bought, or in the list already.</summary>
    public void Block(int row)
    {
        if (_blocked[row]) return;
        _blocked[row] = true;
        _blockedRows.Add(row);
    }

    public void Clear()
    {
        foreach (int row in Touched) _scores[row] = 0;
        foreach (int row in _blockedRows) _blocked[row] = false;
        _blockedRows.Clear();
        _touchedCount = 0;
    }
}

/// <summary>Scratches not in use. One that an exception left dirty isn't returned.</summary>
internal sealed class ScratchPool(int itemCount)
{
    private readonly ConcurrentBag<Scratch> _free = [];

    public Scratch Rent() => _free.TryTake(out Scratch? scratch) ? scratch : new Scratch(itemCount);

    public void Return(Scratch scratch)
    {
        scratch.Clear();
        _free.Add(scratch);
    }
}
