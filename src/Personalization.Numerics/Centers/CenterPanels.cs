using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Centers as the kernel reads them: panels of eight, feature-major, in single precision, beyond a few features negated and with the origin
/// subtracted.
/// </summary>
internal sealed class CenterPanels
{
    /// <summary>Centers whose scores for one point are computed together: eight panels cover the latency of a fused multiply-add.</summary>
    public const int BlockSize = 8 * PanelSize;

    private const int PanelSize = Panel.Size;

    private readonly float[] _panels;
    private readonly float[] _begins;
    private readonly float[] _origin;
    private readonly int _columns;
    private readonly int _panelCount;

    public CenterPanels(int count, int columns, ReadOnlySpan<float> origin)
    {
        (_columns, _panelCount) = (columns, (count + PanelSize - 1) / PanelSize);
        _origin = origin.ToArray();
        _panels = new float[checked(_panelCount * PanelSize * columns)];
        _begins = new float[_panelCount * PanelSize];
        Array.Fill(_begins, float.PositiveInfinity);
    }

    public ReadOnlySpan<float> Origin => _origin;

    /// <summary>
    /// What the scores of each center begin at: half its squared norm as seen from the origin; +∞ for those that fill the last panel up.
    /// </summary>
    public ReadOnlySpan<float> Begins => _begins;

    private bool UsesDifferences => _origin.Length == 0;

    /// <summary>Whole panels of a chunk: enough values that handing them to another thread is worth it.</summary>
    public static int CentersAtOnce(int columns) => Math.Max(1, 16384 / Math.Max(1, columns * PanelSize)) * PanelSize;

    /// <summary>A center as points are compared with it, the origin subtracted.</summary>
    public void CopyMoved(ReadOnlySpan<double> center, Span<float> destination)
    {
        for (int column = 0; column < center.Length; column++)
            destination[column] = Moved(center, column);
    }

    /// <summary>Takes centers.</summary>
    public PackedCenters Pack(double[] centers, int count, int? threads) => ParallelChunks.Reduce(
        count,
        CentersAtOnce(_columns),
        (start, end) =>
        {
            PackedCenters all = default;
            for (int center = start; center < end; center++)
                all = PackedCenters.Both(all, Pack(center, centers.AsSpan(center * _columns, _columns)));

            return all;
        },
        PackedCenters.Both,
        threads);

    /// <summary>The smallest score of each point of some tiles and whose it is, and the second smallest.</summary>
    public void Run(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second, LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Vector512: Run<Lanes512>(tiles, labels, nearest, second); break;
            case LaneWidth.Vector256: Run<Lanes256>(tiles, labels, nearest, second); break;
            case LaneWidth.Vector128: Run<Lanes128>(tiles, labels, nearest, second); break;
            default: Run<Lanes1>(tiles, labels, nearest, second); break;
        }
    }

    /// <summary>
    /// A bit for each of <see cref="BlockSize"/> centers whose score for a point doesn't exceed a limit, in single precision, as the kernel
    /// computes it.
    /// </summary>
    /// <param name="start">The first center.</param>
    /// <param name="point">d values, the origin not yet subtracted.</param>
    /// <param name="limit">What scores are held against; not a number: nothing exceeds it.</param>
    public ulong Within(int start, ReadOnlySpan<float> point, float limit) => UsesDifferences
        ? Within<DifferenceForm>(start, point, limit)
        : Within<InnerProductForm>(start, point, limit);

    private void Run<TLanes>(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second)
        where TLanes : struct, ILanes<TLanes>
    {
        if (UsesDifferences)
            Run<TLanes, DifferenceForm>(tiles, labels, nearest, second);
        else
            Run<TLanes, InnerProductForm>(tiles, labels, nearest, second);
    }

    private void Run<TLanes, TForm>(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second)
        where TLanes : struct, ILanes<TLanes>
        where TForm : struct, IDistanceForm =>
        PanelKernel<TLanes, float, SingleForm<TLanes, TForm>, NearestSums<TLanes>, NearestScores>.Run(
            ref MemoryMarshal.GetReference(tiles),
            labels.Length / PointTiles.TileSize,
            ref MemoryMarshal.GetArrayDataReference(_panels),
            ref MemoryMarshal.GetArrayDataReference(_begins),
            _panelCount,
            _columns,
            new NearestScores(labels, nearest, second));

    private ulong Within<TForm>(int start, ReadOnlySpan<float> point, float limit)
        where TForm : struct, IDistanceForm
    {
        ref float panels = ref MemoryMarshal.GetArrayDataReference(_panels);

        // Beyond the last panel the last one is looked at again, and its bits are of centers that there aren't.
        int panel = start / PanelSize, last = _panelCount - 1;
        nuint p0 = (nuint)panel, p1 = (nuint)Math.Min(panel + 1, last), p2 = (nuint)Math.Min(panel + 2, last),
            p3 = (nuint)Math.Min(panel + 3, last);
        nuint p4 = (nuint)Math.Min(panel + 4, last), p5 = (nuint)Math.Min(panel + 5, last), p6 = (nuint)Math.Min(panel + 6, last),
            p7 = (nuint)Math.Min(panel + 7, last);
        Lanes256 a = Begin(p0), b = Begin(p1), c = Begin(p2), d = Begin(p3), e = Begin(p4), f = Begin(p5), g = Begin(p6), h = Begin(p7);
        nuint size = (nuint)(_columns * PanelSize);
        (p0, p1, p2, p3, p4, p5, p6, p7) = (p0 * size, p1 * size, p2 * size, p3 * size, p4 * size, p5 * size, p6 * size, p7 * size);
        for (int column = 0; column < point.Length; column++)
        {
            Lanes256 value = Lanes256.Broadcast(UsesDifferences ? point[column] : point[column] - _origin[column]);
            ref float line = ref Unsafe.Add(ref panels, column * PanelSize);
            a = TForm.Add(value, Lanes256.Load(ref line, p0), a);
            b = TForm.Add(value, Lanes256.Load(ref line, p1), b);
            c = TForm.Add(value, Lanes256.Load(ref line, p2), c);
            d = TForm.Add(value, Lanes256.Load(ref line, p3), d);
            e = TForm.Add(value, Lanes256.Load(ref line, p4), e);
            f = TForm.Add(value, Lanes256.Load(ref line, p5), f);
            g = TForm.Add(value, Lanes256.Load(ref line, p6), g);
            h = TForm.Add(value, Lanes256.Load(ref line, p7), h);
        }

        // Scores that aren't numbers, and all where the limit is none, don't exceed it.
        Lanes256 least = Lanes256.Broadcast(MathF.BitIncrement(limit));
        uint low = Lanes256.AtLeast(a, least) | (Lanes256.AtLeast(b, least) << 8) | (Lanes256.AtLeast(c, least) << 16)
            | (Lanes256.AtLeast(d, least) << 24);
        uint high = Lanes256.AtLeast(e, least) | (Lanes256.AtLeast(f, least) << 8) | (Lanes256.AtLeast(g, least) << 16)
            | (Lanes256.AtLeast(h, least) << 24);
        return ~(low | ((ulong)high << 32));
    }

    private Lanes256 Begin(nuint panel) => Lanes256.Load(ref MemoryMarshal.GetArrayDataReference(_begins), panel * PanelSize);

    private PackedCenters Pack(int center, ReadOnlySpan<double> values)
    {
        Span<float> panel = _panels.AsSpan(center / PanelSize * PanelSize * _columns);
        int lane = center % PanelSize;
        double norm = 0, rounding = 0;
        for (int column = 0; column < values.Length; column++)
        {
            float value = Moved(values, column);
            norm += (double)value * value;
            rounding += UsesDifferences ? (value - values[column]) * (value - values[column]) : 0;
            panel[(column * PanelSize) + lane] = UsesDifferences ? value : -value;
        }

        _begins[center] = UsesDifferences ? 0 : (float)(norm / 2);
        return new(Math.Sqrt(rounding), float.IsFinite((float)norm) ? Math.Sqrt(norm) : double.PositiveInfinity);
    }

    private float Moved(ReadOnlySpan<double> center, int column) =>
        (float)(UsesDifferences ? center[column] : center[column] - _origin[column]);
}
