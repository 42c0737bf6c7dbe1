namespace Personalization.Data;

internal enum FileSignature
{
    None,
    Gzip,
    Zip,
    OldExcel,
    Parquet,
}

/// <summary>Tells formats apart by what stands in a file; its name only decides where the content could be either.</summary>
internal static class FileSignatures
{
    public static FileSignature Of(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B])) return FileSignature.Gzip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04])) return FileSignature.Zip;
        if (start.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x05, 0x06])) return FileSignature.Zip; // an archive of no files
        if (start.StartsWith("PAR1"u8)) return FileSignature.Parquet;
        return start.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? FileSignature.OldExcel : FileSignature.None;
    }

    public static EventFileFormat FormatOf(ReadOnlySpan<byte> head, string name)
    {
        string plain = name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? name[..^3] : name;
        ReadOnlySpan<byte> text = head.TrimStart(" \t\r\n"u8);
        if (text.IsEmpty) throw new EventFileException("The file is empty: a header and rows were expected.");
        bool named = Path.GetExtension(plain).ToLowerInvariant() is ".jsonl" or ".ndjson" or ".json";
        if (text[0] is (byte)'{' or (byte)'[' || named) return EventFileFormat.JsonLines;
        ReadOnlySpan<byte> line = DelimiterGuess.FirstLine(head);
        if (line.IndexOfAny(",;\t|"u8) >= 0) return EventFileFormat.Csv;
        int words = 0;
        foreach (Range word in line.Split((byte)' ')) words += line[word].IsEmpty ? 0 : 1;
        return words >= 4 ? EventFileFormat.Whitespace : EventFileFormat.Csv;
    }
}
