using CsvHelper;

namespace Personalization.Data;

/// <summary>
/// Delimited text beside the events, such as customers or notes: plain or in gzip, a header and rows, with errors that say what would mend
/// it.
/// </summary>
internal static class DelimitedFile
{
    private const int FileBuffer = 1 << 16;

    /// <summary>Reads a file by its path; one that changes meanwhile is an error.</summary>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileBuffer, FileOptions.SequentialScan);
        return new FileWatch(stream).Read(() => read(stream));
    }

    /// <summary>Runs a read whose errors are to begin with the file's name, unless they name a row.</summary>
    public static T Named<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (EventFileException e) when (e.Row is null)
        {
            throw new EventFileException($"{name}: {e.Message}", e);
        }
    }

    /// <summary>Opens the text of a stream.</summary>
    /// <param name="stream">Stands at the first byte.</param>
    /// <param name="encoding">The encoding; null: told by the bytes.</param>
    /// <param name="maxExpansionRatio">How many times as large as its gzip the text may be.</param>
    /// <param name="other">What becomes of an archive, a workbook or Parquet; the bytes that were taken from the stream are given.</param>
    /// <param name="read">Reads the text.</param>
    public static T Open<T>(
        Stream stream, string? encoding, int maxExpansionRatio, Func<FileSignature, int, T> other, Func<TextContent, T> read)
    {
        CountingStream counted = new(stream);
        byte[] magic = new byte[8];
        ReadOnlyMemory<byte> start = magic.AsMemory(0, counted.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false));
        FileSignature signature = FileSignatures.Of(start.Span);
        if (signature is FileSignature.Zip or FileSignature.OldExcel or FileSignature.Parquet) return other(signature, start.Length);
        using Stream bytes = signature == FileSignature.Gzip
            ? new GunzipStream(stream, counted, start, maxExpansionRatio)
            : new PeekedStream(start, counted);
        using TextContent content = TextContent.Open(bytes, encoding);
        if (content.Head.TrimStart(" \t\r\n"u8).IsEmpty)
            throw new EventFileException("The file is empty: a header and rows were expected.");
        return read(content);
    }

    /// <summary>Reads the header and leaves the rows to the caller.</summary>
    /// <param name="content">The text.</param>
    /// <param name="delimiter">What stands between columns; null: told by the text.</param>
    /// <param name="maxRowBytes">A longer row is an error.</param>
    /// <param name="rows">Reads the rows below the header.</param>
    public static T Rows<T>(TextContent content, char? delimiter, int maxRowBytes, Func<CsvReader, string[], DelimiterGuess, T> rows)
    {
        DelimiterGuess guess = DelimiterGuess.From(content.Head, delimiter);
        using CsvReader reader = CsvReader.Create(content.Stream, CsvSource.Options(guess.Delimiter, maxRowBytes), leaveOpen: true);
        try
        {
            if (!reader.Read()) throw new EventFileException("The file is empty: a header and rows were expected.");
            if (reader.FieldCount > CsvSource.MaxColumns)
                throw new EventFileException($"The header has {reader.FieldCount} columns; at most {CsvSource.MaxColumns} are read.");
            string[] header = new string[reader.FieldCount];
            for (int i = 0; i < header.Length; i++) header[i] = FileCells.Text(reader.GetSpan(i));
            return rows(reader, header, guess);
        }
        catch (CsvFormatException e)
        {
            throw new EventFileException(Math.Max(e.LineNumber, 1), null, null,
                $"the row is longer than {maxRowBytes:N0} bytes, or a quote that opens here isn't closed. Mend the row, or raise "
                + $"MaxRowBytes. ({e.Message})");
        }
    }
}
