using System.Runtime.CompilerServices;

namespace Personalization.Numerics;

/// <summary>Up to 32 rows on their way through <see cref="TileScores{TLanes, TForm}"/>, in memory that the caller's stack or a pool holds.</summary>
internal readonly ref struct RowTile(Span<float> values, Span<float> scales, Span<float> scratch, Span<int> rows, int firstRow, uint valid)
{
    /// <summary>columns × 32 values: column j of row p at j · 32 + p.</summary>
    public Span<float> Values { get; } = values;

    /// <summary>1/‖x‖ of each row, where the metric asks for it.</summary>
    public Span<float> Scales { get; } = scales;

    /// <summary>8 × 32 similarities of which at least one is worth a look.</summary>
    public Span<float> Scratch { get; } = scratch;

    /// <summary>Number of each row in its segment.</summary>
    public Span<int> Rows { get; } = rows;

    /// <summary>The segment's first row, counted through all segments.</summary>
    public int FirstRow { get; } = firstRow;

    /// <summary>Bit p says whether row p may come out; others only fill the tile up.</summary>
    public uint Valid { get; } = valid;

    public RowTile With(uint valid) => new(Values, Scales, Scratch, Rows, FirstRow, valid);

    /// <summary>Offers those similarities of <see cref="Scratch"/> that reach their query's threshold.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Offer(int point, int points, int firstQuery, int queries, BestRows best)
    {
        for (int query = 0; query < queries; query++)
        {
            ReadOnlySpan<float> similarities = Scratch.Slice(query * PointTiles.TileSize, points);
            for (int i = 0; i < similarities.Length; i++)
            {
                if (similarities[i] >= best.Thresholds[firstQuery + query] && (Valid >> (point + i) & 1) != 0)
                    best.Offer(firstQuery + query, FirstRow + Rows[point + i], similarities[i]);
            }
        }
    }
}
