using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Finds for each of n points the nearest of k centers by Euclidean distance, O(n · k · d) time, without ever holding the n × k distances.
/// Of equally near centers the first wins. Prepared once for its centers; immutable and thread-safe.
/// <para>Up to <see cref="LargestDifferenceDimension"/> features, what is compared is Σ (x − c)². Beyond, it is ½‖c‖² − x·c, half the work and the
/// same order up to rounding, with <see cref="Origin"/> subtracted from both so that data far from zero keeps its digits.</para>
/// <para>Same bits at any vector width. A point with NaN or overflowing coordinates gets some label; nothing throws.</para>
/// </summary>
public sealed class NearestCenters
{
    /// <summary>Most features for which squared differences are summed.</summary>
    public const int LargestDifferenceDimension = 8;

    private const int PanelSize = NearestCentersKernel<Lanes1, DifferenceForm, NoSeconds>.PanelSize;

    private readonly float[] _panels;
    private readonly float[] _begins;
    private readonly float[] _origin;
    private readonly Matrix _centers;

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
    {
        if (centers.Rows == 0)
            throw new ArgumentException("There must be at least one center.", nameof(centers));

        if (origin.Length != OriginLength(centers.Columns))
            throw new ArgumentException($"The origin has {origin.Length} values; {OriginLength(centers.Columns)} are expected.", nameof(origin));

        _centers = centers.ToMatrix();
        _origin = origin.ToArray();
        int panels = (centers.Rows + PanelSize - 1) / PanelSize;
        _panels = new float[checked(panels * PanelSize * centers.Columns)];
        _begins = new float[panels * PanelSize];
        Array.Fill(_begins, float.PositiveInfinity);
        Pack(null);
    }

    private NearestCenters(NearestCenters former, MatrixView centers, int? maxThreads)
    {
        (_panels, _begins, _origin, _centers) = (former._panels, former._begins, former._origin, former._centers);
        for (int center = 0; center < centers.Rows; center++)
            centers.Row(center).CopyTo(_centers.Row(center));

        Pack(maxThreads);
    }

    /// <summary>Number of centers.</summary>
    public int Count => _centers.Rows;

    /// <summary>Number of features.</summary>
    public int Columns => _centers.Columns;

    /// <summary>What is subtracted from points and centers; empty where differences are summed.</summary>
    public ReadOnlySpan<float> Origin => _origin;

    private bool UsesDifferences => Columns <= LargestDifferenceDimension;

    /// <summary>How many values an origin has for points of so many features: as many beyond <see cref="LargestDifferenceDimension"/>, else none.</summary>
    /// <param name="columns">Number of features.</param>
    public static int OriginLength(int columns) => columns <= LargestDifferenceDimension ? 0 : columns;

    /// <summary>The origin for data of a given mean: the mean itself where it matters, else empty.</summary>
    /// <param name="mean">Mean of each of d features.</param>
    public static float[] OriginOf(ReadOnlySpan<double> mean)
    {
        var origin = new float[OriginLength(mean.Length)];
        for (int column = 0; column < origin.Length; column++)
            origin[column] = (float)mean[column];

        return origin;
    }

    /// <summary>
    /// The same for other centers, in this one's memory: this one must not be used any more. For loops in which centers move, because fresh memory costs more
    /// than filling it.
    /// </summary>
    /// <param name="centers">As many centers as before, of as many features.</param>
    /// <param name="maxThreads">Most threads to use, at least 1. Default: one for each processor.</param>
    /// <exception cref="ArgumentException">Another shape.</exception>
    public NearestCenters Replace(MatrixView centers, int? maxThreads = null) => centers.Rows == Count && centers.Columns == Columns
        ? new NearestCenters(this, centers, maxThreads)
        : throw new ArgumentException($"The centers are {centers.Rows} × {centers.Columns}; those before were {Count} × {Columns}.", nameof(centers));

    /// <summary>Nearest center of each point. Runs on the caller's thread, without allocating for up to 256 features.</summary>
    /// <param name="points">n × d.</param>
    /// <param name="labels">Receives n labels, 0 to k − 1.</param>
    /// <param name="squaredDistances">Receives n squared distances, from differences at any d; empty where they aren't wanted.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public void Assign(MatrixView points, Span<int> labels, Span<float> squaredDistances = default) =>
        Assign(points, labels, squaredDistances, LaneWidths.Widest);

    /// <summary>
    /// Nearest center of each point of some tiles, which must have been made with this <see cref="Origin"/>. Runs on the caller's thread; allocates nothing.
    /// </summary>
    /// <param name="points">The tiles.</param>
    /// <param name="tileStart">First tile.</param>
    /// <param name="labels">Receives the labels from the first tile's first point on; its length says for how many points.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public void Assign(PointTiles points, int tileStart, Span<int> labels)
    {
        ArgumentNullException.ThrowIfNull(points);
        CheckShape(points.Columns, labels.Length, labels.Length, 0);
        Span<float> figures = stackalloc float[PointTiles.TileSize];
        int whole = labels.Length / PointTiles.TileSize, rest = labels.Length % PointTiles.TileSize;
        if (whole > 0)
            Run<NoSeconds>(points.Tiles(tileStart, whole), whole, labels, figures, default, LaneWidths.Widest);

        if (rest == 0)
            return;

        Span<int> nearest = stackalloc int[PointTiles.TileSize];
        AssignTile(points.Tile(tileStart + whole), nearest);
        nearest[..rest].CopyTo(labels[^rest..]);
    }

    /// <summary>
    /// Nearest center of each point of whole tiles, and how near the two nearest are, as the figures that are compared: Σ (x − c)², or beyond
    /// <see cref="LargestDifferenceDimension"/> features ½‖c‖² − x·c with the origin subtracted from both. Runs on the caller's thread; allocates nothing.
    /// </summary>
    /// <param name="tiles">Whole tiles of d × <see cref="PointTiles.TileSize"/> values, made with this <see cref="Origin"/>.</param>
    /// <param name="labels">Receives the label of each of the tiles' points.</param>
    /// <param name="nearest">Receives the figure of the nearest center of each.</param>
    /// <param name="second">Receives the figure of the second nearest of each; +∞ where there is one center.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public void AssignTwo(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second) =>
        AssignTwo(tiles, labels, nearest, second, LaneWidths.Widest);

    internal void AssignTwo(ReadOnlySpan<float> tiles, Span<int> labels, Span<float> nearest, Span<float> second, LaneWidth width)
    {
        int count = labels.Length / PointTiles.TileSize;
        if (labels.Length % PointTiles.TileSize != 0 || tiles.Length != labels.Length * Columns || nearest.Length != labels.Length || second.Length != labels.Length)
        {
            throw new ArgumentException(
                $"{tiles.Length} values with {labels.Length} labels, {nearest.Length} and {second.Length} figures aren't whole tiles of {Columns} features.", nameof(tiles));
        }

        if (count > 0)
            Run<WithSeconds>(tiles, count, labels, nearest, second, width);
    }

    /// <summary>Nearest center of one point; of equally near ones the first.</summary>
    /// <param name="point">d values.</param>
    /// <exception cref="ArgumentException">The point has another number of values.</exception>
    public int Nearest(ReadOnlySpan<float> point)
    {
        int label = 0;
        Assign(point, point.Length, 1, point.Length, new Span<int>(ref label), default, LaneWidths.Widest);
        return label;
    }

    /// <summary>Squared distance of one point to one center, from differences, summed in double precision.</summary>
    /// <param name="point">d values.</param>
    /// <param name="center">From 0 to k − 1.</param>
    public double SquaredDistance(ReadOnlySpan<float> point, int center) => SquaredDistances.Between(point, _centers.Row(center));

    /// <summary>One whole tile.</summary>
    internal void AssignTile(ReadOnlySpan<float> tile, Span<int> labels)
    {
        Span<float> figures = stackalloc float[PointTiles.TileSize];
        Run<NoSeconds>(tile, 1, labels, figures, default, LaneWidths.Widest);
    }

    /// <summary>What the figures of each center begin at: half its squared norm once the origin is subtracted; infinite for those that fill a panel up.</summary>
    internal ReadOnlySpan<float> Begins => _begins;

    /// <summary>A center as points are compared with it, the origin subtracted.</summary>
    internal void CopyMoved(int center, Span<float> destination)
    {
        ReadOnlySpan<float> row = _centers.Row(center);
        for (int column = 0; column < row.Length; column++)
            destination[column] = UsesDifferences ? row[column] : row[column] - _origin[column];
    }

    internal void Assign(MatrixView points, Span<int> labels, Span<float> squaredDistances, LaneWidth width) =>
        Assign(points.Memory.Span, points.Stride, points.Rows, points.Columns, labels, squaredDistances, width);

    private void Assign(
        ReadOnlySpan<float> values, int stride, int rows, int columns, Span<int> labels, Span<float> squaredDistances, LaneWidth width)
    {
        CheckShape(columns, rows, labels.Length, squaredDistances.Length);
        int size = PointTiles.TileSize * Columns;
        Span<float> tile = size <= 256 * PointTiles.TileSize ? stackalloc float[size] : new float[size];
        Span<float> figures = stackalloc float[PointTiles.TileSize];
        Span<int> nearest = stackalloc int[PointTiles.TileSize];
        for (int start = 0; start < labels.Length; start += PointTiles.TileSize)
        {
            int count = Math.Min(PointTiles.TileSize, labels.Length - start);
            PointTiles.Fill(values[(start * stride)..], stride, count, Columns, _origin, tile);
            Run<NoSeconds>(tile, 1, nearest, figures, default, width);
            nearest[..count].CopyTo(labels[start..]);
            for (int point = start; point < start + count && !squaredDistances.IsEmpty; point++)
            {
                squaredDistances[point] = UsesDifferences
                    ? figures[point - start]
                    : (float)SquaredDistances.Between(values.Slice(point * stride, Columns), _centers.Row(labels[point]));
            }
        }
    }

    private static double[] MeanOf(MatrixView points)
    {
        var mean = new double[points.Columns];
        for (int row = 0; row < points.Rows; row++)
        {
            ReadOnlySpan<float> point = points.Row(row);
            for (int column = 0; column < mean.Length; column++)
                mean[column] += (double)point[column] / points.Rows;
        }

        return mean;
    }

    private void Run<TSeconds>(ReadOnlySpan<float> tiles, int count, Span<int> labels, Span<float> figures, Span<float> seconds, LaneWidth width)
        where TSeconds : struct, ISeconds
    {
        switch (width)
        {
            case LaneWidth.Vector512: Run<Lanes512, TSeconds>(tiles, count, labels, figures, seconds); break;
            case LaneWidth.Vector256: Run<Lanes256, TSeconds>(tiles, count, labels, figures, seconds); break;
            case LaneWidth.Vector128: Run<Lanes128, TSeconds>(tiles, count, labels, figures, seconds); break;
            default: Run<Lanes1, TSeconds>(tiles, count, labels, figures, seconds); break;
        }
    }

    private void Run<TLanes, TSeconds>(ReadOnlySpan<float> tiles, int count, Span<int> labels, Span<float> figures, Span<float> seconds)
        where TLanes : struct, ILanes<TLanes>
        where TSeconds : struct, ISeconds
    {
        ref float first = ref MemoryMarshal.GetReference(tiles);
        ref float panels = ref MemoryMarshal.GetArrayDataReference(_panels);
        ref float begins = ref MemoryMarshal.GetArrayDataReference(_begins);
        ref float second = ref MemoryMarshal.GetReference(seconds);
        int panelCount = _begins.Length / PanelSize;
        if (UsesDifferences)
        {
            NearestCentersKernel<TLanes, DifferenceForm, TSeconds>.Run(
                ref first, count, ref panels, ref begins, panelCount, Columns, ref labels[0], ref figures[0], ref second);
        }
        else
        {
            NearestCentersKernel<TLanes, ScoreForm, TSeconds>.Run(
                ref first, count, ref panels, ref begins, panelCount, Columns, ref labels[0], ref figures[0], ref second);
        }
    }

    /// <summary>Centers of a chunk, whole panels: enough values that handing them to another thread is worth it.</summary>
    internal static int CentersAtOnce(int columns) => Math.Max(1, 16384 / Math.Max(1, columns * PanelSize)) * PanelSize;

    private void Pack(int? maxThreads) => ParallelChunks.Run(
        Count,
        CentersAtOnce(Columns),
        (_, start, end) =>
        {
            for (int center = start; center < end; center++)
                Pack(center);
        },
        maxThreads);

    private void Pack(int center)
    {
        ReadOnlySpan<float> row = _centers.Row(center);
        Span<float> panel = _panels.AsSpan(center / PanelSize * PanelSize * Columns);
        int lane = center % PanelSize;
        double norm = 0;
        for (int column = 0; column < row.Length; column++)
        {
            float value = UsesDifferences ? row[column] : row[column] - _origin[column];
            norm += (double)value * value;
            panel[(column * PanelSize) + lane] = UsesDifferences ? value : -value;
        }

        _begins[center] = UsesDifferences ? 0 : (float)(norm / 2);
    }

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
