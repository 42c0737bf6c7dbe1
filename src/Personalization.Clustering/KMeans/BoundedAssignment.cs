using System.Buffers;
using System.Runtime.CompilerServices;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Assigns rows to their nearest centers by looking only where <see cref="CenterBounds"/> leave room for another. Rows that must be looked
/// at are gathered into whole tiles, so the kernel runs at full width however few they are.
/// </summary>
internal sealed class BoundedAssignment(KMeansData data, DoubleCenters centers)
{
    private readonly CenterBounds _bounds = new(data, centers);

    /// <summary>Whether every row has bounds.</summary>
    public bool IsFilled { get; private set; }

    public void MoveTo(DoubleCenters moved)
    {
        // Once this is called, the rows have been assigned at least once, so every bound has a value.
        IsFilled = true;
        _bounds.MoveTo(moved);
    }

    /// <summary>Numbers clusters anew: cluster order[c] becomes c.</summary>
    public void Renumber(ReadOnlySpan<int> order) => _bounds.Renumber(order);

    /// <summary>Gives the memory back.</summary>
    public void Release() => _bounds.Release();

    /// <summary>
    /// Labels of a block of rows, and their bounds, from a screened assignment, which costs far less than looking at every row; before any
    /// bound has been made.
    /// </summary>
    /// <param name="rowStart">First row, of a whole tile.</param>
    /// <param name="labels">Receives the labels.</param>
    /// <param name="screened">The same centers.</param>
    public void Fill(int rowStart, Span<int> labels, ScreenedCenters screened)
    {
        Span<float> own = stackalloc float[CenterSearch.RowsAtOnce], others = stackalloc float[CenterSearch.RowsAtOnce];
        screened.Assign(rowStart / PointTiles.TileSize, labels, own[..labels.Length], others[..labels.Length]);
        for (int start = 0; start < labels.Length; start += PointTiles.TileSize)
        {
            int tile = (rowStart + start) / PointTiles.TileSize;
            ReadOnlySpan<float> norms = data.Rounded!.SquaredNorms(tile);
            foreach (float norm in norms)
                _bounds.WidenTile(tile, Math.Sqrt(norm));

            float rounding = _bounds.Rounding(_bounds.TileRadius(tile));
            for (int i = start; i < Math.Min(labels.Length, start + PointTiles.TileSize); i++)
            {
                float norm = norms[i - start];
                _bounds.Set(
                    rowStart + i,
                    labels[i],
                    _bounds.DistanceAbove(norm, own[i], rounding),
                    _bounds.DistanceBelow(norm, others[i], rounding));
            }
        }
    }

    /// <summary>New labels of a block of rows; returns how many rows were looked at.</summary>
    /// <param name="rowStart">First row, of a whole tile.</param>
    /// <param name="before">The labels before.</param>
    /// <param name="labels">Receives the new labels.</param>
    /// <param name="nearest">The same centers.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Assign(int rowStart, ReadOnlySpan<int> before, Span<int> labels, NearestCenters nearest)
    {
        before.CopyTo(labels);
        Span<int> chosen = stackalloc int[CenterSearch.RowsAtOnce];
        int count = 0;
        for (int start = 0; start < before.Length; start += PointTiles.TileSize)
            count += Choose(rowStart + start, before.Slice(start, Math.Min(PointTiles.TileSize, before.Length - start)), chosen[count..]);

        if (count == 0)
            return 0;

        int values = data.Columns * PointTiles.TileSize;
        float[] tile = ArrayPool<float>.Shared.Rent(values);
        for (int at = 0; at < count; at += PointTiles.TileSize)
            Look(chosen[at..Math.Min(at + PointTiles.TileSize, count)], rowStart, labels, nearest, tile.AsSpan(0, values));

        ArrayPool<float>.Shared.Return(tile);
        return count;
    }

    /// <summary>The rows of a tile for which another center may be as near as the own one; returns how many.</summary>
    private int Choose(int row, ReadOnlySpan<int> labels, Span<int> chosen)
    {
        if (IsFilled)
            return _bounds.Choose(row, labels, _bounds.Slack(_bounds.TileRadius(row / PointTiles.TileSize)), chosen);

        for (int i = 0; i < labels.Length; i++)
            chosen[i] = row + i;

        return labels.Length;
    }

    /// <summary>Labels and bounds of rows by every center, of at most a tile's number of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Look(ReadOnlySpan<int> rows, int rowStart, Span<int> labels, NearestCenters nearest, Span<float> scratch)
    {
        Span<int> found = stackalloc int[PointTiles.TileSize];
        Span<float> scores = stackalloc float[PointTiles.TileSize], seconds = stackalloc float[PointTiles.TileSize];
        Span<float> norms = stackalloc float[PointTiles.TileSize];
        bool isWhole = rows.Length == PointTiles.TileSize && rows[0] % PointTiles.TileSize == 0
            && rows[^1] - rows[0] == PointTiles.TileSize - 1;
        ReadOnlySpan<float> tile = scratch;
        if (isWhole && data.HasTiles)
            tile = data.Tiles.Tile(rows[0] / PointTiles.TileSize);
        else
            PointTiles.Gather(data.Samples, rows, data.Origin, scratch);

        nearest.AssignTwo(tile, found, scores, seconds);
        _bounds.SquaredNorms(tile, norms);
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i], label = found[i];
            float norm = norms[i], score = scores[i], second = seconds[i];
            if (!IsFilled)
                _bounds.WidenTile(row / PointTiles.TileSize, Math.Sqrt(norm));

            float rounding = _bounds.Rounding(MathF.Sqrt(norm)), distance = _bounds.DistanceAbove(norm, score, rounding);
            if (nearest.IsInDoubt(norm, score, second))
            {
                (label, double square) = nearest.Settle(data.Row(row), norm, score);
                (distance, second) = (CenterBounds.Above(Math.Sqrt(square)), score);
            }

            labels[row - rowStart] = label;
            _bounds.Set(row, label, distance, _bounds.DistanceBelow(norm, second, rounding));
        }
    }
}
