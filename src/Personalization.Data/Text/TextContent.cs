using System.Text;

namespace Personalization.Data;

/// <summary>Text as a stream of UTF-8 without a byte order mark, with its first bytes at hand.</summary>
internal sealed class TextContent : IDisposable
{
    private static readonly Dictionary<string, Func<Encoding?>> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["utf-8"] = static () => null,
        ["utf8"] = static () => null,
        ["utf-16"] = static () => new UnicodeEncoding(false, false),
        ["utf-16le"] = static () => new UnicodeEncoding(false, false),
        ["utf-16be"] = static () => new UnicodeEncoding(true, false),
        ["windows-1252"] = static () => CodePagesEncodingProvider.Instance.GetEncoding(1252),
        ["latin1"] = static () => Encoding.Latin1,
        ["iso-8859-1"] = static () => Encoding.Latin1,
    };

    private const int HeadSize = 1 << 15;

    private TextContent(Stream stream, ReadOnlyMemory<byte> head, bool headIsAll, string encoding)
    {
        Stream = stream;
        HeadIsAll = headIsAll;
        HeadMemory = head;
        EncodingName = encoding;
    }

    public Stream Stream { get; }

    /// <summary>The first 32 KiB, or all there is.</summary>
    public ReadOnlySpan<byte> Head => HeadMemory.Span;

    /// <summary>True where nothing follows <see cref="Head"/>.</summary>
    public bool HeadIsAll { get; }

    public string EncodingName { get; }

    private ReadOnlyMemory<byte> HeadMemory { get; }

    /// <summary>Whether an encoding can be asked for by this name.</summary>
    public static bool IsEncoding(string name) => Known.ContainsKey(name);

    /// <summary>
    /// Takes over a stream of bytes, and turns UTF-16 and UTF-32 into UTF-8: by the byte order mark, by the zeros between ASCII letters, or
    /// as asked.
    /// </summary>
    /// <param name="bytes">The stream.</param>
    /// <param name="asked">Name of the encoding; null tells it from the content.</param>
    public static TextContent Open(Stream bytes, string? asked = null)
    {
        byte[] head = new byte[HeadSize];
        int length = bytes.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        ReadOnlyMemory<byte> first = head.AsMemory(0, length);
        (Encoding? encoding, int mark) = Detect(first.Span);
        if (asked is not null) encoding = Known[asked]();
        first = first[mark..];
        Stream stream = new PeekedStream(first, bytes);
        if (encoding is null)
        {
            return LooksBinary(first.Span)
                ? throw new EventFileException(
                    "The file isn't text: it holds NUL bytes. CSV, CSV.gz, XLSX and JSON Lines are read; text in another encoding needs "
                    + "its name, --encoding (EventReadOptions.Encoding).")
                : new TextContent(stream, first, length < HeadSize, "utf-8");
        }

        Stream transcoded = Encoding.CreateTranscodingStream(stream, encoding, Encoding.UTF8);
        byte[] utf8 = new byte[HeadSize];
        int count = transcoded.ReadAtLeast(utf8, HeadSize, throwOnEndOfStream: false);
        ReadOnlyMemory<byte> utf8Head = utf8.AsMemory(0, count);
        return new TextContent(new PeekedStream(utf8Head, transcoded), utf8Head, count < HeadSize, encoding.WebName);
    }

    public void Dispose() => Stream.Dispose();

    private static (Encoding? Encoding, int Mark) Detect(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) return (null, 3);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0])) return (new UTF32Encoding(false, false), 4);
        if (head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF])) return (new UTF32Encoding(true, false), 4);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return (new UnicodeEncoding(false, false), 2);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return (new UnicodeEncoding(true, false), 2);
        return (ByZeros(head), 0);
    }

    /// <summary>Text that is mostly ASCII has a zero in nearly every second byte in UTF-16, on one side alone.</summary>
    private static UnicodeEncoding? ByZeros(ReadOnlySpan<byte> head)
    {
        int pairs = head.Length / 2, even = 0, odd = 0;
        if (pairs < 8) return null;
        for (int i = 0; i < pairs; i++)
        {
            if (head[2 * i] == 0) even++;
            if (head[(2 * i) + 1] == 0) odd++;
        }

        if (odd > pairs * 0.7 && even == 0) return new UnicodeEncoding(false, false);
        return even > pairs * 0.7 && odd == 0 ? new UnicodeEncoding(true, false) : null;
    }

    /// <summary>One NUL may be an accident in a row, which is counted there; many are another kind of file.</summary>
    private static bool LooksBinary(ReadOnlySpan<byte> head) => head.Count((byte)0) > head.Length / 8;
}
