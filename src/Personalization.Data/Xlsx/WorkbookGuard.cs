using System.IO.Compression;

namespace Personalization.Data;

/// <summary>
/// Looks at the table of a workbook's parts before anything is unpacked: how many, how large, how large for what stands in the file.
/// </summary>
internal static class WorkbookGuard
{
    private const int MaxParts = 4096;
    private const long NeverRefusedBelow = 16L << 20;

    /// <exception cref="EventFileException">The workbook declares more than it may.</exception>
    public static void Check(Stream stream, int maxRatio)
    {
        long start = stream.Position;
        using (ZipArchive archive = new(stream, ZipArchiveMode.Read, leaveOpen: true))
        {
            if (archive.Entries.Count > MaxParts)
                throw new EventFileException($"The workbook has {archive.Entries.Count} parts; at most {MaxParts} are read.");
            long unpacked = 0, packed = 0;
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                unpacked = checked(unpacked + entry.Length);
                packed = checked(packed + entry.CompressedLength);
            }

            packed = Math.Min(packed, stream.Length - start);
            if (unpacked > NeverRefusedBelow && unpacked / maxRatio > packed)
            {
                throw new EventFileException(
                    $"The workbook declares {unpacked:N0} bytes of content in {packed:N0} packed bytes, more than {maxRatio} times: " +
                    "it looks like a decompression bomb. Raise MaxExpansionRatio if it isn't.");
            }
        }

        stream.Position = start;
    }
}
