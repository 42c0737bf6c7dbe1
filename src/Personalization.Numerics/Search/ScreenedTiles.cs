using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// Holds tiles of rows against many queries in 16-bit whole numbers first, which a processor multiplies nearly twice as fast as singles.
/// Only pairs whose sum leaves open whether they reach their query's threshold, mostly far fewer than one in a hundred, are scored in
/// single precision, by the additions that would have been made anyway: what is found, and its score, is the same to the bit.
/// <para>With x̂ and q̂ the rounded vectors and S a sum of units u, the score lies within ‖x − x̂‖·‖q‖ + ‖x̂‖·‖q − q̂‖ + (d +
/// 16)·2⁻²⁴·‖x‖·‖q‖ of u·S: what rounding can do (Cauchy–Schwarz), and single precision.</para>
/// </summary>
internal sealed class ScreenedTiles : IDisposable
{
    private const double UnitRoundoff = 1.0 / (1 << 24);

    /// <summary>Beyond, all pairs of the tile are scored.</summary>
    private const int MostPairs = 512;

    /// <summary>So many tiles are scored plainly after one of which too much was left.</summary>
    private const int Rest = 4;

    /// <summary>Where all rows are shorter, squares of what rounding takes are lost in single precision.</summary>
    private const double LeastNorm = 1e-12;

    /// <summary>No sum of products comes near.</summary>
    private const float LargestSum = 2.1e9f;

    /// <summary>Beyond, products may overflow in single precision.</summary>
    private const double LargestNorm = 1e18;

    private readonly RoundedQueries _queries;
    private readonly VectorMetric _metric;
    private readonly LaneWidth _width;
    private readonly int _unitLength;
    private readonly int[] _memory;
    private int _resting;

    public ScreenedTiles(RoundedQueries queries, int columns, VectorMetric metric, LaneWidth width)
    {
        (_queries, _metric, _width) = (queries, metric, width);
        _unitLength = metric == VectorMetric.Cosine ? columns * PointTiles.TileSize : 0;
        _memory = ArrayPool<int>.Shared.Rent(WordCount + QueryCount + MostPairs + QueryCount + _unitLength);

        // What fills the last panel up reaches nothing.
        Wanted.Fill(float.PositiveInfinity);
    }

    private int WordCount => _queries.Pairs * PointTiles.TileSize;

    private int QueryCount => _queries.Begins.Length;

    private Span<int> Words => _memory.AsSpan(0, WordCount);

    private Span<int> Thresholds => _memory.AsSpan(WordCount, QueryCount);

    private Span<int> Pairs => _memory.AsSpan(WordCount + QueryCount, MostPairs);

    /// <summary>The scores that rows must reach, for each query.</summary>
    private Span<float> Wanted => MemoryMarshal.Cast<int, float>(_memory.AsSpan(WordCount + QueryCount + MostPairs, QueryCount));

    /// <summary>The rows scaled to length 1, where cosines are wanted.</summary>
    private Span<float> Unit =>
        MemoryMarshal.Cast<int, float>(_memory.AsSpan(WordCount + QueryCount + MostPairs + QueryCount, _unitLength));

    public void Dispose() => ArrayPool<int>.Shared.Return(_memory);

    /// <summary>
    /// Offers the rows of a tile that reach their query's threshold; false where too many might, or where nothing can be said of the sums.
    /// </summary>
    public bool TryRun(scoped in ScoredTile tile, QueryBlock queries, BestRows best)
    {
        if (_resting-- > 0 || !Screen(in tile, best.Thresholds, out int count))
            return false;

        _resting = count > MostPairs ? Rest : 0;
        if (count > MostPairs)
            return false;

        if (_metric == VectorMetric.Cosine)
            PairScores<CosineSimilarity>.Offer(in tile, queries, Pairs[..count], best);
        else
            PairScores<DotSimilarity>.Offer(in tile, queries, Pairs[..count], best);

        return true;
    }

    [SkipLocalsInit]
    private bool Screen(scoped in ScoredTile tile, ReadOnlySpan<float> wanted, out int count)
    {
        count = 0;
        Span<float> squares = stackalloc float[PointTiles.TileSize];
        ReadOnlySpan<float> values = tile.Values;
        if (_metric == VectorMetric.Cosine)
        {
            ScaleToLengthOne(in tile, _width);
            values = Unit;
        }

        TileRounding rounding = RoundedTiles.Round(values, values.Length / PointTiles.TileSize, LeastNorm, Words, squares);
        if (!(rounding.Norm is > LeastNorm and < LargestNorm))
            return false;

        SetThresholds(rounding, values.Length / PointTiles.TileSize, wanted);
        ReachingPairs pairs = new(Thresholds, stackalloc uint[ReachingPairs.MostAtOnce], Pairs, ref count, tile.Valid);
        if (_width == LaneWidth.Vector512 && Avx512BW.IsSupported)
            Run<ByteLanes512, Lanes512>(in pairs);
        else
            Run<ByteLanes256, Lanes256>(in pairs);

        return true;
    }

    private void Run<TWords, TLanes>(scoped in ReachingPairs pairs)
        where TWords : struct, IByteLanes<TWords, TLanes>
        where TLanes : struct, ILanes<TLanes> =>
        PanelKernel<TWords, int, WordForm<TWords, TLanes>, ReachingSums<TWords, TLanes>, ReachingPairs>.Run(
            ref Words[0], 1, ref _queries.Words[0], ref _queries.Begins[0], QueryCount / Panel.Size, _queries.Pairs, in pairs);

    private void ScaleToLengthOne(scoped in ScoredTile tile, LaneWidth width)
    {
        ref float values = ref MemoryMarshal.GetReference(tile.Values), scales = ref MemoryMarshal.GetReference(tile.Scales);
        int columns = tile.Values.Length / PointTiles.TileSize;
        if (width == LaneWidth.Vector512)
            InverseLengths.Of<Lanes512>(ref values, columns, ref scales);
        else
            InverseLengths.Of<Lanes256>(ref values, columns, ref scales);

        Span<float> unit = Unit;
        Vector512<float> left = Vector512.Create<float>(tile.Scales), right = Vector512.Create<float>(tile.Scales[16..]);
        for (int at = 0; at < unit.Length; at += PointTiles.TileSize)
        {
            (Vector512.Create<float>(tile.Values[at..]) * left).CopyTo(unit[at..]);
            (Vector512.Create<float>(tile.Values[(at + 16)..]) * right).CopyTo(unit[(at + 16)..]);
        }
    }

    /// <summary>The sums below which a score is below its query's threshold for sure.</summary>
    private void SetThresholds(TileRounding rounding, int columns, ReadOnlySpan<float> wanted)
    {
        wanted.CopyTo(Wanted);
        Span<int> thresholds = Thresholds;
        ReadOnlySpan<float> scores = Wanted;
        double single = (columns + 16) * UnitRoundoff * rounding.Norm;
        Vector256<float> perNorm = Vector256.Create((float)((rounding.Error + single) * 1.0001)),
            perError = Vector256.Create((float)((rounding.Norm + rounding.Error) * 1.0001));
        Vector256<float> units = Vector256.Create(1 / rounding.Scale), most = Vector256.Create(LargestSum);
        for (int query = 0; query < thresholds.Length; query += Vector256<float>.Count)
        {
            Vector256<float> margin = (Load(_queries.Norms, query) * perNorm) + (Load(_queries.Errors, query) * perError);
            Vector256<float> sum = (Load(scores, query) - margin) * (Load(_queries.InverseUnits, query) * units);

            // Four roundings above, and one to a whole number. No sum reaches the most.
            sum = Vector256.Max(Vector256.Min(sum, most), -most);
            sum -= (Vector256.Abs(sum) * Vector256.Create(1f / (1 << 21))) + Vector256.Create(2f);
            Vector256.ConvertToInt32(sum).CopyTo(thresholds[query..]);
        }
    }

    private static Vector256<float> Load(ReadOnlySpan<float> values, int index) => Vector256.Create(values[index..]);
}
