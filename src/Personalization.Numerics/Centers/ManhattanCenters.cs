using System.Runtime.InteropServices;

namespace Personalization.Numerics;

/// <summary>
/// Finds for each of n points the nearest of k centers by city-block distance Σ |x − c|, O(n · k · d) time, without ever holding the n × k
/// distances. Of equally near centers the first wins. Prepared once for its centers; immutable and thread-safe.
/// <para>Points stand across lanes and each adds up its features in order, in single precision: the same bits at any vector width. A point
/// with NaN or overflowing coordinates gets some label; nothing throws.</para>
/// </summary>
internal sealed class ManhattanCenters
{
    private const int PanelSize = Panel.Size;

    private readonly float[] _panels;
    private readonly float[] _begins;

    /// <summary>Prepares the centers.</summary>
    /// <param name="centers">k × d, at least one row; copied.</param>
    public ManhattanCenters(MatrixView centers)
    {
        Count = Guard.AtLeast(centers.Rows, 1, nameof(centers));
        Columns = centers.Columns;
        int panels = (Count + PanelSize - 1) / PanelSize;
        _panels = new float[checked(panels * PanelSize * Columns)];
        _begins = new float[panels * PanelSize];
        Array.Fill(_begins, float.PositiveInfinity, Count, _begins.Length - Count);
        for (int center = 0; center < Count; center++)
        {
            ReadOnlySpan<float> row = centers.Row(center);
            Span<float> panel = _panels.AsSpan(center / PanelSize * PanelSize * Columns);
            for (int column = 0; column < row.Length; column++)
                panel[(column * PanelSize) + (center % PanelSize)] = row[column];
        }
    }

    /// <summary>Number of centers.</summary>
    public int Count { get; }

    /// <summary>Number of features.</summary>
    public int Columns { get; }

    /// <summary>
    /// Nearest center of each point, and how near. Runs on the caller's thread, without allocating for up to 256 features.
    /// </summary>
    /// <param name="points">n × d.</param>
    /// <param name="labels">Receives n labels, 0 to k − 1.</param>
    /// <param name="distances">Receives n distances.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree.</exception>
    public void Assign(MatrixView points, Span<int> labels, Span<float> distances) => Assign(points, labels, distances, LaneWidths.Widest);

    /// <summary>Nearest center of each point of some tiles, and how near. Runs on the caller's thread; allocates nothing.</summary>
    /// <param name="points">The tiles, made without an origin.</param>
    /// <param name="tileStart">First tile.</param>
    /// <param name="labels">Receives the labels from the first tile's first point on; its length says for how many points.</param>
    /// <param name="distances">Receives as many distances.</param>
    /// <exception cref="ArgumentException">Widths or lengths disagree, or the tiles have an origin.</exception>
    public void Assign(PointTiles points, int tileStart, Span<int> labels, Span<float> distances)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!points.Origin.IsEmpty)
            throw new ArgumentException("The tiles have an origin; make them without one.", nameof(points));

        CheckShape(points.Columns, labels.Length, labels.Length, distances.Length);
        for (int start = 0; start < labels.Length; start += PointTiles.TileSize)
        {
            int count = Math.Min(PointTiles.TileSize, labels.Length - start);
            RunTile(
                points.Tile(tileStart + (start / PointTiles.TileSize)), labels.Slice(start, count), distances.Slice(start, count),
                LaneWidths.Widest);
        }
    }

    internal void Assign(MatrixView points, Span<int> labels, Span<float> distances, LaneWidth width)
    {
        CheckShape(points.Columns, points.Rows, labels.Length, distances.Length);
        int size = PointTiles.TileSize * Columns;
        Span<float> tile = size <= 256 * PointTiles.TileSize ? stackalloc float[size] : new float[size];
        ReadOnlySpan<float> values = points.Memory.Span;
        for (int start = 0; start < labels.Length; start += PointTiles.TileSize)
        {
            int count = Math.Min(PointTiles.TileSize, labels.Length - start);
            PointTiles.Fill(values[(start * points.Stride)..], points.Stride, count, Columns, [], tile);
            RunTile(tile, labels.Slice(start, count), distances.Slice(start, count), width);
        }
    }

    private void RunTile(ReadOnlySpan<float> tile, Span<int> labels, Span<float> distances, LaneWidth width)
    {
        Span<int> nearest = stackalloc int[PointTiles.TileSize];
        Span<float> scores = stackalloc float[PointTiles.TileSize], second = stackalloc float[PointTiles.TileSize];
        switch (width)
        {
            case LaneWidth.Vector512: Run<Lanes512>(tile, nearest, scores, second); break;
            case LaneWidth.Vector256: Run<Lanes256>(tile, nearest, scores, second); break;
            case LaneWidth.Vector128: Run<Lanes128>(tile, nearest, scores, second); break;
            default: Run<Lanes1>(tile, nearest, scores, second); break;
        }

        nearest[..labels.Length].CopyTo(labels);
        scores[..labels.Length].CopyTo(distances);
    }

    private void Run<TLanes>(ReadOnlySpan<float> tile, Span<int> labels, Span<float> scores, Span<float> second)
        where TLanes : struct, ILanes<TLanes> =>
        PanelKernel<TLanes, float, SingleForm<TLanes, AbsoluteForm>, NearestSums<TLanes>, NearestScores>.Run(
            ref MemoryMarshal.GetReference(tile),
            1,
            ref MemoryMarshal.GetArrayDataReference(_panels),
            ref MemoryMarshal.GetArrayDataReference(_begins),
            _begins.Length / PanelSize,
            Columns,
            new NearestScores(labels, scores, second));

    private void CheckShape(int columns, int rows, int labels, int distances)
    {
        if (columns != Columns)
            throw new ArgumentException($"The points have {columns} features; the centers have {Columns}.", nameof(columns));

        if (labels != rows || distances != rows)
        {
            throw new ArgumentException(
                $"There is room for {labels} labels and {distances} distances; the points are {rows}.", nameof(labels));
        }
    }
}
