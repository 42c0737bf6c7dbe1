using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>
/// The two smallest sums of each point. Their last bits, far below what rounding may have moved them by, give way to the number of the
/// center: smaller sums then bring their centers along, and nothing more must be kept.
/// </summary>
internal struct TwoSmallestSums<TWords, TLanes> : IPanelSums<TWords, TwoSmallest>
    where TWords : struct, IByteLanes<TWords, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private TWords _left;
    private TWords _right;
    private TWords _leftSecond;
    private TWords _rightSecond;
    private TWords _keep;
    private TWords _mark;
    private int _point;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Begin(scoped in TwoSmallest results, int point)
    {
        _point = point;
        TWords most = TWords.Broadcast(int.MaxValue);
        (_left, _right, _leftSecond, _rightSecond) = (most, most, most, most);
        (_keep, _mark) = (TWords.Broadcast(~results.Marks), TWords.Broadcast(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(scoped in TwoSmallest results, TWords left, TWords right)
    {
        (left, right) = (TWords.Mark(left, _keep, _mark), TWords.Mark(right, _keep, _mark));
        _mark = TWords.Add(_mark, TWords.Broadcast(1));

        // The second smallest is the smaller of what was second and the loser of this comparison.
        _leftSecond = TWords.Smaller(_leftSecond, TWords.Larger(_left, left));
        _rightSecond = TWords.Smaller(_rightSecond, TWords.Larger(_right, right));
        _left = TWords.Smaller(_left, left);
        _right = TWords.Smaller(_right, right);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Pause(scoped in TwoSmallest results)
    {
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(scoped in TwoSmallest results)
    {
        nuint point = (nuint)_point, width = (nuint)TLanes.Count;
        TWords.Store(_left, ref results.Smallest[0], point);
        TWords.Store(_right, ref results.Smallest[0], point + width);
        TWords.Store(_leftSecond, ref results.Second[0], point);
        TWords.Store(_rightSecond, ref results.Second[0], point + width);
    }
}

/// <summary>Where the two smallest sums of the 32 points of a tile go.</summary>
internal readonly ref struct TwoSmallest
{
    /// <summary>The bits that numbers of centers may take, 2ᵇ − 1.</summary>
    public int Marks { get; init; }

    /// <summary>32 sums, each with the number of its center in place of the last bits.</summary>
    public Span<int> Smallest { get; init; }

    /// <summary>As many second smallest sums.</summary>
    public Span<int> Second { get; init; }
}
