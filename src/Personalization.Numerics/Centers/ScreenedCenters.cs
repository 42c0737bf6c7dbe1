using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Finds the nearest center of each point as <see cref="NearestCenters"/> does, label for label, but looks in 16-bit whole numbers first,
/// which a processor multiplies nearly twice as fast as singles. A point whose two best centers differ by more than rounding can bend is
/// done; the others, mostly few, are gathered and looked at as <see cref="NearestCenters"/> does.
/// <para>With u the unit of the rounded products, x̂ and ĉ the rounded vectors and S a sum of theirs, |u·S − F| ≤ M for the true score F =
/// ½‖c‖² − x·c, but for what all centers have in common, where M = ‖x − x̂‖·‖c‖ + ‖x̂‖·‖c − ĉ‖ + u + 2⁻²²·½‖c‖² + 2⁻²²·(½‖c‖² + ‖x‖·‖c‖):
/// what rounding of the vectors, of the beginnings and of the differences from the origin can do. Where the second sum is larger than the
/// first by more than 2M/u, and by what the numbers of centers in the last bits of the sums can do, the first center is the nearest
/// (docs/why/bounds.md).</para>
/// <para>For one shape of centers and one set of points; <see cref="MoveTo"/> takes new centers. Thread-safe between moves.</para>
/// </summary>
internal sealed class ScreenedCenters
{
    private const int PanelSize = Panel.Size;

    /// <summary>What single precision rounds 1 to, half of it.</summary>
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Smaller units, of vectors shorter than 1e-11, would be lost in single precision.</summary>
    private const double SmallestUnit = 1e-30;

    /// <summary>Sums begin here at most; a center that only fills its panel up begins here.</summary>
    private const float MostBegin = 2.1e9f;

    private const int MostOnStack = 1 << 14;

    private readonly RoundedTiles _points;
    private readonly int[] _panels;
    private readonly float[] _begins;
    private readonly int _marks;
    private NearestCenters _centers;
    private double _scale;
    private double _norm;
    private double _error;

    /// <summary>Rounds the centers.</summary>
    /// <param name="centers">The centers, of more than <see cref="NearestCenters.LargestDifferenceDimension"/> features.</param>
    /// <param name="points">The points, made from tiles with the same origin.</param>
    /// <exception cref="ArgumentException">The numbers of features disagree, or are too few.</exception>
    public ScreenedCenters(NearestCenters centers, RoundedTiles points)
    {
        ArgumentNullException.ThrowIfNull(centers);
        ArgumentNullException.ThrowIfNull(points);
        if (centers.Columns != points.Points.Columns || centers.Columns <= NearestCenters.LargestDifferenceDimension)
        {
            throw new ArgumentException(
                $"The centers have {centers.Columns} features and the points {points.Points.Columns}; "
                + $"both must have the same number, more than {NearestCenters.LargestDifferenceDimension}.",
                nameof(centers));
        }

        _points = points;
        _centers = centers;
        int padded = (centers.Count + PanelSize - 1) / PanelSize * PanelSize;
        _panels = new int[checked(padded * RoundedTiles.PairsOf(centers.Columns))];
        _begins = new float[padded];
        _marks = (int)BitOperations.RoundUpToPowerOf2((uint)padded) - 1;
        MoveTo(centers);
    }

    /// <summary>Takes new centers.</summary>
    /// <param name="centers">As many as before, of as many features.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public void MoveTo(NearestCenters centers, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(centers);
        if (centers.Count != _centers.Count || centers.Columns != _centers.Columns)
        {
            throw new ArgumentException(
                $"The centers are {centers.Count} × {centers.Columns}; those before were {_centers.Count} × {_centers.Columns}.",
                nameof(centers));
        }

        _centers = centers;
        centers.Begins.CopyTo(_begins);
        double square = 0;
        foreach (float begin in _begins.AsSpan(0, centers.Count))
            square = Math.Max(square, 2 * (double)begin);

        // The second keeps the largest beginning, ½‖c‖², within what an inner product may be, also for tiles of typical norm.
        _norm = Math.Sqrt(square) * (1 + 1e-6);
        _scale = Math.Max(Math.Max(_norm, _norm * _norm / (2 * _points.TypicalNorm)), _points.TypicalNorm * 1e-6) / RoundedTiles.Units;
        double error = ParallelChunks.Reduce(centers.Count, CenterPanels.CentersAtOnce(centers.Columns), Round, Math.Max, threads);
        _error = Math.Sqrt(error) * (1 + 1e-6);
    }

    /// <summary>
    /// Nearest center of each point of some tiles, as <see cref="NearestCenters.Assign(PointTiles, int, Span{int})"/> finds it. Runs on the
    /// caller's thread.
    /// </summary>
    /// <param name="tileStart">First tile.</param>
    /// <param name="labels">Receives the labels from the first tile's first point on; its length says for how many points.</param>
    /// <param name="gap">
    /// Points are counted as close whose squared distances to the two nearest centers differ by less than about this.
    /// </param>
    /// <param name="soonRead">
    /// Rows that will be read when this is done, one for each point: they are brought into the cache meanwhile.
    /// </param>
    /// <returns>How many points screening left in doubt, and how many are close.</returns>
    public ScreeningCounts Assign(int tileStart, Span<int> labels, double gap = 0, MatrixView soonRead = default) =>
        Assign(tileStart, labels, gap, soonRead, default, default, LaneWidths.Widest);

    /// <summary>The same, with what it knows of the scores ½‖c‖² − x·c, the origin subtracted.</summary>
    /// <param name="tileStart">First tile.</param>
    /// <param name="labels">Receives the labels.</param>
    /// <param name="own">Receives for each point a value that the score of its own center doesn't exceed.</param>
    /// <param name="others">Receives for each point a value that the scores of all other centers reach.</param>
    public void Assign(int tileStart, Span<int> labels, Span<float> own, Span<float> others)
    {
        if (own.Length != labels.Length || others.Length != labels.Length)
        {
            throw new ArgumentException(
                $"There is room for {own.Length} and {others.Length} scores; the points are {labels.Length}.", nameof(own));
        }

        Assign(tileStart, labels, 0, default, own, others, LaneWidths.Widest);
    }

    internal ScreeningCounts Assign(
        int tileStart, Span<int> labels, double gap, MatrixView soonRead, Span<float> own, Span<float> others, LaneWidth width)
    {
        int size = PointTiles.TileSize * _centers.Columns;
        Span<int> begins = _begins.Length <= MostOnStack ? stackalloc int[_begins.Length] : new int[_begins.Length];
        Span<float> gathered = size <= MostOnStack ? stackalloc float[size] : new float[size];
        Span<int> rows = stackalloc int[PointTiles.TileSize], nearest = stackalloc int[PointTiles.TileSize];
        Span<int> smallest = stackalloc int[PointTiles.TileSize], second = stackalloc int[PointTiles.TileSize];
        int doubtful = 0, close = 0, waiting = 0;
        for (int start = 0; start < labels.Length; start += PointTiles.TileSize)
        {
            int tile = tileStart + (start / PointTiles.TileSize), count = Math.Min(PointTiles.TileSize, labels.Length - start);
            uint all = uint.MaxValue >> (PointTiles.TileSize - count), doubt = all;
            Prefetch.Rows(soonRead, start, count);
            TileRounding rounding = _points.Rounding(tile);
            double unit = rounding.Scale * _scale, margin = (Margin(rounding) / unit) + _marks;
            if (unit > SmallestUnit && margin < uint.MaxValue)
            {
                Begin((float)(1 / unit), begins);
                Run(_points.Words(tile), begins, smallest, second, width);
                Label(smallest, labels.Slice(start, count));
                doubt &= Within((uint)margin + 1, smallest, second);
                close += BitOperations.PopCount(all & Within((uint)Math.Min(gap / (2 * unit), uint.MaxValue), smallest, second));
            }

            if (!own.IsEmpty)
                Scores((margin + _marks) / 2, unit, doubt, smallest, second, own.Slice(start, count), others.Slice(start, count));

            doubtful += BitOperations.PopCount(doubt);
            for (; doubt != 0; doubt &= doubt - 1)
            {
                int row = (tile * PointTiles.TileSize) + BitOperations.TrailingZeroCount(doubt);
                Prefetch.Rows(_points.Points, row, 1);
                rows[waiting++] = row;
                if (waiting < PointTiles.TileSize)
                    continue;

                Look(rows, tileStart, labels, gathered, nearest);
                waiting = 0;
            }
        }

        if (waiting > 0)
        {
            // A whole tile is gathered faster than part of one.
            rows[waiting..].Fill(rows[waiting - 1]);
            Look(rows, tileStart, labels, gathered, nearest);
        }

        return new(doubtful, close);
    }

    /// <summary>The numbers of centers that came along with the smallest sums.</summary>
    private void Label(ReadOnlySpan<int> smallest, Span<int> labels)
    {
        if (labels.Length == PointTiles.TileSize)
        {
            Vector512<int> marks = Vector512.Create(_marks);
            (Vector512.Create(smallest) & marks).CopyTo(labels);
            (Vector512.Create(smallest[16..]) & marks).CopyTo(labels[16..]);
            return;
        }

        for (int i = 0; i < labels.Length; i++)
            labels[i] = smallest[i] & _marks;
    }

    /// <summary>
    /// A bit for each point whose two sums differ by no more than so much. A difference of 32-bit numbers is right without its sign.
    /// </summary>
    private static uint Within(uint most, ReadOnlySpan<int> smallest, ReadOnlySpan<int> second)
    {
        Vector512<uint> limit = Vector512.Create(most);
        Vector512<int> left = Vector512.Create(second) - Vector512.Create(smallest),
            right = Vector512.Create(second[16..]) - Vector512.Create(smallest[16..]);
        ulong low = Vector512.LessThanOrEqual(left.AsUInt32(), limit).ExtractMostSignificantBits();
        ulong high = Vector512.LessThanOrEqual(right.AsUInt32(), limit).ExtractMostSignificantBits();
        return (uint)(low | (high << 16));
    }

    /// <summary>
    /// Scores to either side of the sums. Where there is doubt, the own center may be any whose sum lies near the smallest.
    /// </summary>
    private static void Scores(
        double margin, double unit, uint doubt, ReadOnlySpan<int> smallest, ReadOnlySpan<int> second, Span<float> own, Span<float> others)
    {
        // In units; conversion to single precision takes less than 2⁻²² of the largest sum.
        double slack = margin + 512;
        bool known = unit > SmallestUnit && margin < uint.MaxValue;
        for (int i = 0; i < own.Length; i++)
        {
            int other = (doubt >> i & 1) != 0 ? smallest[i] : second[i];
            own[i] = known ? (float)((smallest[i] + slack) * unit) : float.PositiveInfinity;
            others[i] = known ? (float)((other - slack) * unit) : float.NegativeInfinity;
        }
    }

    /// <summary>Labels of a tile of points from anywhere, without screening.</summary>
    private void Look(ReadOnlySpan<int> rows, int tileStart, Span<int> labels, Span<float> tile, Span<int> nearest)
    {
        PointTiles.Gather(_points.Points, rows, _points.Origin, tile);
        _centers.AssignTile(tile, _points.Points, rows, nearest);
        for (int i = 0; i < rows.Length; i++)
            labels[rows[i] - (tileStart * PointTiles.TileSize)] = nearest[i];
    }

    /// <summary>
    /// 2M and what its own rounding and that to a whole number take. Not a number, or infinite, where a point or center is.
    /// </summary>
    private double Margin(TileRounding tile)
    {
        double origin = 4 * UnitRoundoff * ((_norm * _norm / 2) + (tile.Norm * _norm));
        double vectors = (tile.Error * _norm) + ((tile.Norm + tile.Error) * _error);

        // Beginnings are scaled in single precision, in three roundings, and then rounded to a whole number.
        double begins = (2 * UnitRoundoff * _norm * _norm) + (tile.Scale * _scale);
        return 2.00001 * (origin + vectors + begins);
    }

    /// <summary>½‖c‖² in the units of a tile's sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Begin(float units, Span<int> begins)
    {
        ref float source = ref MemoryMarshal.GetArrayDataReference(_begins);
        ref int destination = ref MemoryMarshal.GetReference(begins);
        for (nuint i = 0; i < (nuint)_begins.Length; i += PanelSize)
        {
            Vector256<float> begin = Vector256.Min(
                Vector256.LoadUnsafe(ref source, i) * Vector256.Create(units), Vector256.Create(MostBegin));
            Vector256.ConvertToInt32(Vector256.Round(begin)).StoreUnsafe(ref destination, i);
        }
    }

    private void Run(ReadOnlySpan<int> tile, ReadOnlySpan<int> begins, Span<int> smallest, Span<int> second, LaneWidth width)
    {
        switch (width)
        {
            case LaneWidth.Vector512: Run<ByteLanes512, Lanes512>(tile, begins, smallest, second); break;
            case LaneWidth.Vector256: Run<ByteLanes256, Lanes256>(tile, begins, smallest, second); break;
            default: Run<ByteLanes1, Lanes1>(tile, begins, smallest, second); break;
        }
    }

    private void Run<TWords, TLanes>(ReadOnlySpan<int> tile, ReadOnlySpan<int> begins, Span<int> smallest, Span<int> second)
        where TWords : struct, IByteLanes<TWords, TLanes>
        where TLanes : struct, ILanes<TLanes> =>
        PanelKernel<TWords, int, WordForm<TWords, TLanes>, TwoSmallestSums<TWords, TLanes>, TwoSmallest>.Run(
            ref MemoryMarshal.GetReference(tile),
            1,
            ref MemoryMarshal.GetArrayDataReference(_panels),
            ref MemoryMarshal.GetReference(begins),
            begins.Length / PanelSize,
            RoundedTiles.PairsOf(_centers.Columns),
            new TwoSmallest { Marks = _marks, Smallest = smallest, Second = second });

    /// <summary>Rounds −c into the panels; returns the largest ‖c − ĉ‖².</summary>
    private double Round(int start, int end)
    {
        int pairs = RoundedTiles.PairsOf(_centers.Columns);
        double scale = _scale, units = 1 / scale, largest = 0;
        Span<float> center = new float[2 * pairs];
        for (int i = start; i < end; i++)
        {
            _centers.CopyMoved(i, center);
            ref int word = ref _panels[(i / PanelSize * PanelSize * pairs) + (i % PanelSize)];
            double error = 0;
            for (int column = 0; column < center.Length; column += 2)
            {
                double even = Math.Round(center[column] * units), odd = Math.Round(center[column + 1] * units);
                double evenError = center[column] - (even * scale), oddError = center[column + 1] - (odd * scale);
                error += (evenError * evenError) + (oddError * oddError);
                Unsafe.Add(ref word, column / 2 * PanelSize) = (-(int)even & 0xFFFF) | (-(int)odd << 16);
            }

            largest = Math.Max(largest, error);
        }

        return largest;
    }
}

/// <summary>What a screened assignment saw.</summary>
/// <param name="Doubtful">Points that screening left in doubt.</param>
/// <param name="Close">Points whose squared distances to the two nearest centers differ by less than was asked for.</param>
internal readonly record struct ScreeningCounts(int Doubtful, int Close);
