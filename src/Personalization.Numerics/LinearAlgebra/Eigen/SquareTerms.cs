using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>Squares of doubles, for <see cref="StableSum"/>.</summary>
internal readonly ref struct SquareTerms(ReadOnlySpan<double> values) : ILaneTerms
{
    private readonly DoubleTerms _values = new(values);

    public int Length => _values.Length;

    public double One(int index) => _values.One(index) * _values.One(index);

    public (Vector256<double> Lower, Vector256<double> Upper) Eight(int index)
    {
        var (lower, upper) = _values.Eight(index);
        return (lower * lower, upper * upper);
    }

    public (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index)
    {
        var (lower, upper) = _values.Sixteen(index);
        return (lower * lower, upper * upper);
    }
}
