using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Rfm;

/// <summary>
/// One panel of Pareto/NBD's integral: with u = tₓ + m(eʷ − 1) one of the two powers is a multiple of w, so a point takes two exponentials
/// and one logarithm. The sixteen points go side by side, each with sums of its own: the same bits at any width.
/// </summary>
/// <param name="own">The power of the smaller of α + u and β + u.</param>
/// <param name="other">The power of the greater.</param>
/// <param name="m">The smaller at u = tₓ.</param>
/// <param name="greater">The greater there.</param>
internal readonly struct ParetoPanel(double own, double other, double m, double greater)
{
    /// <summary>
    /// Sums a point has: of g, and of g times w, ln of the greater relative to its value at tₓ, 1 ÷ the smaller, 1 ÷ the greater.
    /// </summary>
    public const int Sums = 5;

    /// <summary>Adds the panel from start on; of the sums only the first, unless all are asked for.</summary>
    public void Add(double start, double length, Span<double> sums, bool all, LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Vector512: Add<DoubleLanes512>(start, length, sums, all); break;
            case LaneWidth.Vector256: Add<DoubleLanes256>(start, length, sums, all); break;
            case LaneWidth.Vector128: Add<DoubleLanes128>(start, length, sums, all); break;
            default: Add<DoubleLanes1>(start, length, sums, all); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add<TLanes>(double start, double length, Span<double> sums, bool all)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        double half = length / 2;
        TLanes middle = TLanes.Broadcast(start + half), scale = TLanes.Broadcast(half), smaller = TLanes.Broadcast(m);
        TLanes difference = TLanes.Broadcast(greater - m), relative = TLanes.Broadcast(1 / greater), weight = TLanes.Broadcast(half * m);
        TLanes ofOwn = TLanes.Broadcast(1 - own), ofOther = TLanes.Broadcast(-other), one = TLanes.Broadcast(1);
        ref double nodes = ref MemoryMarshal.GetReference(GaussLegendre.AllNodes);
        ref double weights = ref MemoryMarshal.GetReference(GaussLegendre.AllWeights);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        for (int i = 0; i < GaussLegendre.Count; i += TLanes.Count)
        {
            nuint at = (nuint)i;
            TLanes w = TLanes.MultiplyAdd(scale, TLanes.Load(ref nodes, at), middle);
            TLanes first = TLanes.Multiply(smaller, DoubleFunctions.Exp(w)), second = TLanes.Add(difference, first);
            TLanes log = DoubleFunctions.Log(TLanes.Multiply(second, relative));
            TLanes g = DoubleFunctions.Exp(TLanes.MultiplyAdd(ofOwn, w, TLanes.Multiply(ofOther, log)));
            g = TLanes.Multiply(g, TLanes.Multiply(weight, TLanes.Load(ref weights, at)));
            TLanes.Store(TLanes.Add(TLanes.Load(ref sum, at), g), ref sum, at);
            if (!all) continue;
            AddTo<TLanes>(ref sum, at + GaussLegendre.Count, g, w);
            AddTo<TLanes>(ref sum, at + (2 * GaussLegendre.Count), g, log);
            AddTo<TLanes>(ref sum, at + (3 * GaussLegendre.Count), g, TLanes.Divide(one, first));
            AddTo<TLanes>(ref sum, at + (4 * GaussLegendre.Count), g, TLanes.Divide(one, second));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TLanes>(ref double sum, nuint at, TLanes g, TLanes factor)
        where TLanes : struct, IDoubleLanes<TLanes> =>
        TLanes.Store(TLanes.MultiplyAdd(g, factor, TLanes.Load(ref sum, at)), ref sum, at);
}
