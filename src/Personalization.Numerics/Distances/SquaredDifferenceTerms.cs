using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>Squared differences of two vectors, in double precision.</summary>
internal readonly ref struct SquaredDifferenceTerms<TLeft, TRight>(TLeft left, TRight right) : ILaneTerms
    where TLeft : struct, ILaneTerms, allows ref struct
    where TRight : struct, ILaneTerms, allows ref struct
{
    private readonly TLeft _left = left;
    private readonly TRight _right = right;

    public int Length => _left.Length;

    public double One(int index)
    {
        double difference = _left.One(index) - _right.One(index);
        return difference * difference;
    }

    public (Vector256<double> Lower, Vector256<double> Upper) Eight(int index)
    {
        (Vector256<double> Lower, Vector256<double> Upper) first = _left.Eight(index), second = _right.Eight(index);
        Vector256<double> lower = first.Lower - second.Lower, upper = first.Upper - second.Upper;
        return (lower * lower, upper * upper);
    }

    public (Vector512<double> Lower, Vector512<double> Upper) Sixteen(int index)
    {
        (Vector512<double> Lower, Vector512<double> Upper) first = _left.Sixteen(index), second = _right.Sixteen(index);
        Vector512<double> lower = first.Lower - second.Lower, upper = first.Upper - second.Upper;
        return (lower * lower, upper * upper);
    }
}
