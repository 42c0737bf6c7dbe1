using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>For each point the first center whose score is smallest, that score, and the second smallest.</summary>
internal struct NearestSums<TLanes> : IPanelSums<TLanes, NearestScores>
    where TLanes : struct, ILanes<TLanes>
{
    private TLanes _left;
    private TLanes _right;
    private TLanes _leftLabel;
    private TLanes _rightLabel;
    private TLanes _leftSecond;
    private TLanes _rightSecond;
    private int _label;
    private int _point;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(scoped in NearestScores results, int point)
    {
        TLanes infinity = TLanes.Broadcast(float.PositiveInfinity);
        (_left, _right, _leftSecond, _rightSecond) = (infinity, infinity, infinity, infinity);
        (_leftLabel, _rightLabel, _label, _point) = (default, default, 0, point);
    }

    /// <summary>Takes a center where it is strictly nearer: of equally near ones the first stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(scoped in NearestScores results, TLanes left, TLanes right)
    {
        // The second smallest is the smaller of what was second and the loser of this comparison.
        _leftSecond = TLanes.Smaller(TLanes.Larger(_left, left), _leftSecond);
        _rightSecond = TLanes.Smaller(TLanes.Larger(_right, right), _rightSecond);

        // Labels are the bits of lanes, because lanes are chosen here, never computed with.
        TLanes bits = TLanes.Broadcast(BitConverter.Int32BitsToSingle(_label));
        _leftLabel = TLanes.WhereLess(left, _left, bits, _leftLabel);
        _left = TLanes.Smaller(left, _left);
        _rightLabel = TLanes.WhereLess(right, _right, bits, _rightLabel);
        _right = TLanes.Smaller(right, _right);
        _label++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Pause(scoped in NearestScores results)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void End(scoped in NearestScores results)
    {
        nuint point = (nuint)_point, width = (nuint)TLanes.Count;
        ref float labels = ref Unsafe.As<int, float>(ref results.Labels);
        TLanes.Store(_leftLabel, ref labels, point);
        TLanes.Store(_rightLabel, ref labels, point + width);
        TLanes.Store(_left, ref results.Nearest, point);
        TLanes.Store(_right, ref results.Nearest, point + width);
        TLanes.Store(_leftSecond, ref results.Second, point);
        TLanes.Store(_rightSecond, ref results.Second, point + width);
    }
}

/// <summary>Where scores go.</summary>
/// <param name="labels">Whole tiles of labels.</param>
/// <param name="nearest">As many smallest scores.</param>
/// <param name="second">As many second smallest; +∞ where there is one center.</param>
internal readonly ref struct NearestScores(Span<int> labels, Span<float> nearest, Span<float> second)
{
    private readonly ref int _labels = ref labels[0];
    private readonly ref float _nearest = ref nearest[0];
    private readonly ref float _second = ref second[0];

    public ref int Labels => ref _labels;

    public ref float Nearest => ref _nearest;

    public ref float Second => ref _second;
}
