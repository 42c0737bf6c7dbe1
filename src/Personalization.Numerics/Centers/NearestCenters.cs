using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>
/// Finds for each of n points the nearest of k centers by Euclidean distance, O(n · k · d) time, without ever holding the n × k distances.
/// Of equally near centers the first wins. Prepared for its centers, which only <see cref="MoveTo"/> changes: many threads may search at
/// once otherwise.
/// <para>What is found is what double precision finds: scores are computed in single precision, and where the two smallest lie so near to
/// each other that rounding can have put them in the wrong order, the distances themselves are summed in double precision, from the points
/// and centers as they were given.</para>
/// <para>Up to <see cref="LargestDifferenceDimension"/> features, a score is Σ (x − c)². Beyond, it is ½‖c‖² − x·c, half the work and the
/// same order up to rounding, with <see cref="Origin"/> subtracted from both so that data far from zero keeps its digits.</para>
/// <para>Same bits at any vector width. A point with NaN gets some label; nothing throws.</para>
/// </summary>
internal sealed class NearestCenters
{
    /// <summary>Most features for which squared differences are summed.</summary>
    public const int LargestDifferenceDimension = 8;

    /// <summary>Values of tiles that stay in the first-level cache until their scores have been judged.</summary>
    private const int ValuesAtOnce = 4096;

    private const int MostTilesAtOnce = 32;

    private const int MostOnStack = 256 * PointTiles.TileSize;

    private readonly CenterPanels _panels;
    private readonly double[] _centers;
    private ScoreMargin _margin;

    /// <summary>Prepares the centers, with their mean as the origin.</summary>
    /// <param name="centers">k × d, at least one row; copied.</param>
    public NearestCenters(MatrixView centers)
        : this(centers, OriginOf(MeanOf(centers)))
    {
    }

    /// <summary>Prepares the centers.</summary>
    /// <param name="centers">k × d, at least one row; copied.</param>
    /// <param name="origin">
    /// d values near the middle of the data; <see cref="OriginOf"/> makes it. The same must have been given to tiles that are assigned.
    /// </param>
    public NearestCenters(MatrixView centers, ReadOnlySpan<float> origin)
        : this(centers.Columns, centers.ToDoubles(), origin)
    {
    }

    /// <summary>Prepares centers in double precision.</summary>
    /// <param name="centers">k × d values, row-major, at least one row; copied.</param>
    /// <param name="columns">Number of features.</param>
    /// <param name="origin">d values near the middle of the data, or none: see <see cref="OriginOf"/>.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public NearestCenters(ReadOnlySpan<double> centers, int columns, ReadOnlySpan<float> origin)
        : this(columns, centers.ToArray(), origin)
    {
    }

    private NearestCenters(int columns, double[] centers, ReadOnlySpan<float> origin)
    {
        if (centers.Length == 0)
            throw new ArgumentException("There must be at least one center, of at least one feature.", nameof(centers));

        if (centers.Length % columns != 0)
            throw new ArgumentException($"{centers.Length} values aren't centers of {columns} features.", nameof(centers));

        if (origin.Length != OriginLength(columns))
            throw new ArgumentException($"The origin has {origin.Length} values; {OriginLength(columns)} are expected.", nameof(origin));

        (Count, Columns, _centers) = (centers.Length / columns, columns, centers);
        _panels = new CenterPanels(Count, Columns, origin);
        _margin = Pack(null);
    }

    /// <summary>Number of centers.</summary>
    public int Count { get; }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    /// <summary>What is subtracted from points and centers; empty where differences are summed.</summary>
    public ReadOnlySpan<float> Origin => _panels.Origin;

    private bool UsesDifferences => Columns <= LargestDifferenceDimension;

    /// <summary>
    /// How many values an origin has for points of so many features: as many beyond <see cref="LargestDifferenceDimension"/>, else none.
    /// </summary>
    /// <param name="columns">Number of features.</param>
    public static int OriginLength(int columns) => columns <= LargestDifferenceDimension ? 0 : columns;

    /// <summary>The origin for data of a given mean: the mean itself where it matters, else empty.</summary>
    /// <param name="mean">Mean of each of d features.</param>
    public static float[] OriginOf(ReadOnlySpan<double> mean)
    {
        float[] origin = new float[OriginLength(mean.Length)];
        TensorPrimitives.ConvertChecked(mean[..origin.Length], origin);
        return origin;
    }

    /// <summary>
    /// Takes new centers in place of the old. For loops in which centers move, because fresh memory costs more than filling it; nobody may
    /// search meanwhile.
    /// </summary>
    /// <param name="centers">As many centers as before, of as many features, row-major.</param>
    /// <param name="threads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <returns>This.</returns>
    /// <exception cref="ArgumentException">Another number of values.</exception>
    public NearestCenters MoveTo(ReadOnlySpan<double> centers, int? threads = null)
    {
        if (centers.Length != _centers.Length)
        {
            throw new ArgumentException(
                $"The centers have {centers.Length} values; those before were {Count} × {Columns}.", nameof(centers));
        }

        centers.CopyTo(_centers);
        _margin = Pack(threads);
        return this;
    }

    /// <summary>Nearest center of each point. Runs on the caller's thread, without allocating for up to 256 features.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="labels">Receives n labels, 0 to k − 1.</param>
    /// <param name="squaredDistances">Receives n squared distances, summed in double precision; empty where they aren't wanted.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public void Assign(MatrixView points, Span<int> labels, Span<float> squaredDistances = default) =>
        Assign(points, labels, squaredDistances, LaneWidths.Widest);

    /// <summary>
    /// Nearest center of each point of some tiles, which must have been made with this <see cref="Origin"/>. Runs on the caller's thread;
    /// allocates nothing.
    /// </summary>
    /// <param name="points">The tiles.</param>
    /// <param name="tileStart">First tile.</param>
    /// <param name="labels">Receives the labels from the first tile's first point on; its length says for how many points.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    [SkipLocalsInit]
    public void Assign(PointTiles points, int tileStart, Span<int> labels)
    {
        ArgumentNullException.ThrowIfNull(points);
        CheckShape(points.Columns, labels.Length, labels.Length, 0);
        MatrixView rows = points.Points;
        int most = Math.Clamp(ValuesAtOnce / (PointTiles.TileSize * Columns), 1, MostTilesAtOnce) * PointTiles.TileSize;
        Span<int> nearest = stackalloc int[most];
        for (int start = 0, count; start < labels.Length; start += count)
        {
            int tile = tileStart + (start / PointTiles.TileSize);
            count = Math.Min(most, labels.Length - start);
            ReadOnlySpan<float> tiles = points.Tiles(tile, PointTiles.CountOf(count));
            Assign(
                tiles, new PointSource(rows.Memory.Span, rows.Stride, tile * PointTiles.TileSize), count,
                nearest[..(tiles.Length / Columns)], LaneWidths.Widest);
            nearest[..count].CopyTo(labels[start..]);
        }
    }

    /// <summary>
    /// The scores of the two nearest centers of each point of whole tiles, in single precision, and whose the smaller one is;
    /// <see cref="IsInDoubt"/> tells where that center need not be the nearest. Runs on the caller's thread; allocates nothing.
    /// </summary>
    /// <param name="tiles">Whole tiles of d × <see cref="PointTiles.TileSize"/> values, made with this <see cref="Origin"/>.</param>
    /// <param name="labels">Receives the center of the smallest score of each of the tiles' points; of equal ones the first.</param>
    /// <param name="nearest">Receives the smallest score of each.</param>
    /// <param name="second">Receives the second smallest score of each; +∞ where there is one center.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public void AssignTwo(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second) =>
        AssignTwo(tiles, labels, nearest, second, LaneWidths.Widest);

    internal void AssignTwo(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second, LaneWidth width)
    {
        if (labels.Length % PointTiles.TileSize != 0 || tiles.Length != labels.Length * Columns || nearest.Length != labels.Length
            || second.Length != labels.Length)
        {
            throw new ArgumentException(
                $"{tiles.Length} values with {labels.Length} labels, {nearest.Length} and {second.Length} scores "
                + $"aren't whole tiles of {Columns} features.",
                nameof(tiles));
        }

        if (!labels.IsEmpty)
            _panels.Run(tiles, labels, nearest, second, width);
    }

    /// <summary>
    /// Whether a center might be nearer than the one of the smallest score, or as near and before it, given what rounding can do.
    /// </summary>
    /// <param name="squaredNorm">
    /// Squared norm of the point as seen from <see cref="Origin"/>; of no matter up to <see cref="LargestDifferenceDimension"/> features.
    /// </param>
    /// <param name="nearest">The smallest score of all centers.</param>
    /// <param name="second">The second smallest.</param>
    public bool IsInDoubt(float squaredNorm, float nearest, float second) => _margin.IsInDoubt(squaredNorm, nearest, second);

    /// <summary>
    /// Nearest center of a point by distances in double precision, of equally near ones the first, among those that its smallest score
    /// leaves open.
    /// </summary>
    /// <param name="point">d values.</param>
    /// <param name="squaredNorm">As for <see cref="IsInDoubt"/>.</param>
    /// <param name="nearest">The smallest score of all centers.</param>
    /// <returns>The center, and its squared distance.</returns>
    /// <exception cref="ArgumentException">The point has another number of values, or none of its scores is as small as that.</exception>
    public (int Center, double SquaredDistance) Settle(ReadOnlySpan<float> point, float squaredNorm, float nearest)
    {
        CheckShape(point.Length, 1, 1, 0);
        float limit = _margin.LargestOf(squaredNorm, nearest);
        int best = -1;
        double smallest = double.NaN;
        for (int start = 0; start < Count; start += CenterPanels.BlockSize)
        {
            for (ulong open = _panels.Within(start, point, limit); open != 0; open &= open - 1)
            {
                int center = start + BitOperations.TrailingZeroCount(open);
                if (center >= Count)
                    break;

                double square = SquaredDistance(point, center);
                if (best < 0 || square < smallest)
                    (best, smallest) = (center, square);
            }
        }

        return best >= 0
            ? (best, smallest)
            : throw new ArgumentException(
                $"No center has a score near {nearest}; it must be the smallest that was found for this point.", nameof(nearest));
    }

    /// <summary>Nearest center of one point; of equally near ones the first.</summary>
    /// <param name="point">d values.</param>
    /// <exception cref="ArgumentException">The point has another number of values.</exception>
    public int Nearest(ReadOnlySpan<float> point)
    {
        int label = 0;
        CheckShape(point.Length, 1, 1, 0);
        Assign(new PointSource(point, point.Length, 0), 1, new Span<int>(ref label), default, LaneWidths.Widest);
        return label;
    }

    /// <summary>Squared distance of one point to one center, from differences, summed in double precision.</summary>
    /// <param name="point">d values.</param>
    /// <param name="center">From 0 to k − 1.</param>
    public double SquaredDistance(ReadOnlySpan<float> point, int center) => SquaredDistances.Between(point, CenterOf(center));

    /// <summary>One whole tile of points from anywhere.</summary>
    internal void AssignTile(ReadOnlySpan<float> tile, MatrixView points, ReadOnlySpan<int> rows, Span<int> labels) =>
        Assign(tile, new PointSource(points.Memory.Span, points.Stride, rows), rows.Length, labels, LaneWidths.Widest);

    /// <summary>
    /// What the scores of each center begin at: half its squared norm once the origin is subtracted; infinite for those that fill a panel
    /// up.
    /// </summary>
    internal ReadOnlySpan<float> Begins => _panels.Begins;

    /// <summary>A center as points are compared with it, the origin subtracted.</summary>
    internal void CopyMoved(int center, Span<float> destination) => _panels.CopyMoved(CenterOf(center), destination);

    internal void Assign(MatrixView points, Span<int> labels, Span<float> squaredDistances, LaneWidth width)
    {
        CheckShape(points.Columns, points.Rows, labels.Length, squaredDistances.Length);
        Assign(new PointSource(points.Memory.Span, points.Stride, 0), points.Rows, labels, squaredDistances, width);
    }

    private void Assign(PointSource points, int rows, Span<int> labels, Span<float> squaredDistances, LaneWidth width)
    {
        int size = PointTiles.TileSize * Columns;
        Span<float> tile = size <= MostOnStack ? stackalloc float[size] : new float[size];
        Span<int> nearest = stackalloc int[PointTiles.TileSize];
        for (int start = 0; start < rows; start += PointTiles.TileSize)
        {
            int count = Math.Min(PointTiles.TileSize, rows - start);
            PointSource own = points.From(start);
            PointTiles.Fill(own.Values, own.Stride, count, Columns, Origin, tile);
            Assign(tile, own, count, nearest, width);
            nearest[..count].CopyTo(labels[start..]);
            for (int i = 0; i < count && !squaredDistances.IsEmpty; i++)
                squaredDistances[start + i] = (float)SquaredDistance(own.Point(i, Columns), nearest[i]);
        }
    }

    /// <summary>Labels of whole tiles, of which the first so many points are of interest.</summary>
    [SkipLocalsInit]
    private void Assign(ReadOnlySpan<float> tiles, PointSource points, int count, Span<int> labels, LaneWidth width)
    {
        Span<float> nearest = stackalloc float[labels.Length], second = stackalloc float[labels.Length];
        _panels.Run(tiles, labels, nearest, second, width);
        for (int start = 0; start < count; start += PointTiles.TileSize)
        {
            ReadOnlySpan<float> tile = tiles.Slice(start * Columns, PointTiles.TileSize * Columns);
            (Vector512<float> left, Vector512<float> right) = UsesDifferences ? default : PointTiles.SquaredNorms(tile);
            uint doubt = _margin.InDoubt(left, Vector512.Create<float>(nearest[start..]), Vector512.Create<float>(second[start..]))
                | (_margin.InDoubt(
                    right, Vector512.Create<float>(nearest[(start + 16)..]), Vector512.Create<float>(second[(start + 16)..])) << 16);
            doubt &= uint.MaxValue >> Math.Max(0, PointTiles.TileSize - (count - start));
            for (; doubt != 0; doubt &= doubt - 1)
            {
                int i = BitOperations.TrailingZeroCount(doubt);
                labels[start + i] = Settle(points.Point(start + i, Columns), i < 16 ? left[i] : right[i - 16], nearest[start + i]).Center;
            }
        }
    }

    private static double[] MeanOf(MatrixView points)
    {
        double[] mean = new double[points.Columns];
        for (int row = 0; row < points.Rows; row++)
        {
            ReadOnlySpan<float> point = points.Row(row);
            for (int column = 0; column < mean.Length; column++)
                mean[column] += (double)point[column] / points.Rows;
        }

        return mean;
    }

    private ReadOnlySpan<double> CenterOf(int center) => _centers.AsSpan(center * Columns, Columns);

    private ScoreMargin Pack(int? threads) => new(Columns, UsesDifferences, _panels.Pack(_centers, Count, threads));

    private void CheckShape(int columns, int rows, int labels, int distances)
    {
        if (columns != Columns)
            throw new ArgumentException($"The points have {columns} features; the centers have {Columns}.", nameof(columns));

        if (labels != rows)
            throw new ArgumentException($"There is room for {labels} labels; the points are {rows}.", nameof(labels));

        if (distances != 0 && distances != rows)
            throw new ArgumentException($"There is room for {distances} distances; the points are {rows}.", nameof(distances));
    }
}
