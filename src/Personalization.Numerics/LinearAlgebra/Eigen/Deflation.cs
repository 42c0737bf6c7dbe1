namespace Personalization.Numerics;

/// <summary>
/// Before two solved halves D + ρ z zᵀ are joined: sets aside the pairs of values and vectors that the joining leaves as they are, because their part
/// of z is nothing, or can be made so by turning two vectors whose values are equal up to rounding.
/// </summary>
/// <typeparam name="TLanes">Lanes of doubles.</typeparam>
internal sealed unsafe class Deflation<TLanes>
    where TLanes : struct, IDoubleLanes<TLanes>
{
    /// <summary>How far from 0 something is that may be neglected, in parts of the largest value: LAPACK's eight roundings.</summary>
    private const double Nothing = 8 * 1.1102230246251565e-16;

    private readonly MergeBuffers _buffers;
    private readonly int _start;
    private readonly int _middle;
    private readonly int _end;
    private readonly double[] _weights;
    private readonly Side[] _sides;
    private readonly int[] _kept;
    private readonly int[] _setAside;

    public Deflation(MergeBuffers buffers, int start, int middle, int end)
    {
        _buffers = buffers;
        _start = start;
        _middle = middle;
        _end = end;
        _weights = new double[end - start];
        _sides = new Side[end - start];
        _kept = new int[end - start];
        _setAside = new int[end - start];
    }

    /// <summary>Which columns of a vector hold something.</summary>
    public enum Side : byte
    {
        First,
        Both,
        Second,
    }

    /// <summary>Rows that are to be joined, their values strictly ascending.</summary>
    public ReadOnlySpan<int> Kept => _kept.AsSpan(0, KeptCount);

    /// <summary>Rows that aren't, their values ascending.</summary>
    public ReadOnlySpan<int> SetAside => _setAside.AsSpan(0, SetAsideCount);

    public int KeptCount { get; private set; }

    public int SetAsideCount { get; private set; }

    public double Weight(int row) => _weights[row - _start];

    public Side SideOf(int row) => _sides[row - _start];

    /// <param name="rho">ρ, at least 0.</param>
    /// <param name="negative">Whether the parts of z that come from the second half change their sign.</param>
    public void Run(double rho, bool negative)
    {
        double[] values = _buffers.Diagonal;
        double largest = 0, half = Math.Sqrt(.5);
        for (int row = _start; row < _end; row++)
        {
            bool first = row < _middle;
            double weight = first ? *_buffers.Vector(row, _middle - 1) : *_buffers.Vector(row, _middle);
            _weights[row - _start] = (first || !negative ? half : -half) * weight;
            _sides[row - _start] = first ? Side.First : Side.Second;
            largest = Math.Max(largest, Math.Max(Math.Abs(values[row]), Math.Abs(_weights[row - _start])));
        }

        double nothing = Nothing * largest;
        int waiting = -1;
        foreach (int row in Merged())
        {
            if (rho * Math.Abs(Weight(row)) <= nothing)
            {
                Put(row);
                continue;
            }

            if (waiting >= 0)
            {
                if (!TurnAway(waiting, row, nothing))
                    _kept[KeptCount++] = waiting;
            }

            waiting = row;
        }

        if (waiting >= 0)
            _kept[KeptCount++] = waiting;
    }

    /// <summary>The halves' rows in ascending order; of equal values the first half's come first.</summary>
    private int[] Merged()
    {
        int[] merged = new int[_end - _start], places = _buffers.Places;
        double[] values = _buffers.Diagonal;
        for (int i = 0, first = _start, second = _middle; i < merged.Length; i++)
        {
            bool fromFirst = second == _end || (first < _middle && values[places[first]] <= values[places[second]]);
            merged[i] = fromFirst ? places[first++] : places[second++];
        }

        return merged;
    }

    /// <summary>Turns two vectors so that the first has no part in z, where that changes the matrix by nothing.</summary>
    private bool TurnAway(int first, int second, double nothing)
    {
        double[] values = _buffers.Diagonal;
        double a = Weight(first), b = Weight(second), length = Math.Sqrt((a * a) + (b * b));
        double cosine = b / length, sine = a / length, low = values[first], high = values[second];
        if (Math.Abs((high - low) * cosine * sine) > nothing)
            return false;

        RowUpdates.Rotate<TLanes>(cosine, sine, _buffers.Vector(first, _start), _buffers.Vector(second, _start), _end - _start);
        values[first] = (low * cosine * cosine) + (high * sine * sine);
        values[second] = (low * sine * sine) + (high * cosine * cosine);
        _weights[first - _start] = 0;
        _weights[second - _start] = length;
        if (SideOf(first) != SideOf(second))
            _sides[first - _start] = _sides[second - _start] = Side.Both;

        Put(first);
        return true;
    }

    /// <summary>Sets a row aside behind those with smaller or equal values; turned ones come a little out of order.</summary>
    private void Put(int row)
    {
        int at = SetAsideCount++;
        for (; at > 0 && _buffers.Diagonal[_setAside[at - 1]] > _buffers.Diagonal[row]; at--)
            _setAside[at] = _setAside[at - 1];

        _setAside[at] = row;
    }
}
