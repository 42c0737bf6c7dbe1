using System.IO.Compression;

namespace Personalization.Data;

/// <summary>Archives (.zip) of files of events. A workbook is one too, and told apart by its parts.</summary>
internal static class Archive
{
    private const int MaxFiles = 4096;
    private const int MaxShown = 10;
    private const long NeverRefusedBelow = 16L << 20;

    private static readonly string[] DataEndings =
        [".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".parquet", ".gz", ".zip"];

    /// <summary>True where the parts are a workbook's, or the archive can't be opened, which the reader of workbooks tells.</summary>
    /// <param name="archive">The archive; left where it stands.</param>
    public static bool IsWorkbook(Stream archive)
    {
        long start = archive.Position;
        try
        {
            using ZipArchive zip = new(archive, ZipArchiveMode.Read, leaveOpen: true);
            return zip.GetEntry("[Content_Types].xml") is not null
                || zip.Entries.Any(entry => entry.FullName.StartsWith("xl/", StringComparison.OrdinalIgnoreCase));
        }
        catch (InvalidDataException e)
        {
            throw new EventFileException(
                $"This begins like a workbook or an archive (.zip), and is damaged or cut off: {e.Message} Fetch or save it again.", e);
        }
        finally
        {
            archive.Position = start;
        }
    }

    /// <summary>Reads the one file of an archive that can hold events, or the one that was named.</summary>
    /// <param name="archive">The archive; must seek.</param>
    /// <param name="options">How; <see cref="EventReadOptions.Sheet"/> names the file where there are several.</param>
    /// <param name="read">Reads the file: what it holds, its name, and whether it was named.</param>
    /// <exception cref="EventFileException">There is no such file, or there are several, or it grows beyond all measure.</exception>
    public static SourceFacts Read(Stream archive, EventReadOptions options, Func<ArchiveEntryStream, string, bool, SourceFacts> read)
    {
        try
        {
            using ZipArchive zip = new(archive, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Count > MaxFiles)
                throw new EventFileException($"The archive has {zip.Entries.Count} files; at most {MaxFiles} are looked at. Unpack it.");
            (ZipArchiveEntry entry, bool wasNamed) = Choose(zip, options.Sheet);
            if (entry.FullName.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                throw new EventFileException($"The archive holds an archive, '{entry.FullName}', which isn't read: unpack it first.");
            if (entry.IsEncrypted) throw new EventFileException($"'{entry.FullName}' is encrypted: unpack it first.");
            long packed = Math.Min(entry.CompressedLength, archive.Length);
            if (entry.Length > NeverRefusedBelow && entry.Length / options.MaxExpansionRatio > packed)
            {
                throw new EventFileException(
                    $"'{entry.FullName}' declares {entry.Length:N0} bytes of content in {packed:N0} packed bytes, more than "
                    + $"{options.MaxExpansionRatio} times: it looks like a decompression bomb. Raise MaxExpansionRatio if it isn't.");
            }

            using ArchiveEntryStream content = new(entry);
            return read(content, entry.FullName, wasNamed);
        }
        catch (InvalidDataException e)
        {
            throw new EventFileException($"The archive is damaged: {e.Message} Fetch or pack it again.", e);
        }
    }

    private static (ZipArchiveEntry Entry, bool WasNamed) Choose(ZipArchive zip, string? wanted)
    {
        ZipArchiveEntry[] files = [.. zip.Entries.Where(IsFile).OrderBy(entry => entry.FullName, StringComparer.Ordinal)];
        if (wanted is not null && files.FirstOrDefault(entry => IsNamed(entry, wanted)) is { } named) return (named, true);
        ZipArchiveEntry[] data = [.. files.Where(IsData)];
        if (data.Length == 0 && files.Length == 1) data = files;
        ZipArchiveEntry[] told = data.Length > 0 ? data : files;
        string shown = string.Join(", ", told.Take(MaxShown).Select(entry => $"'{ReadableText.Of(entry.FullName)}'"))
            + (told.Length > MaxShown ? ", …" : "");
        return data.Length switch
        {
            1 => (data[0], false),
            0 => throw new EventFileException(
                files.Length == 0 ? "The archive holds no file." : $"The archive holds no file of events, but {shown}."),
            _ => throw new EventFileException(
                $"The archive holds {data.Length} files: {shown}. Name the one to read with --sheet {data[0].Name} "
                + "(EventReadOptions.Sheet); or unpack it, and read the folder where all are of one layout."),
        };
    }

    private static bool IsNamed(ZipArchiveEntry entry, string wanted) =>
        string.Equals(entry.FullName, wanted, StringComparison.OrdinalIgnoreCase)
        || string.Equals(entry.Name, wanted, StringComparison.OrdinalIgnoreCase);

    /// <summary>Neither a folder, nor what macOS and others put beside files.</summary>
    private static bool IsFile(ZipArchiveEntry entry) =>
        entry.Name.Length > 0 && entry.Name[0] != '.' && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private static bool IsData(ZipArchiveEntry entry) =>
        Array.Exists(DataEndings, ending => entry.Name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
