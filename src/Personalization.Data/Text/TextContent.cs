using System.Text;

namespace Personalization.Data;

/// <summary>Text as a stream of UTF-8 without a byte order mark, with its first bytes at hand.</summary>
internal sealed class TextContent : IDisposable
{
    private const int HeadSize = 1 << 14;

    private TextContent(Stream stream, ReadOnlyMemory<byte> head, string encoding)
    {
        Stream = stream;
        HeadMemory = head;
        EncodingName = encoding;
    }

    public Stream Stream { get; }

    /// <summary>The first 16 KiB, or all there is.</summary>
    public ReadOnlySpan<byte> Head => HeadMemory.Span;

    public string EncodingName { get; }

    private ReadOnlyMemory<byte> HeadMemory { get; }

    /// <summary>Takes over a stream of bytes, and turns UTF-16 and UTF-32 with a byte order mark into UTF-8.</summary>
    public static TextContent Open(Stream bytes)
    {
        byte[] head = new byte[HeadSize];
        int length = bytes.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        ReadOnlyMemory<byte> first = head.AsMemory(0, length);
        (Encoding? encoding, int mark) = Detect(first.Span);
        first = first[mark..];
        Stream stream = new PeekedStream(first, bytes);
        if (encoding is null)
        {
            return LooksBinary(first.Span)
                ? throw new EventFileException(
                    "The file isn't text: it holds NUL bytes. CSV, CSV.gz, XLSX and JSON Lines are read; UTF-16 needs its byte order mark.")
                : new TextContent(stream, first, "utf-8");
        }

        Stream transcoded = Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
        byte[] utf8 = new byte[HeadSize];
        int count = transcoded.ReadAtLeast(utf8, HeadSize, throwOnEndOfStream: false);
        ReadOnlyMemory<byte> utf8Head = utf8.AsMemory(0, count);
        return new TextContent(new PeekedStream(utf8Head, transcoded), utf8Head, encoding.WebName);
    }

    public void Dispose() => Stream.Dispose();

    private static (Encoding? Encoding, int Mark) Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return (null, 3);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])) return (new UTF32Encoding(false, false), 4);
        if (head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])) return (new UTF32Encoding(true, false), 4);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return (new UnicodeEncoding(false, false), 2);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return (new UnicodeEncoding(true, false), 2);
        return (null, 0);
    }

    /// <summary>One NUL may be an accident in a row, which is counted there; many are another kind of file.</summary>
    private static bool LooksBinary(ReadOnlySpan<byte> head) => head.Count((byte)0) > head.Length / 8;
}
