using Personalization.Core;

namespace Personalization.VectorIndex;

/// <summary>
/// Rows of equal size in blocks of <see cref="RowsPerBlock"/> that never move once they are published. Immutable; growing makes another
/// one.
/// </summary>
internal sealed class RowBlocks
{
    public const int Shift = 12;
    public const int RowsPerBlock = 1 << Shift;
    public const int Mask = RowsPerBlock - 1;

    private readonly object[] _owners;

    private RowBlocks(nint[] addresses, object[] owners, int rowBytes, long blockBytes)
    {
        Addresses = addresses;
        _owners = owners;
        RowBytes = rowBytes;
        BlockBytes = blockBytes;
    }

    /// <summary>Where each block begins.</summary>
    public nint[] Addresses { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int RowBytes { get; }

    private long BlockBytes { get; }

    /// <summary>Rows that the blocks have room for.</summary>
    public int Capacity => Addresses.Length << Shift;

    /// <summary>No block.</summary>
    /// <param name="rowBytes">Bytes from one row to the next.</param>
    /// <param name="tailBytes">Bytes a row that stand behind the rows of its block.</param>
    public static RowBlocks None(int rowBytes, int tailBytes = 0) => new([], [], rowBytes, (long)RowsPerBlock * (rowBytes + tailBytes));

    /// <summary>Where a row begins.</summary>
    public nint Address(int row) => Addresses[row >> Shift] + ((nint)(row & Mask) * RowBytes);

    /// <summary>
    /// Rows that lie one behind the other in somebody's memory: whole blocks stay there, a last one that isn't full is copied, so that rows
    /// can be added.
    /// </summary>
    public static unsafe RowBlocks Mapped(nint start, int rows, int rowBytes, object owner)
    {
        RowBlocks none = None(rowBytes);
        int whole = rows >> Shift, rest = rows & Mask;
        nint[] addresses = new nint[whole];
        object[] owners = new object[whole];
        for (int i = 0; i < whole; i++) (addresses[i], owners[i]) = (start + ((nint)i * (nint)none.BlockBytes), owner);
        RowBlocks blocks = new(addresses, owners, rowBytes, none.BlockBytes);
        if (rest == 0) return blocks;
        blocks = blocks.WithCapacity(rows);
        new ReadOnlySpan<byte>((byte*)(start + ((nint)whole * (nint)none.BlockBytes)), rest * rowBytes).CopyTo(
            new Span<byte>((byte*)blocks.Addresses[whole], rest * rowBytes));
        return blocks;
    }

    /// <summary>Something made of each block that holds some of the first rows: of its address, and how many of them it holds.</summary>
    public T[] Parts<T>(int rows, Func<nint, int, T> make)
    {
        T[] made = new T[(int)(((long)rows + Mask) >> Shift)];
        for (int i = 0; i < made.Length; i++) made[i] = make(Addresses[i], Math.Min(RowsPerBlock, rows - (i << Shift)));
        return made;
    }

    /// <summary>
    /// Adds a tensor of so many rows, or tiles of rows, to a file that will be written while the blocks stay as they are.
    /// </summary>
    public unsafe void AddTo<T>(ModelFileWriter file, string name, params int[] shape)
        where T : unmanaged =>
        file.AddLater<T>(name, shape, destination =>
        {
            long left = sizeof(T);
            foreach (int length in shape) left *= length;
            for (int block = 0; left > 0; block++)
            {
                ReadOnlySpan<byte> bytes = new((byte*)Addresses[block], (int)Math.Min(left, (long)RowsPerBlock * RowBytes));
                left -= bytes.Length;
                destination.Write(bytes);
            }
        });

    /// <summary>The same blocks, and as many empty ones as so many rows need.</summary>
    public RowBlocks WithCapacity(int rows)
    {
        int blocks = (int)(((long)rows + Mask) >> Shift);
        if (blocks <= Addresses.Length) return this;
        nint[] addresses = new nint[blocks];
        object[] owners = new object[blocks];
        Addresses.CopyTo(addresses, 0);
        _owners.CopyTo(owners, 0);
        for (int i = Addresses.Length; i < blocks; i++)
        {
            PinnedBlock block = new(BlockBytes);
            (addresses[i], owners[i]) = (block.Address, block);
        }

        return new RowBlocks(addresses, owners, RowBytes, BlockBytes);
    }
}
