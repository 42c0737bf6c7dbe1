using System.Buffers;
using System.Runtime.Intrinsics;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Bounds that tell which rows needn't be looked at: u on the distance to the own center from above, and l on the distance to the nearest
/// other center from below. When centers move, u grows by the own center's shift and l shrinks by the largest shift of another; as long as
/// l stays above u the label stays (Hamerly 2010).
/// <para>The labels are those of the plain algorithm, bit for bit: a label is what double precision says, bounds are true of the exact
/// distances, and what is left out is left out by more than double precision could get wrong (docs/why/bounds.md).</para>
/// <para>Shifts are kept as running totals, and bounds relative to these: a row that is left alone isn't written to. Different rows may be
/// read and written at the same time.</para>
/// </summary>
internal sealed class CenterBounds
{
    /// <summary>Half of what single precision rounds 1 to.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>What the few roundings of a bound itself are given, several times what they can take.</summary>
    private const double Spare = 1.0 / (1 << 20);

    private readonly KMeansData _data;
    private float[] _upper;
    private float[] _lower;
    private readonly float[] _tileRadius;
    private readonly float[] _middle;
    private double[] _ownShift;
    private double[] _otherShift;
    private float[] _ownShiftSingle = [];
    private float[] _otherShiftSingle = [];
    private DoubleCenters _centers;
    private double _radius;
    private double _rounding;
    private double _totalShift;

    public CenterBounds(KMeansData data, DoubleCenters centers)
    {
        _data = data;
        _centers = centers;
        _upper = ArrayPool<float>.Shared.Rent(data.Rows);
        _lower = ArrayPool<float>.Shared.Rent(data.Rows);
        _tileRadius = new float[PointTiles.CountOf(data.Rows)];
        _middle = new float[data.Columns];
        for (int column = 0; column < _middle.Length && data.Origin.IsEmpty; column++)
            _middle[column] = (float)data.Mean[column];

        _ownShift = new double[centers.Rows];
        _otherShift = new double[centers.Rows];
        Measure();
    }

    /// <summary>Bounds made so far stay valid for these centers, which must be numbered as before.</summary>
    public void MoveTo(DoubleCenters centers)
    {
        AddShifts(_centers, centers);
        _centers = centers;
        Measure();
    }

    /// <summary>Numbers clusters anew: cluster order[c] becomes c.</summary>
    public void Renumber(ReadOnlySpan<int> order)
    {
        double[] own = new double[order.Length], other = new double[order.Length];
        for (int cluster = 0; cluster < order.Length; cluster++)
            (own[cluster], other[cluster]) = (_ownShift[order[cluster]], _otherShift[order[cluster]]);

        (_ownShift, _otherShift, _centers) = (own, other, _centers.Take(order));
        Measure();
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        ArrayPool<float>.Shared.Return(_upper);
        ArrayPool<float>.Shared.Return(_lower);
        (_upper, _lower) = ([], []);
    }

    /// <summary>
    /// The most, with much to spare, by which rounding can bend a squared distance between a point of this norm and any center.
    /// </summary>
    public float Rounding(double norm)
    {
        double reach = norm + _radius;
        return (float)((_data.Columns + 8) * UnitRoundoff * reach * reach * (1 + 1e-5));
    }

    /// <summary>What the running totals and the bounds themselves may have lost to rounding.</summary>
    public float Slack(double norm) => (float)(Spare * (norm + _radius + _totalShift));

    public double TileRadius(int tile) => _tileRadius[tile];

    public void WidenTile(int tile, double norm) => _tileRadius[tile] = Math.Max(_tileRadius[tile], (float)(norm * (1 + 1e-6)));

    /// <summary>A distance that is at least the true one of which the kernel computed this score.</summary>
    public float DistanceAbove(float squaredNorm, float score, float rounding) =>
        Above(Math.Sqrt(Math.Max(0, Square(squaredNorm, score) + (2 * rounding))) + _rounding);

    /// <summary>A single that is at least this distance.</summary>
    public static float Above(double distance) => (float)(distance * (1 + Spare));

    /// <summary>A distance that is at most the true one of which the kernel computed this score.</summary>
    public float DistanceBelow(float squaredNorm, float score, float rounding) =>
        (float)((Math.Sqrt(Math.Max(0, Square(squaredNorm, score) - (2 * rounding))) - _rounding) * (1 - Spare));

    /// <summary>
    /// Bounds of a row: its distance to its own center is at most <paramref name="own"/>, to the nearest other at least
    /// <paramref name="other"/>.
    /// </summary>
    public void Set(int row, int label, float own, float other) =>
        (_upper[row], _lower[row]) = (own - _ownShiftSingle[label], other + _otherShiftSingle[label]);

    /// <summary>
    /// The rows of a tile for which another center might be as near as the own one: none is left out that the plain algorithm would move.
    /// Returns how many.
    /// </summary>
    public int Choose(int rowStart, ReadOnlySpan<int> labels, float slack, Span<int> chosen)
    {
        ReadOnlySpan<float> uppers = _upper.AsSpan(rowStart, labels.Length), lowers = _lower.AsSpan(rowStart, labels.Length);
        ReadOnlySpan<float> own = _ownShiftSingle, other = _otherShiftSingle;
        int count = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = labels[i];
            float gap = lowers[i] - other[label] - (uppers[i] + own[label]) - slack;
            chosen[count] = rowStart + i;
            count += gap > 0 ? 0 : 1;
        }

        return count;
    }

    /// <summary>Squared norms of a tile's points as seen from the middle of the data, in lanes.</summary>
    public void SquaredNorms(ReadOnlySpan<float> tile, Span<float> norms)
    {
        norms.Clear();
        for (int column = 0; column < _middle.Length; column++)
        {
            ReadOnlySpan<float> values = tile.Slice(column * PointTiles.TileSize, PointTiles.TileSize);
            Vector512<float> middle = Vector512.Create(_middle[column]);
            for (int lane = 0; lane < PointTiles.TileSize; lane += 16)
            {
                Vector512<float> value = Vector512.Create(values[lane..]) - middle;
                Vector512.FusedMultiplyAdd(value, value, Vector512.Create<float>(norms[lane..])).CopyTo(norms[lane..]);
            }
        }
    }

    private float Square(float squaredNorm, float score) => _data.Origin.IsEmpty ? score : squaredNorm + (2 * score);

    private void AddShifts(DoubleCenters before, DoubleCenters after)
    {
        double[] shifts = new double[after.Rows];
        double most = 0, next = 0;
        int which = -1;
        for (int cluster = 0; cluster < shifts.Length; cluster++)
        {
            double shift = shifts[cluster] = Math.Sqrt(SquaredDistances.Between(before.Row(cluster), after.Row(cluster))) * (1 + 1e-6);
            if (shift > most)
                (which, next, most) = (cluster, most, shift);
            else
                next = Math.Max(next, shift);
        }

        for (int cluster = 0; cluster < shifts.Length; cluster++)
        {
            _ownShift[cluster] += shifts[cluster];
            _otherShift[cluster] += cluster == which ? next : most;
        }
    }

    private void Measure()
    {
        double largest = 0, rounding = 0;
        _totalShift = 0;
        for (int cluster = 0; cluster < _centers.Rows; cluster++)
        {
            largest = Math.Max(largest, SquaredNorm(_centers.Row(cluster)));
            rounding = Math.Max(rounding, SquaredRounding(_centers.Row(cluster)));
            _totalShift = Math.Max(_totalShift, _ownShift[cluster] + _otherShift[cluster]);
        }

        _ownShiftSingle = Array.ConvertAll(_ownShift, static shift => (float)shift);
        _otherShiftSingle = Array.ConvertAll(_otherShift, static shift => (float)shift);

        _radius = Math.Sqrt(largest) * (1 + 1e-6);
        _rounding = Math.Sqrt(rounding) * (1 + 1e-6);
    }

    /// <summary>Squared distance from the middle of the data.</summary>
    private double SquaredNorm(ReadOnlySpan<double> center)
    {
        double square = 0;
        ReadOnlySpan<float> middle = _data.Origin.IsEmpty ? _middle : _data.Origin;
        for (int column = 0; column < center.Length; column++)
        {
            double value = center[column] - middle[column];
            square += value * value;
        }

        return square;
    }

    /// <summary>
    /// By how much single precision moves a center where it is compared as it is; where the origin is subtracted, this is a rounding like
    /// the others.
    /// </summary>
    private double SquaredRounding(ReadOnlySpan<double> center)
    {
        double square = 0;
        for (int column = 0; column < center.Length && _data.Origin.IsEmpty; column++)
        {
            double error = center[column] - (float)center[column];
            square += error * error;
        }

        return square;
    }
}
