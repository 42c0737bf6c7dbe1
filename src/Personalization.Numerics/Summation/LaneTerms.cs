using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Terms of a sum in double precision, read one, eight or sixteen at a time; all three give the same bits for the same position.
/// </summary>
internal interface ILaneTerms
{
    int Length { get; }

    double One(int index);

    (Vector256<double> Lower, Vector256<double> Upper) Eight(int index);

    (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index);
}

internal readonly ref struct SingleTerms(ReadOnlySpan<float> values) : ILaneTerms
{
    private readonly ReadOnlySpan<float> _values = values;

    public int Length => _values.Length;

    public double One(int index) => _values[index];

    public (Vector256<double> Lower, Vector256<double> Upper) Eight(int index) =>
        Vector256.Widen(Vector256.Create(_values.Slice(index, 8)));

    public (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index) =>
        Vector512.Widen(Vector512.Create(_values.Slice(index, 16)));
}

internal readonly ref struct DoubleTerms(ReadOnlySpan<double> values) : ILaneTerms
{
    private readonly ReadOnlySpan<double> _values = values;

    public int Length => _values.Length;

    public double One(int index) => _values[index];

    public (Vector256<double> Lower, Vector256<double> Upper) Eight(int index) =>
        (Vector256.Create(_values.Slice(index, 4)), Vector256.Create(_values.Slice(index + 4, 4)));

    public (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index) =>
        (Vector512.Create(_values.Slice(index, 8)), Vector512.Create(_values.Slice(index + 8, 8)));
}

/// <summary>Products of two singles: exact in double precision, so fusing the multiplication with the addition changes nothing.</summary>
internal readonly ref struct ProductTerms(ReadOnlySpan<float> left, ReadOnlySpan<float> right) : ILaneTerms
{
    private readonly SingleTerms _left = new(left);
    private readonly SingleTerms _right = new(right);

    public int Length => _left.Length;

    public double One(int index) => _left.One(index) * _right.One(index);

    public (Vector256<double> Lower, Vector256<double> Upper) Eight(int index)
    {
        (Vector256<double> Lower, Vector256<double> Upper) first = _left.Eight(index), second = _right.Eight(index);
        return (first.Lower * second.Lower, first.Upper * second.Upper);
    }

    public (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index)
    {
        (Vector512<double> Lower, Vector512<double> Upper) first = _left.Sixteen(index), second = _right.Sixteen(index);
        return (first.Lower * second.Lower, first.Upper * second.Upper);
    }
}

/// <summary>Squared distances from a centre.</summary>
internal readonly ref struct SquaredDeviations<TTerms>(TTerms terms, double center) : ILaneTerms
    where TTerms : struct, ILaneTerms, allows ref struct
{
    private readonly TTerms _terms = terms;
    private readonly double _center = center;

    public int Length => _terms.Length;

    public double One(int index)
    {
        double deviation = _terms.One(index) - _center;
        return deviation * deviation;
    }

    public (Vector256<double> Lower, Vector256<double> Upper) Eight(int index)
    {
        Vector256<double> middle = Vector256.Create(_center);
        (Vector256<double> lower, Vector256<double> upper) = _terms.Eight(index);
        return ((lower - middle) * (lower - middle), (upper - middle) * (upper - middle));
    }

    public (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index)
    {
        Vector512<double> middle = Vector512.Create(_center);
        (Vector512<double> lower, Vector512<double> upper) = _terms.Sixteen(index);
        return ((lower - middle) * (lower - middle), (upper - middle) * (upper - middle));
    }
}
