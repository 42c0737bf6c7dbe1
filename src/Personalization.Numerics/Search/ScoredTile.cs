using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Personalization.Numerics;

/// <summary>Up to 32 rows on their way through <see cref="TileScores{TLanes, TForm}"/>, in memory of the caller's.</summary>
internal readonly ref struct ScoredTile
{
    /// <summary>Values that may lie on the stack: 80 KB, rows of about 600 columns.</summary>
    public const int MostOnStack = 20 * 1024;

    private const int Extra = 9 * PointTiles.TileSize;
    private const int Alignment = 64 / sizeof(float);

    /// <param name="memory">At least <see cref="MemoryFor"/> values that don't move: on the stack, or pinned.</param>
    /// <param name="columns">Columns of the rows.</param>
    /// <param name="rows">32 places for row numbers.</param>
    /// <param name="firstRow">The segment's first row, counted through all segments.</param>
    public ScoredTile(Span<float> memory, int columns, Span<int> rows, int firstRow)
    {
        memory = memory.Slice(Misalignment(memory), Extra + (columns * PointTiles.TileSize));
        Scales = memory[..PointTiles.TileSize];
        Scratch = memory[PointTiles.TileSize..Extra];
        Values = memory[Extra..];
        Rows = rows;
        FirstRow = firstRow;
    }

    private ScoredTile(ScoredTile other, uint valid)
    {
        this = other;
        Valid = valid;
    }

    /// <summary>columns × 32 values: column j of row p at j · 32 + p.</summary>
    public Span<float> Values { get; }

    /// <summary>1/‖x‖ of each row, where the metric asks for it.</summary>
    public Span<float> Scales { get; }

    /// <summary>8 × 32 similarities of which at least one is worth a look.</summary>
    public Span<float> Scratch { get; }

    /// <summary>Number of each row in its segment.</summary>
    public Span<int> Rows { get; }

    /// <summary>The segment's first row, counted through all segments.</summary>
    public int FirstRow { get; }

    /// <summary>Bit p says whether row p may come out; others only fill the tile up.</summary>
    public uint Valid { get; }

    /// <summary>Values that a tile needs, with room to begin where a cache line does, so that no vector straddles two.</summary>
    public static int MemoryFor(int columns) => checked(Extra + (columns * PointTiles.TileSize) + Alignment);

    public ScoredTile With(uint valid) => new(this, valid);

    /// <summary>Numbers the rows from one on.</summary>
    public void Number(int row)
    {
        for (int i = 0; i < PointTiles.TileSize; i += Vector256<int>.Count)
            Vector256.CreateSequence(row + i, 1).CopyTo(Rows[i..]);
    }

    /// <summary>
    /// Offers similarities of <see cref="Scratch"/>: of neighbouring queries, 32 places each, those rows whose bit is set in the query's
    /// mask.
    /// </summary>
    /// <param name="point">Row of the tile that the first place and bit stand for.</param>
    /// <param name="firstQuery">The first query.</param>
    /// <param name="masks">A mask for each query.</param>
    /// <param name="best">Where they go.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Offer(int point, int firstQuery, ReadOnlySpan<uint> masks, BestRows best)
    {
        for (int query = 0; query < masks.Length; query++)
        {
            for (uint mask = masks[query] & (Valid >> point); mask != 0; mask &= mask - 1)
            {
                int row = BitOperations.TrailingZeroCount(mask);
                best.Offer(firstQuery + query, FirstRow + Rows[point + row], Scratch[(query * PointTiles.TileSize) + row]);
            }
        }
    }

    private static unsafe int Misalignment(Span<float> memory) =>
        (int)((64 - ((nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory)) & 63)) & 63) / sizeof(float);
}
