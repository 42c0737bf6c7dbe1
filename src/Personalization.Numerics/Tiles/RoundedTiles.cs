using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// Tiles of points rounded to 16-bit whole numbers, each tile by a scale of its own, with the most by which rounding moved a point: what
/// <see cref="ScreenedCenters"/> looks at first. Two features stand side by side in 32 bits, so that one instruction multiplies and adds
/// both. 2 · n · d bytes.
/// <para>The points themselves are read again where rounding leaves doubt: they must not change meanwhile. Immutable and thread-safe until
/// it is disposed.</para>
/// </summary>
internal sealed class RoundedTiles : IDisposable
{
    /// <summary>
    /// Norms are scaled to this many units: the inner product of two such vectors then stays below half of what 32 bits hold, whatever
    /// their length (Cauchy–Schwarz, for every partial sum as well), which leaves as much for half a squared norm.
    /// </summary>
    internal const int Units = 32_000;

    /// <summary>Values of a chunk of tiles fit into a second-level cache.</summary>
    private const int ValuesAtOnce = 1 << 17;

    private readonly TileRounding[] _roundings;
    private readonly float[] _origin;
    private float[] _squaredNorms;
    private int[] _words;

    /// <summary>Rounds points.</summary>
    /// <param name="points">The points, n × d.</param>
    /// <param name="origin">d values subtracted from every point; empty for none.</param>
    /// <param name="typicalNorm">
    /// About the norm of the points once the origin is subtracted, positive and finite: shorter ones are rounded as if they were as long.
    /// </param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next block of tiles.</param>
    /// <exception cref="ArgumentOutOfRangeException">The norm isn't positive and finite.</exception>
    /// <exception cref="ArgumentException">The origin has another number of values than the points.</exception>
    public RoundedTiles(
        MatrixView points, ReadOnlySpan<float> origin, double typicalNorm, int? threads = null,
        CancellationToken cancellationToken = default)
    {
        if (!(typicalNorm > 0) || !double.IsFinite(typicalNorm))
        {
            throw new ArgumentOutOfRangeException(
                nameof(typicalNorm), typicalNorm, $"The typical norm is {typicalNorm}; it must be positive and finite.");
        }

        if (!origin.IsEmpty && origin.Length != points.Columns)
            throw new ArgumentException($"The origin has {origin.Length} values; the points have {points.Columns}.", nameof(origin));

        (Points, _origin, TypicalNorm) = (points, origin.ToArray(), typicalNorm);
        int tiles = PointTiles.CountOf(points.Rows);
        _roundings = new TileRounding[tiles];
        _squaredNorms = ArrayPool<float>.Shared.Rent(tiles * PointTiles.TileSize);
        _words = ArrayPool<int>.Shared.Rent(checked(tiles * WordsOf(points.Columns)));
        ParallelChunks.Run(
            tiles,
            Math.Max(1, ValuesAtOnce / Math.Max(1, PointTiles.TileSize * points.Columns)),
            (_, start, end) => Round(start, end),
            threads,
            cancellationToken);
    }

    /// <summary>Whether the processor multiplies 16-bit numbers faster than singles; where it doesn't, screening only costs time.</summary>
    public static bool IsFast => Avx2.IsSupported;

    /// <summary>The points that were rounded, n × d.</summary>
    public MatrixView Points { get; }

    /// <summary>What was subtracted from every point; empty for nothing.</summary>
    public ReadOnlySpan<float> Origin => _origin;

    internal double TypicalNorm { get; }

    /// <summary>Squared norms of a tile's points, the origin subtracted.</summary>
    /// <param name="tile">From 0 to the number of tiles − 1.</param>
    public ReadOnlySpan<float> SquaredNorms(int tile) => _squaredNorms.AsSpan(tile * PointTiles.TileSize, PointTiles.TileSize);

    /// <summary>Gives the memory back; nothing may read the tiles any more.</summary>
    public void Dispose()
    {
        int[] words = Interlocked.Exchange(ref _words, []);
        if (words.Length == 0)
            return;

        ArrayPool<int>.Shared.Return(words);
        ArrayPool<float>.Shared.Return(_squaredNorms);
        _squaredNorms = [];
    }

    /// <summary>Pairs of features, the last filled up with zero, of so many.</summary>
    internal static int PairsOf(int columns) => (columns + 1) / 2;

    /// <summary>Pair p of point i at p · <see cref="PointTiles.TileSize"/> + i: the even feature in the lower half.</summary>
    internal ReadOnlySpan<int> Words(int tile) => WordsOf(tile, Points.Columns);

    internal TileRounding Rounding(int tile) => _roundings[tile];

    private static int WordsOf(int columns) => PairsOf(columns) * PointTiles.TileSize;

    private Span<int> WordsOf(int tile, int columns) => _words.AsSpan(tile * WordsOf(columns), WordsOf(columns));

    private void Round(int start, int end)
    {
        float[] tile = ArrayPool<float>.Shared.Rent(PointTiles.TileSize * Points.Columns);
        Span<float> values = tile.AsSpan(0, PointTiles.TileSize * Points.Columns);
        for (int at = start; at < end; at++)
        {
            int row = at * PointTiles.TileSize;
            PointTiles.Fill(Points.Slice(row, Math.Min(PointTiles.TileSize, Points.Rows - row)), _origin, values);
            Span<float> norms = _squaredNorms.AsSpan(row, PointTiles.TileSize);
            _roundings[at] = Round(values, Points.Columns, TypicalNorm, WordsOf(at, Points.Columns), norms);
        }

        ArrayPool<float>.Shared.Return(tile);
    }

    /// <summary>Rounds one tile; the words are laid out as <see cref="Words"/> says.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static TileRounding Round(ReadOnlySpan<float> tile, int columns, double typicalNorm, Span<int> words, Span<float> squaredNorms)
    {
        ref float values = ref MemoryMarshal.GetReference(tile);
        ref int destination = ref MemoryMarshal.GetReference(words);
        (Vector512<float> left, Vector512<float> right) = PointTiles.SquaredNorms(tile);
        left.CopyTo(squaredNorms);
        right.CopyTo(squaredNorms[16..]);

        // Sums of squares in single precision, rounded up by more than they can have lost.
        double upward = 1 + ((columns + 8) / (double)(1 << 22)), norm = Math.Sqrt(Largest(left, right)) * upward;
        float scale = (float)(Math.Max(norm, typicalNorm) / Units);
        Vector512<float> units = Vector512.Create(1 / scale), back = Vector512.Create(-scale);
        (left, right) = (default, default);
        for (int pair = 0; pair < PairsOf(columns); pair++)
        {
            Vector512<int> a = RoundPair(ref values, pair, 0, columns, units, back, ref left),
                b = RoundPair(ref values, pair, 16, columns, units, back, ref right);
            a.StoreUnsafe(ref destination, (nuint)(pair * PointTiles.TileSize));
            b.StoreUnsafe(ref destination, (nuint)((pair * PointTiles.TileSize) + 16));
        }

        return new(scale, norm, Math.Sqrt(Largest(left, right)) * upward);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> RoundPair(
        ref float values, int pair, int lane, int columns, Vector512<float> units, Vector512<float> back, ref Vector512<float> errors)
    {
        Vector512<int> even = RoundFeature(Load(ref values, 2 * pair, lane), units, back, ref errors);
        Vector512<int> odd = (2 * pair) + 1 < columns
            ? RoundFeature(Load(ref values, (2 * pair) + 1, lane), units, back, ref errors)
            : default;
        return (even & Vector512.Create(0xFFFF)) | (odd << 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> RoundFeature(
        Vector512<float> value, Vector512<float> units, Vector512<float> back, ref Vector512<float> errors)
    {
        Vector512<float> rounded = Vector512.Round(value * units), error = Vector512.FusedMultiplyAdd(rounded, back, value);
        errors = Vector512.FusedMultiplyAdd(error, error, errors);
        return Vector512.ConvertToInt32Native(rounded);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(ref float values, int column, int lane) =>
        Vector512.LoadUnsafe(ref values, (nuint)((column * PointTiles.TileSize) + lane));

    /// <summary>NaN where one is among them.</summary>
    private static double Largest(Vector512<float> left, Vector512<float> right)
    {
        Vector512<float> larger = Vector512.Max(left, right);
        float largest = 0;
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
            largest = Math.Max(largest, larger[lane]);

        return largest;
    }
}

/// <summary>How a tile was rounded.</summary>
/// <param name="Scale">What one unit stands for.</param>
/// <param name="Norm">At least the largest norm of the tile's points; not finite where one isn't.</param>
/// <param name="Error">At least the largest distance of a point from its rounded image.</param>
internal readonly record struct TileRounding(float Scale, double Norm, double Error);
