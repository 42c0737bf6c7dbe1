using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Personalization.Numerics;

namespace Personalization.Clustering;

/// <summary>
/// Rows from a file or stream larger than memory, block by block: raw little-endian single-precision values, row after row, as numpy's
/// <c>tofile</c> writes them. Each enumeration begins anew; blocks of one enumeration share a buffer, so a block is valid until the next is
/// asked for. Immutable.
/// </summary>
public sealed class RowStream : IAsyncEnumerable<MatrixView>
{
    private readonly Func<Stream> _open;
    private readonly int _columns;
    private readonly int _rowsAtOnce;

    private RowStream(Func<Stream> open, int columns, int rowsAtOnce)
    {
        _open = open;
        _columns = Guard.AtLeast(columns, 1, nameof(columns));
        _rowsAtOnce = Guard.InRange(rowsAtOnce, 1, Array.MaxLength / sizeof(float) / columns, nameof(rowsAtOnce));
    }

    /// <summary>The rows of a file, which is opened anew for each enumeration.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Values of a row, d, at least 1.</param>
    /// <param name="rowsAtOnce">Rows of a block, at least 1: 8 · d bytes of memory each. Default 16,384.</param>
    public static RowStream Open(string path, int columns, int rowsAtOnce = 16_384)
    {
        Guard.NotBlank(path, nameof(path));
        return new RowStream(
            () =>
                new FileStream(
                    path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan),
            columns,
            rowsAtOnce);
    }

    /// <summary>
    /// The rows that a stream opened by the caller holds, from its position to its end. It is closed at the end of the enumeration.
    /// </summary>
    /// <param name="open">Opens the stream, once for each enumeration.</param>
    /// <param name="columns">Values of a row, d, at least 1.</param>
    /// <param name="rowsAtOnce">Rows of a block, at least 1: 8 · d bytes of memory each. Default 16,384.</param>
    public static RowStream Open(Func<Stream> open, int columns, int rowsAtOnce = 16_384)
    {
        ArgumentNullException.ThrowIfNull(open);
        return new RowStream(open, columns, rowsAtOnce);
    }

    /// <summary>Goes through the blocks.</summary>
    /// <param name="cancellationToken">Stops before the next block.</param>
    /// <exception cref="InvalidDataException">The stream ends within a row; the message says after which.</exception>
    public IAsyncEnumerator<MatrixView> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        ReadAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);

    private async IAsyncEnumerable<MatrixView> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using Stream source = _open();
        int rowBytes = _columns * sizeof(float);
        byte[] bytes = new byte[_rowsAtOnce * rowBytes];
        float[] values = new float[_rowsAtOnce * _columns];
        for (long rowsBefore = 0; ; rowsBefore += _rowsAtOnce)
        {
            int read = await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
            if (read % rowBytes != 0)
            {
                throw new InvalidDataException(
                    $"After {rowsBefore + (read / rowBytes)} rows of {_columns} values there are {read % rowBytes} bytes more, "
                        + "not a whole row; is the number of columns right?");
            }

            if (read > 0)
            {
                Decode(bytes.AsSpan(0, read), values);
                yield return new MatrixView(values, read / rowBytes, _columns);
            }

            if (read < bytes.Length)
                yield break;
        }
    }

    private static void Decode(ReadOnlySpan<byte> bytes, Span<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            MemoryMarshal.Cast<byte, float>(bytes).CopyTo(values);
            return;
        }

        for (int i = 0; i < bytes.Length / sizeof(float); i++)
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
    }
}
