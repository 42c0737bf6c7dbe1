namespace Personalization.Core;

/// <summary>What a search sees from its beginning to its end. Writers publish another one; bits of <paramref name="Live"/> are cleared in place.</summary>
/// <param name="Vectors">Padded single-precision rows.</param>
/// <param name="Codes">The same rows in 8-bit codes, where the precision asks for them.</param>
/// <param name="Keys">Key of each row.</param>
/// <param name="Live">One bit a row: 0 for one that was removed.</param>
/// <param name="Rows">Rows, removed ones included.</param>
/// <param name="LiveCount">Rows that weren't removed.</param>
/// <param name="Graph">The graph over the rows, where there is one.</param>
internal sealed record IndexState(RowBlocks Vectors, RowBlocks? Codes, long[] Keys, ulong[] Live, int Rows, int LiveCount, GraphView? Graph)
{
    public bool IsLive(int row) => ((Volatile.Read(ref Live[row >> 6]) >> row) & 1) != 0;
}
