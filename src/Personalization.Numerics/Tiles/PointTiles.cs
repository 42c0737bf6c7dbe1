using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Personalization.Numerics;

/// <summary>
/// n × d points laid out for kernels that work on many points at once: tiles of <see cref="TileSize"/> points, feature-major inside a tile,
/// so that one vector load brings the same feature of neighbouring points. Copied once, read often; 4 · n · d bytes, rounded up to whole
/// tiles. Immutable and thread-safe until it is disposed, which gives the memory to whoever asks next: fresh memory costs more than filling
/// it.
/// </summary>
internal sealed class PointTiles : IDisposable
{
    /// <summary>Points in a tile: two vectors of 512 bits, four of 256.</summary>
    public const int TileSize = 32;

    private const int TilesAtOnce = 256;

    /// <summary>Tiles of a chunk fit into a second-level cache.</summary>
    private const int ValuesAtOnce = 1 << 17;

    private float[] _values;
    private readonly float[] _origin;

    /// <summary>Copies points into tiles.</summary>
    /// <param name="points">The points, n × d.</param>
    /// <param name="origin">
    /// d values subtracted from every point, so that coordinates far from zero keep their digits; empty for none.
    /// </param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <param name="cancellationToken">Stops before the next block of tiles.</param>
    /// <exception cref="ArgumentException">The origin has another number of values than the points.</exception>
    public PointTiles(
        MatrixView points, ReadOnlySpan<float> origin = default, int? threads = null, CancellationToken cancellationToken = default)
    {
        if (!origin.IsEmpty && origin.Length != points.Columns)
            throw new ArgumentException($"The origin has {origin.Length} values; the points have {points.Columns}.", nameof(origin));

        Points = points;
        TileCount = CountOf(points.Rows);
        long length = (long)TileCount * TileSize * Columns;
        if (length > Array.MaxLength)
            throw new ArgumentException($"{Rows} × {Columns} points are more than one array can hold.", nameof(points));

        _values = ArrayPool<float>.Shared.Rent((int)length);
        _origin = origin.ToArray();
        ParallelChunks.Run(
            TileCount,
            Math.Clamp(ValuesAtOnce / Math.Max(1, TileSize * Columns), 1, TilesAtOnce),
            (_, start, end) => Fill(points, _origin, start, end, TileOf(start, end)),
            threads,
            cancellationToken);
    }

    /// <summary>
    /// The points that were copied, n × d. Where single precision leaves it open which center is nearest, these are looked at: they must
    /// not change meanwhile.
    /// </summary>
    public MatrixView Points { get; }

    /// <summary>Number of points.</summary>
    public int Rows => Points.Rows;

    /// <summary>Number of features.</summary>
    public int Columns => Points.Columns;

    /// <summary>What was subtracted from every point; empty for nothing.</summary>
    public ReadOnlySpan<float> Origin => _origin;

    /// <summary>Number of tiles; the last may be filled up with zeros.</summary>
    public int TileCount { get; }

    /// <summary>Values of a tile: feature f of its point p at f · <see cref="TileSize"/> + p.</summary>
    /// <param name="tile">From 0 to TileCount − 1.</param>
    public ReadOnlySpan<float> Tile(int tile) => TileOf(tile, tile + 1);

    /// <summary>Values of neighbouring tiles, one after the other.</summary>
    /// <param name="tile">The first, from 0.</param>
    /// <param name="count">How many.</param>
    public ReadOnlySpan<float> Tiles(int tile, int count) => TileOf(tile, tile + count);

    /// <summary>Gives the memory back; nothing may read the tiles any more. Not needed, but what is fitted next begins sooner.</summary>
    public void Dispose()
    {
        float[] values = Interlocked.Exchange(ref _values, []);
        if (values.Length > 0)
            ArrayPool<float>.Shared.Return(values);
    }

    /// <summary>Tiles that so many points fill: ⌈n / <see cref="TileSize"/>⌉.</summary>
    /// <param name="rows">Number of points.</param>
    public static int CountOf(int rows) => (int)(((long)rows + TileSize - 1) / TileSize);

    /// <summary>Makes one tile of up to <see cref="TileSize"/> rows from anywhere; points that are missing become zeros.</summary>
    /// <param name="points">The points, n × d.</param>
    /// <param name="rows">Which of them.</param>
    /// <param name="origin">d values subtracted from every point, or none.</param>
    /// <param name="tile">Receives d · <see cref="TileSize"/> values, laid out as <see cref="Tile"/> says.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void Gather(MatrixView points, ReadOnlySpan<int> rows, ReadOnlySpan<float> origin, Span<float> tile)
    {
        if (rows.Length > TileSize || tile.Length != TileSize * points.Columns || (!origin.IsEmpty && origin.Length != points.Columns))
        {
            throw new ArgumentException(
                $"{rows.Length} points of {points.Columns} values don't fit a tile of {tile.Length} values.", nameof(rows));
        }

        Span<int> starts = stackalloc int[TileSize];
        for (int i = 0; i < rows.Length; i++)
        {
            if ((uint)rows[i] >= (uint)points.Rows)
                throw new ArgumentOutOfRangeException(nameof(rows), rows[i], $"There is no row {rows[i]} in {points.Rows}.");

            starts[i] = rows[i] * points.Stride;
        }

        Fill(points.Memory.Span, starts[..rows.Length], points.Columns, origin, tile);
    }

    /// <summary>Squared norms of a tile's points, in single precision, the first sixteen and the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static (Vector512<float> Left, Vector512<float> Right) SquaredNorms(ReadOnlySpan<float> tile)
    {
        Vector512<float> left = default, right = default;
        for (int start = 0; start < tile.Length; start += TileSize)
        {
            Vector512<float> a = Vector512.Create(tile[start..]), b = Vector512.Create(tile[(start + 16)..]);
            left = Vector512.FusedMultiplyAdd(a, a, left);
            right = Vector512.FusedMultiplyAdd(b, b, right);
        }

        return (left, right);
    }

    /// <summary>Copies up to <see cref="TileSize"/> rows into one tile; points that are missing become zeros.</summary>
    internal static void Fill(MatrixView points, ReadOnlySpan<float> origin, Span<float> tile) =>
        Fill(points.Memory.Span, points.Stride, points.Rows, points.Columns, origin, tile);

    /// <summary>Copies up to <see cref="TileSize"/> neighbouring rows into one tile; points that are missing become zeros.</summary>
    internal static void Fill(ReadOnlySpan<float> values, int stride, int rows, int columns, ReadOnlySpan<float> origin, Span<float> tile)
    {
        Span<int> starts = stackalloc int[TileSize];
        for (int i = 0; i < rows; i++)
            starts[i] = i * stride;

        Fill(values, starts[..rows], columns, origin, tile);
    }

    /// <summary>Four points × four features at a time; what is left over, one value at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fill(
        ReadOnlySpan<float> values, ReadOnlySpan<int> starts, int columns, ReadOnlySpan<float> origin, Span<float> tile)
    {
        if (!starts.IsEmpty && (starts[^1] + columns > values.Length || tile.Length < TileSize * columns))
            throw new ArgumentException($"The rows or the tile are shorter than {columns} features need.", nameof(tile));

        ref float value = ref MemoryMarshal.GetReference(values);
        ref float destination = ref MemoryMarshal.GetReference(tile);
        ref float shift = ref MemoryMarshal.GetReference(origin);
        int blocked = Sse.IsSupported && starts.Length == TileSize ? columns & ~3 : 0;
        for (int point = 0; point < TileSize && blocked > 0; point += 4)
        {
            ref float a = ref Unsafe.Add(ref value, starts[point]);
            ref float b = ref Unsafe.Add(ref value, starts[point + 1]);
            ref float c = ref Unsafe.Add(ref value, starts[point + 2]);
            ref float d = ref Unsafe.Add(ref value, starts[point + 3]);
            for (int feature = 0; feature < blocked; feature += 4)
            {
                Vector128<float> middle = origin.IsEmpty ? default : Vector128.LoadUnsafe(ref shift, (nuint)feature);
                Transpose(
                    Vector128.LoadUnsafe(ref a, (nuint)feature) - middle,
                    Vector128.LoadUnsafe(ref b, (nuint)feature) - middle,
                    Vector128.LoadUnsafe(ref c, (nuint)feature) - middle,
                    Vector128.LoadUnsafe(ref d, (nuint)feature) - middle,
                    ref Unsafe.Add(ref destination, (feature * TileSize) + point));
            }
        }

        for (int feature = blocked; feature < columns; feature++)
        {
            float middle = origin.IsEmpty ? 0 : origin[feature];
            ref float line = ref Unsafe.Add(ref destination, feature * TileSize);
            for (int point = 0; point < starts.Length; point++)
                Unsafe.Add(ref line, point) = Unsafe.Add(ref value, starts[point] + feature) - middle;

            for (int point = starts.Length; point < TileSize; point++)
                Unsafe.Add(ref line, point) = 0;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d, ref float destination)
    {
        Vector128<float> lowerLeft = Sse.UnpackLow(a, b), lowerRight = Sse.UnpackLow(c, d);
        Vector128<float> upperLeft = Sse.UnpackHigh(a, b), upperRight = Sse.UnpackHigh(c, d);
        Sse.MoveLowToHigh(lowerLeft, lowerRight).StoreUnsafe(ref destination);
        Sse.MoveHighToLow(lowerRight, lowerLeft).StoreUnsafe(ref destination, TileSize);
        Sse.MoveLowToHigh(upperLeft, upperRight).StoreUnsafe(ref destination, 2 * TileSize);
        Sse.MoveHighToLow(upperRight, upperLeft).StoreUnsafe(ref destination, 3 * TileSize);
    }

    private static void Fill(MatrixView points, ReadOnlySpan<float> origin, int start, int end, Span<float> tiles)
    {
        ReadOnlySpan<float> values = points.Memory.Span;
        int size = TileSize * points.Columns;
        for (int tile = start; tile < end; tile++)
        {
            int row = tile * TileSize;
            int rows = Math.Min(TileSize, points.Rows - row);
            Fill(values[(row * points.Stride)..], points.Stride, rows, points.Columns, origin, tiles.Slice((tile - start) * size, size));
        }
    }

    private Span<float> TileOf(int start, int end)
    {
        int size = TileSize * Columns;

        // What is lent may be longer than was asked for: beyond the last tile stands somebody else's data.
        return _values.AsSpan(0, TileCount * size)[(start * size)..(end * size)];
    }
}
