using Microsoft.Win32.SafeHandles;

namespace Personalization.Core;

/// <summary>How large a journal is.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Count">Records.</param>
internal readonly record struct JournalSize(long Length, long Count)
{
    /// <summary>Writes a file of these records in one go and flushes it to the disk; removes it where that fails.</summary>
    public static JournalSize OfNew(string path, byte[] header, IEnumerable<ReadOnlyMemory<byte>> records, int maximumRecordBytes)
    {
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
            byte[] buffer = new byte[256 << 10];
            header.CopyTo(buffer, 0);
            int filled = header.Length;
            long written = 0;
            long count = 0;
            foreach (ReadOnlyMemory<byte> record in records)
            {
                if (record.Length > maximumRecordBytes)
                {
                    throw new ArgumentException(
                        $"A record of the snapshot has {record.Length} bytes; at most {maximumRecordBytes} are allowed. Split it.",
                        nameof(records));
                }

                int size = JournalFormat.FrameBytes + record.Length;
                if (size > buffer.Length - filled)
                {
                    Flush();
                    if (size > buffer.Length) buffer = new byte[size];
                }

                JournalFormat.WriteRecord(record.Span, written + filled, buffer.AsSpan(filled));
                filled += size;
                count++;
            }

            Flush();
            RandomAccess.FlushToDisk(file);
            return new(written, count);

            void Flush()
            {
                RandomAccess.Write(file, buffer.AsSpan(0, filled), written);
                (written, filled) = (written + filled, 0);
            }
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }
}
