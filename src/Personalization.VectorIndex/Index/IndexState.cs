using Personalization.Numerics;

namespace Personalization.VectorIndex;

/// <summary>
/// What a search sees from its beginning to its end. Writers publish another one; bits of <paramref name="Live"/> are set and cleared in
/// place.
/// </summary>
/// <param name="Precision">In what form they are stored.</param>
/// <param name="Vectors">Padded single-precision rows, or <see cref="HalfTiles"/>.</param>
/// <param name="Codes">
/// The same rows in 8-bit codes, where the precision asks for them: <see cref="RowCodes"/> for a graph, else <see cref="CodeTiles"/>.
/// </param>
/// <param name="Keys">Key of each row.</param>
/// <param name="Live">One bit a row: 1 for one that may be found.</param>
/// <param name="Metadata">Tags and numbers of the rows.</param>
/// <param name="Rows">Rows, removed ones included.</param>
/// <param name="LiveCount">Rows that may be found.</param>
/// <param name="RemovedCount">Rows that were removed; others that may not be found yet are being linked.</param>
/// <param name="Graph">The graph over the rows, where there is one.</param>
internal sealed record IndexState(
    VectorPrecision Precision,
    RowBlocks Vectors,
    RowBlocks? Codes,
    long[] Keys,
    ulong[] Live,
    MetadataColumns Metadata,
    int Rows,
    int LiveCount,
    int RemovedCount,
    GraphView? Graph)
{
    public bool IsLive(int row) => ((Volatile.Read(ref Live[row >> 6]) >> row) & 1) != 0;

    /// <summary>One bit a row: may be found under a filter; null where all may.</summary>
    public ulong[]? Allowed(VectorFilter? filter)
    {
        if (filter is null && LiveCount == Rows) return null;
        ulong[] allowed = filter?.Evaluate(new(Keys, Live, Metadata, Rows)) ?? new ulong[(Rows + 63) / 64];
        for (int i = 0; i < allowed.Length; i++) allowed[i] = Volatile.Read(ref Live[i]) & (filter is null ? ulong.MaxValue : allowed[i]);
        if ((Rows & 63) != 0) allowed[^1] &= (1UL << (Rows & 63)) - 1;
        return allowed;
    }

    /// <summary>Copies the vector of a row.</summary>
    public unsafe void CopyVector(int row, Span<float> destination)
    {
        if (Precision == VectorPrecision.Half) HalfTiles.Copy(Vectors, row, destination);
        else new ReadOnlySpan<float>((float*)Vectors.Address(row), destination.Length).CopyTo(destination);
    }

    /// <summary>The rows as matrices, a block each.</summary>
    public MatrixView[] Segments(int columns, int stride) =>
        Vectors.Parts(
            Rows, (address, rows) => new MatrixView(new BlockMemory<float>(address, rows * stride, this).Memory, rows, columns, stride));
}
