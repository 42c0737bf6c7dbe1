using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Personalization.Numerics;
using static Personalization.Numerics.StableMath;
using static Personalization.Rfm.LifetimeFunctions;

namespace Personalization.Rfm;

/// <summary>
/// The likelihood of cells. What depends on x alone, all gamma functions, is reckoned once for each x; what is left of a cell, three
/// logarithms and an exponential, goes side by side with its neighbours, into sums of eight virtual lanes.
/// </summary>
internal sealed class BetaGeometricLikelihood : ILikelihood
{
    private const int VirtualLanes = 8;

    /// <summary>Sums of cells: ln L, its parts by r and by α, the probability of having left, and that over b + n − 1.</summary>
    private const int Sums = 5;

    /// <summary>Log-odds of having left where nobody can; e to it is 0.</summary>
    private const double Never = -1e6;

    private readonly LifetimeCell[] _cells;
    private readonly int _shift;

    /// <summary>The x that occur, ascending, with their customers.</summary>
    private readonly List<(int Repeats, long Customers)> _repeats = [];

    /// <summary>Columns of the cells, filled up to whole vectors by cells without customers.</summary>
    private readonly int[] _repeatRows;
    private readonly double[] _counts, _lasts, _ages, _customers;

    public BetaGeometricLikelihood(LifetimeCell[] cells, int shift)
    {
        (_cells, _shift) = (cells, shift);
        int padded = (cells.Length + VirtualLanes - 1) / VirtualLanes * VirtualLanes;
        _repeatRows = new int[padded];
        (_counts, _lasts, _ages, _customers) = (new double[padded], new double[padded], new double[padded], new double[padded]);
        for (int i = 0; i < cells.Length; i++)
        {
            LifetimeCell cell = cells[i];
            if (_repeats.Count == 0 || _repeats[^1].Repeats != cell.Repeats) _repeats.Add((cell.Repeats, 0));
            _repeats[^1] = (cell.Repeats, _repeats[^1].Customers + cell.Customers);
            _repeatRows[i] = _repeats.Count - 1;
            (_counts[i], _lasts[i], _ages[i], _customers[i]) = (cell.Repeats, cell.Last, cell.Age, cell.Customers);
        }
    }

    public int ParameterCount => 4;

    public int CellCount => _cells.Length;

    public int CustomersAt(int cell) => _cells[cell].Customers;

    public double[] Start() => [.5, LifetimeCells.MeanAge(_cells) * .3, 1, 2];

    public double At(int cell, ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        LifetimeCell at = _cells[cell];
        BetaGeometricParameters p = new(parameters[0], parameters[1], parameters[2], parameters[3], _shift);
        return BetaGeometric.LogLikelihood(p, at.Repeats, at.Last, at.Age, gradient);
    }

    /// <summary>ln a/(b + n − 1) and 1/(b + n − 1) of each x; then the sums over all customers of what depends on x alone.</summary>
    public double[] Prepare(ReadOnlySpan<double> parameters)
    {
        (double r, double alpha, double a, double b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        double[] prepared = new double[(2 * _repeats.Count) + Sums];
        Span<double> sums = prepared.AsSpan(2 * _repeats.Count);
        double logAlpha = Log(alpha), logA = Log(a), ofR = LogGamma(r), ofB = LogGamma(b), ofAll = LogGamma(a + b);
        double byR = Digamma(r), byB = Digamma(b), byAll = Digamma(a + b);
        for (int i = 0; i < _repeats.Count; i++)
        {
            (int x, double customers) = _repeats[i];
            int n = x + _shift;
            prepared[2 * i] = n == 0 ? Never : logA - Log(b + n - 1);
            prepared[(2 * i) + 1] = n == 0 ? 0 : 1 / (b + n - 1);
            double both = byAll - Digamma(a + b + n);
            sums[0] += customers * (LogGamma(r + x) - ofR + (r * logAlpha) + ofAll - LogGamma(a + b + n) + LogGamma(b + n) - ofB);
            sums[1] += customers * (Digamma(r + x) - byR + logAlpha);
            sums[2] += customers * r / alpha;
            sums[3] += customers * both;
            sums[4] += customers * (both + Digamma(b + n) - byB);
        }

        return prepared;
    }

    public void Add(int start, int end, ReadOnlySpan<double> parameters, double[]? prepared, Span<double> sums)
    {
        Span<double> lanes = stackalloc double[Sums * VirtualLanes];
        lanes.Clear();
        end = (end + VirtualLanes - 1) / VirtualLanes * VirtualLanes;
        switch (LaneWidths.Widest)
        {
            case LaneWidth.Vector512: Add<DoubleLanes512>(start, end, parameters[0], parameters[1], prepared!, lanes); break;
            case LaneWidth.Vector256: Add<DoubleLanes256>(start, end, parameters[0], parameters[1], prepared!, lanes); break;
            case LaneWidth.Vector128: Add<DoubleLanes128>(start, end, parameters[0], parameters[1], prepared!, lanes); break;
            default: Add<DoubleLanes1>(start, end, parameters[0], parameters[1], prepared!, lanes); break;
        }

        for (int lane = 0; lane < VirtualLanes; lane++)
        {
            sums[0] += lanes[lane];
            sums[1] += lanes[VirtualLanes + lane];
            sums[2] += lanes[(2 * VirtualLanes) + lane];
            sums[3] += lanes[(3 * VirtualLanes) + lane] / parameters[2];
            sums[4] -= lanes[(4 * VirtualLanes) + lane];
        }

        if (start != 0) return;
        for (int i = 0; i < Sums; i++) sums[i] += prepared![(2 * _repeats.Count) + i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add<TLanes>(int start, int end, double r, double alpha, double[] prepared, Span<double> sums)
        where TLanes : struct, IDoubleLanes<TLanes>
    {
        Span<double> odds = stackalloc double[VirtualLanes], inverses = stackalloc double[VirtualLanes];
        ref double ofOdds = ref MemoryMarshal.GetReference(odds), ofInverses = ref MemoryMarshal.GetReference(inverses);
        ref double counts = ref MemoryMarshal.GetArrayDataReference(_counts), lasts = ref MemoryMarshal.GetArrayDataReference(_lasts);
        ref double ages = ref MemoryMarshal.GetArrayDataReference(_ages), customers = ref MemoryMarshal.GetArrayDataReference(_customers);
        ref double sum = ref MemoryMarshal.GetReference(sums);
        TLanes one = TLanes.Broadcast(1), zero = TLanes.Broadcast(0), ofR = TLanes.Broadcast(r), ofAlpha = TLanes.Broadcast(alpha);
        for (int block = start; block < end; block += VirtualLanes)
        {
            for (int i = 0; i < VirtualLanes; i++)
            {
                int row = 2 * _repeatRows[block + i];
                (odds[i], inverses[i]) = (prepared[row], prepared[row + 1]);
            }

            for (int i = 0; i < VirtualLanes; i += TLanes.Count)
            {
                nuint at = (nuint)(block + i), lane = (nuint)i;
                TLanes power = TLanes.Add(ofR, TLanes.Load(ref counts, at)), weight = TLanes.Load(ref customers, at);
                TLanes toAge = TLanes.Add(ofAlpha, TLanes.Load(ref ages, at)), toLast = TLanes.Add(ofAlpha, TLanes.Load(ref lasts, at));
                TLanes logAge = DoubleFunctions.Log(toAge), spread = DoubleFunctions.Log(TLanes.Divide(toAge, toLast));
                TLanes odd = TLanes.MultiplyAdd(power, spread, TLanes.Load(ref ofOdds, lane)), minus = TLanes.Subtract(zero, odd);

                // left = 1/(1 + e^−odds) and ln(1 + e^odds), of e^−|odds|.
                TLanes e = DoubleFunctions.Exp(TLanes.WhereLess(odd, zero, odd, minus)), onePlus = TLanes.Add(one, e);
                TLanes left = TLanes.Divide(TLanes.WhereLess(odd, zero, e, one), onePlus);
                TLanes softPlus = TLanes.Add(TLanes.WhereLess(odd, zero, zero, odd), DoubleFunctions.Log(onePlus));

                TLanes inverseAge = TLanes.Divide(one, toAge), inverseLast = TLanes.Divide(one, toLast);
                TLanes byAlpha = TLanes.MultiplyAdd(left, TLanes.Subtract(inverseAge, inverseLast), TLanes.Subtract(zero, inverseAge));
                AddTo(ref sum, lane, weight, TLanes.Subtract(softPlus, TLanes.Multiply(power, logAge)));
                AddTo(ref sum, lane + VirtualLanes, weight, TLanes.Subtract(TLanes.Multiply(left, spread), logAge));
                AddTo(ref sum, lane + (2 * VirtualLanes), weight, TLanes.Multiply(power, byAlpha));
                AddTo(ref sum, lane + (3 * VirtualLanes), weight, left);
                AddTo(ref sum, lane + (4 * VirtualLanes), weight, TLanes.Multiply(left, TLanes.Load(ref ofInverses, lane)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTo<TLanes>(ref double sum, nuint at, TLanes weight, TLanes value)
        where TLanes : struct, IDoubleLanes<TLanes> =>
        TLanes.Store(TLanes.MultiplyAdd(weight, value, TLanes.Load(ref sum, at)), ref sum, at);
}
