namespace Personalization.VectorIndex;

/// <summary>What a filter may ask of the rows of an index.</summary>
/// <param name="Keys">Key of each row.</param>
/// <param name="Live">One bit a row: 1 for one that may be found.</param>
/// <param name="Metadata">Tags and numbers of the rows.</param>
/// <param name="Count">Rows, removed ones included.</param>
internal sealed record FilterRows(long[] Keys, ulong[] Live, MetadataColumns Metadata, int Count)
{
    public bool IsLive(int row) => ((Volatile.Read(ref Live[row >> 6]) >> row) & 1) != 0;
}
