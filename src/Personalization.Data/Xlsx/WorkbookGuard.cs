using System.IO.Compression;

namespace Personalization.Data;

/// <summary>
/// Looks at the table of a workbook's parts before anything is unpacked: how many, how large, how large for what stands in the file.
/// </summary>
internal static class WorkbookGuard
{
    private const int MaxParts = 4096;
    private const long NeverRefusedBelow = 16L << 20;

    /// <summary>The properties stand before the list of worksheets.</summary>
    private const int HeadOfWorkbook = 1 << 14;

    /// <returns>True where the workbook counts days from 1904.</returns>
    /// <exception cref="EventFileException">The workbook declares more than it may.</exception>
    public static bool Check(Stream stream, int maxRatio)
    {
        long start = stream.Position;
        bool since1904;
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

            since1904 = CountsFrom1904(archive.GetEntry("xl/workbook.xml"));
        }

        stream.Position = start;
        return since1904;
    }

    /// <summary>
    /// Cells with a date's format come as dates in either case; plain numbers in a column of dates don't say what they count from.
    /// </summary>
    private static bool CountsFrom1904(ZipArchiveEntry? workbook)
    {
        if (workbook is null) return false;
        char[] head = new char[HeadOfWorkbook];
        using StreamReader reader = new(workbook.Open());
        ReadOnlySpan<char> text = head.AsSpan(0, reader.ReadBlock(head));
        int at = text.IndexOf("date1904=", StringComparison.Ordinal);
        if (at < 0) return false;
        ReadOnlySpan<char> value = text[(at + 9)..].TrimStart("\"'");
        return value.StartsWith("1") || value.StartsWith("true");
    }
}
